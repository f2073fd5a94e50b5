#!/bin/sh
# From the sending of a position to the line that a client of /ksqldb-push reads, while a fleet sends once a second:
# benchmarks/vehicles-flow.sh [seconds] [vehicles]
set -eu
. "$(dirname "$0")/common.sh"
seconds=${1:-30}
vehicles=${2:-2000}
app=$root/ksql-demo/service/target/quarkus-app
mqtt_port=$((port + 1))

if [ "${MILLRACE_BENCHMARK_BUILD:-yes}" != no ]; then
  (cd "$root" && ./mvnw -B -q -Dstyle.color=never -Pquick,benchmark-run -pl benchmarks,ksql-demo/service -am -DskipTests package)
fi
[ -f "$app/quarkus-run.jar" ] || fail "the vehicles service is not built"
about vehicles-flow "$@"
(
  cd "$work"
  # shellcheck disable=SC2086
  exec env QUARKUS_HTTP_PORT="$port" VEHICLES_MQTT_PORT="$mqtt_port" VEHICLES_KAFKA_PORT=0 VEHICLES_REDIS_PORT=0 \
    VEHICLES_KSQL_PORT=0 VEHICLES_CONNECT_ENABLED=false VEHICLES_SIMULATOR_VEHICLES="$vehicles" \
    "$java" ${VEHICLES_JAVA_OPTIONS:--Xms512m -Xmx1g} -jar "$app/quarkus-run.jar"
) >"$work/vehicles.log" 2>&1 &
service=$!
pids="$pids $service"
await "$port" /q/health/ready "$service" "$work/vehicles.log"
run -Xmx256m -XX:+UseSerialGC io.millrace.benchmark.VehiclesFlowBenchmark "$port" "$mqtt_port" "$seconds"
