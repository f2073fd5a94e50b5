#!/bin/sh
# Many connects and disconnects, then heap, threads and queries back at the baseline: benchmarks/churn.sh [how many]
set -eu
. "$(dirname "$0")/common.sh"
count=${1:-10000}

build_all
cat >"$work/config.yaml" <<'END'
pipelines:
  - name: devices
    sqls:
      - |
        CREATE RANDOM STREAM IF NOT EXISTS devices(
          device string default 'device'||to_string(rand()%4),
          temperature float default rand()%1000/10
        )
      - SELECT * FROM devices
  - name: one
    sqls:
      - SELECT 1
END
about churn "$@"
start_gateway "$work/config.yaml" -Xms64m -Xmx256m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError
run -Xmx256m -XX:+UseSerialGC io.millrace.benchmark.ChurnBenchmark "$port" "$gateway" "$count" /queries/devices /queries/one
