#!/bin/sh
# Time to readiness and to the first row of SELECT 1, with and without the AOT cache: benchmarks/startup.sh
set -eu
. "$(dirname "$0")/common.sh"

build_all
cat >"$work/config.yaml" <<'END'
pipelines:
  - name: pipeline3
    sqls:
      - SELECT 1
END
about startup "$@"
cp -R "$app" "$work/app"
options="-Xms64m -Xmx256m -XX:+UseSerialGC"

measure() {
  name=$1
  shift
  # shellcheck disable=SC2086
  (cd "$work" && run -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 io.millrace.benchmark.StartupBenchmark \
    "$name" "$port" "$work/config.yaml" "$work/startup.log" "$java" $options "$@" -jar "$work/app/quarkus-run.jar") || {
    tail -20 "$work/startup.log" >&2
    exit 1
  }
}

measure "without a cache"

# the training run: start, use, stop
(
  cd "$work"
  # shellcheck disable=SC2086
  exec env GATEWAY_CONFIG="$work/config.yaml" QUARKUS_HTTP_PORT="$port" \
    "$java" $options -XX:AOTCacheOutput="$work/gateway.aot" -jar "$work/app/quarkus-run.jar"
) >"$work/training.log" 2>&1 &
trainer=$!
pids="$pids $trainer"
await "$port" /q/health/ready "$trainer" "$work/training.log"
for path in / /pipelines /queries/pipeline3 /queries /q/metrics; do
  curl -fs -o /dev/null "http://127.0.0.1:$port$path" || :
done
kill "$trainer"
wait "$trainer" || :
[ -f "$work/gateway.aot" ] || { tail -20 "$work/training.log" >&2; fail "the training run left no cache"; }
measure "with the AOT cache" -XX:AOTCache="$work/gateway.aot"
