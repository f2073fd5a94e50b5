#!/bin/sh
# Queues over UDP beside bare echoes, both ends pinned: benchmarks/mq.sh [seconds a cell] [part...]; parts: echo batch lease durable
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
seconds=${1:-2}
[ $# -gt 0 ] && shift
port=${MILLRACE_BENCHMARK_PORT:-21700}
command -v taskset >/dev/null || { echo "taskset is missing (package util-linux)" >&2; exit 1; }

if [ "${MILLRACE_BENCHMARK_BUILD:-yes}" != no ]; then
  (cd "$root" && ./mvnw -B -q -Dstyle.color=never -Pquick,benchmark-run -pl benchmarks -am -DskipTests package)
fi
# the log goes to the disk that the repository is on, not to a memory file system
work=$(mktemp -d "$here/target/mq.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP

echo "# $(date -u +%Y-%m-%d) $(uname -sm), $(getconf _NPROCESSORS_ONLN) cores,$(sed -n 's/^model name[^:]*://p' /proc/cpuinfo 2>/dev/null | head -1)"
echo "# load $(cut -d' ' -f1-3 /proc/loadavg 2>/dev/null), $("$java" -version 2>&1 | sed -n 2p)"
echo "# benchmarks/run.sh mq $seconds $*"

# two processes, the client on the core given first
place() {
  echo "# client on core $1, server on core $2"
  server=$2
  client=$1
  shift 2
  taskset -c "$client" "$java" -Xmx256m -XX:+UseSerialGC -cp "$here/target/classes:$here/target/lib/*" \
    io.millrace.benchmark.MqBenchmark "$server" "$seconds" "$port" "$work" "$@"
}
place 0 0 "$@"
if [ "$(getconf _NPROCESSORS_ONLN)" -gt 1 ]; then
  place 0 1 "$@"
fi
