#!/bin/sh
# One reader of an unlimited stream, end to end, beside a bare server in the same run: benchmarks/stream.sh [seconds]
set -eu
. "$(dirname "$0")/common.sh"
seconds=${1:-5}

build_all
cat >"$work/config.yaml" <<'END'
pipelines:
  - name: devices
    sqls:
      - |
        CREATE RANDOM STREAM IF NOT EXISTS devices(
          device string default 'device'||to_string(rand()%4),
          temperature float default rand()%1000/10
        ) SETTINGS eps=0
      - SELECT * FROM devices
END
about stream "$@"
# shellcheck disable=SC2086
start_gateway "$work/config.yaml" ${GATEWAY_JAVA_OPTIONS:--Xms64m -Xmx256m -XX:+UseSerialGC}
start_bare
run -Xmx256m -XX:+UseSerialGC io.millrace.benchmark.StreamBenchmark "$port" "$bare_port" "/queries/devices?overflow=block" "$seconds"
