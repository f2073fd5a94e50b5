#!/bin/sh
# A queue bounded at 100 MB, fed at twice the drain rate: benchmarks/mq-memory.sh [seconds]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

if [ "${MILLRACE_BENCHMARK_BUILD:-yes}" != no ]; then
  (cd "$root" && ./mvnw -B -q -Dstyle.color=never -Pquick,benchmark-run -pl benchmarks -am -DskipTests package)
fi
echo "# $(date -u +%Y-%m-%d) $(uname -sm), $(getconf _NPROCESSORS_ONLN) cores,$(sed -n 's/^model name[^:]*://p' /proc/cpuinfo 2>/dev/null | head -1)"
echo "# load $(cut -d' ' -f1-3 /proc/loadavg 2>/dev/null), $("$java" -version 2>&1 | sed -n 2p)"
echo "# benchmarks/run.sh mq-memory $*"
exec "$java" -Xms150m -Xmx150m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError \
  -cp "$here/target/classes:$here/target/lib/*" io.millrace.benchmark.MqMemoryBenchmark "$@"
