#!/bin/sh
# Builds what is needed and runs one benchmark: benchmarks/run.sh NAME [arguments]; "list" shows the names.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
main=io.millrace.benchmark

usage() {
  cat <<'END'
usage: benchmarks/run.sh NAME [arguments]

  encoder     time per row of our JSON encoder, beside Jackson (JMH; arguments go to JMH)
  broadcast   what one more reader costs (JMH)
  planner     time to plan a statement, beside Calcite (JMH)
  cold        time of a JVM's first statement, beside Calcite
  engine      rows a second of the engine alone, one core
  stream      one reader end to end, NDJSON and WebSocket, beside a bare server   [seconds]
  memory      1,000 readers of which 100 never read                               [minutes]
  startup     time to readiness and to the first row
  churn       connects and disconnects, then back to the baseline                 [how many]
  mq          queues over UDP beside bare echoes, both ends pinned                [seconds a cell] [part...]
  mq-core     time per frame and per message within a queue (JMH)
  mq-memory   heap of a full queue of 100 MB, fed at twice the drain rate         [seconds]
  mq-log      appending to the durable log, group commit beside one force each    [seconds a cell] [folder]
  modules     packages through a module in each mode, beside bare executors       [seconds a cell] [part...]
  modules-grpc packages through a module server, beside bare grpc-java            [seconds a cell] [part...]
  market      market-spread end to end: highest rate, latencies at half of it     [in-process | udp] [orders]
  ksql-rest   pull queries by key over HTTP, beside a bare server                 [seconds a cell]
  vehicles-mqtt MQTT to Kafka at qualities 0 and 1, beside a bare loop            [seconds a cell]
  ksql        ksqlDB's statements beside Kafka Streams by hand: rates, latency, pull [records] [part...]
  ingest-sinks rows into sinks that store a batch once, beside the bare way    [seconds a cell] [folder]
  ingest-clickhouse ticker rows into ClickHouse, beside the bare client            [seconds a cell]
  sql-native  rows through Proton's driver and the native endpoint, beside the engine in the process [seconds a cell]
  ingest-flow from the exchange's clock to a query that sees the trade, in DuckDB and ClickHouse [seconds] [trades a second]
  vehicles-flow from MQTT to the line of a push query, 2,000 vehicles behind      [seconds] [vehicles]
  ingest-feed tickers over WebSocket into the Coinbase source, counted and into a file, beside a client that only counts [seconds a cell]

MILLRACE_BENCHMARK_BUILD=no runs what was built before; JAVA_HOME names the JDK.
END
}

java=${JAVA_HOME:+$JAVA_HOME/bin/}java

build() {
  if [ "${MILLRACE_BENCHMARK_BUILD:-yes}" != no ]; then
    (cd "$root" && ./mvnw -B -q -Dstyle.color=never -Pquick,benchmark-run -pl "$1" -am -DskipTests package)
  fi
}

about() {
  echo "# $(date -u +%Y-%m-%d) $(uname -sm), $(getconf _NPROCESSORS_ONLN) cores,$(sed -n 's/^model name[^:]*://p' /proc/cpuinfo 2>/dev/null | head -1)"
  echo "# load $(cut -d' ' -f1-3 /proc/loadavg 2>/dev/null), $("$java" -version 2>&1 | sed -n 2p)"
  echo "# benchmarks/run.sh $*"
}

run() {
  # shellcheck disable=SC2086
  "$java" ${JAVA_OPTIONS:-} -cp "$here/target/classes:$here/target/lib/*" "$@"
}

# Builds and runs a class. Usage: program CLASS 'OPTIONS OF THE JVM' [arguments]
program() {
  class=$1
  JAVA_OPTIONS=${JAVA_OPTIONS:-$2}
  shift 2
  build benchmarks
  about "$name" "$@"
  run "$main.$class" "$@"
}

[ $# -gt 0 ] || { usage; exit 2; }
name=$1
shift
case $name in
  list | help | -h | --help) usage ;;
  encoder) build benchmarks; about "$name" "$@"; run org.openjdk.jmh.Main EncoderBenchmark "$@" ;;
  broadcast) build benchmarks; about "$name" "$@"; run org.openjdk.jmh.Main BroadcastBenchmark "$@" ;;
  planner) build benchmarks; about "$name" "$@"; run org.openjdk.jmh.Main PlannerBenchmark "$@" ;;
  mq-core) build benchmarks; about "$name" "$@"; run org.openjdk.jmh.Main MqCoreBenchmark "$@" ;;
  cold)
    build benchmarks
    about "$name" "$@"
    for planner in millrace calcite; do run "$main.ColdPlanner" "$planner"; done
    ;;
  engine) program EngineBenchmark '-Xmx4g -XX:+UseSerialGC' "$@" ;;
  mq-log) program MqLogBenchmark '' "$@" ;;
  market) program MarketBenchmark '-Xmx1g' "$@" ;;
  modules) program ModulesBenchmark '-Xmx1g' "$@" ;;
  modules-grpc) program ModulesGrpcBenchmark '-Xmx1g' "$@" ;;
  ksql-rest) program KsqlRestBenchmark '-Xmx1g' "$@" ;;
  vehicles-mqtt) program VehiclesMqttBenchmark '-Xmx2g' "$@" ;;
  ksql) program KsqlBenchmark '-Xmx2g' "$@" ;;
  ingest-feed) program IngestFeedBenchmark '-Xmx1g' "$@" ;;
  sql-native) program SqlNativeBenchmark '-Xmx1g' "$@" ;;
  ingest-flow) program IngestFlowBenchmark '-Xmx256m --enable-native-access=ALL-UNNAMED' "$@" ;;
  ingest-sinks) program IngestSinksBenchmark '-Xmx2g --enable-native-access=ALL-UNNAMED' "$@" ;;
  ingest-clickhouse) program IngestClickHouseBenchmark '-Xmx2g' "$@" ;;
  stream | memory | startup | churn | mq | mq-memory | vehicles-flow) exec "$here/$name.sh" "$@" ;;
  *)
    echo "unknown benchmark '$name'" >&2
    usage >&2
    exit 2
    ;;
esac
