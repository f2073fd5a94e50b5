#!/bin/sh
# 1,000 readers of which 100 never read, at the default 1,000 rows a second: benchmarks/memory.sh [minutes]
set -eu
. "$(dirname "$0")/common.sh"
minutes=${1:-10}

build_all
cat >"$work/config.yaml" <<'END'
pipelines:
  - name: devices
    sqls:
      - |
        CREATE RANDOM STREAM IF NOT EXISTS devices(
          n uint64 default monotonic(0),
          device string default 'device'||to_string(rand()%4),
          temperature float default rand()%1000/10
        )
      - SELECT * FROM devices
END
about memory "$@"
# as the launcher starts it
start_gateway "$work/config.yaml" -Xms64m -Xmx256m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError
run -Xmx256m -XX:+UseSerialGC io.millrace.benchmark.MemoryBenchmark "$port" "$gateway" /queries/devices "$minutes"
