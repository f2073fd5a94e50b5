# What the end-to-end benchmarks share; sourced by them, not run.
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
work=$(mktemp -d "${TMPDIR:-/tmp}/millrace-benchmark.XXXXXX")
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
port=${MILLRACE_BENCHMARK_PORT:-21500}
pids=
# The built gateway: another one can be measured by naming its folder.
app=${MILLRACE_BENCHMARK_GATEWAY:-$root/sql-pipelines/gateway/target/quarkus-app}

# Ends what was started, by its process id, and removes the folder of this run.
finish() {
  for pid in $pids; do
    kill "$pid" 2>/dev/null || :
  done
  for pid in $pids; do
    wait "$pid" 2>/dev/null || :
  done
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

fail() {
  echo "$*" >&2
  exit 1
}

build_all() {
  if [ "${MILLRACE_BENCHMARK_BUILD:-yes}" != no ]; then
    (cd "$root" && ./mvnw -B -q -Dstyle.color=never -Pquick,benchmark-run -pl benchmarks,sql-pipelines/gateway -am -DskipTests package)
  fi
  [ -f "$app/quarkus-run.jar" ] || fail "the gateway is not built"
}

about() {
  echo "# $(date -u +%Y-%m-%d) $(uname -sm), $(getconf _NPROCESSORS_ONLN) cores,$(sed -n 's/^model name[^:]*://p' /proc/cpuinfo 2>/dev/null | head -1)"
  echo "# load $(cut -d' ' -f1-3 /proc/loadavg 2>/dev/null), $("$java" -version 2>&1 | sed -n 2p)"
  echo "# benchmarks/run.sh $*"
}

# Starts the gateway on $port with the pipelines of a file. Usage: start_gateway FILE [JVM OPTION...]
start_gateway() {
  file=$1
  shift
  (
    cd "$work"
    # no colours, no token: what a user gets who sets nothing
    exec env GATEWAY_CONFIG="$file" QUARKUS_HTTP_PORT="$port" \
      "$java" "$@" -jar "$app/quarkus-run.jar"
  ) >"$work/gateway.log" 2>&1 &
  gateway=$!
  pids="$pids $gateway"
  await "$port" /q/health/ready "$gateway" "$work/gateway.log"
}

# Starts the bare server on the tenth port up, and the one behind it.
start_bare() {
  bare_port=$((port + 10))
  "$java" -Xmx256m -XX:+UseSerialGC -cp "$here/target/classes:$here/target/lib/*" io.millrace.benchmark.BareServer "$bare_port" \
    >"$work/bare.log" 2>&1 &
  bare=$!
  pids="$pids $bare"
  tries=0
  until grep -q "bare server on" "$work/bare.log"; do
    kill -0 "$bare" 2>/dev/null || { cat "$work/bare.log" >&2; fail "the bare server did not start"; }
    tries=$((tries + 1))
    [ $tries -lt 600 ] || fail "the bare server is not ready after a minute"
    sleep 0.1
  done
}

# Waits for a path to answer. Usage: await PORT PATH PID LOG
await() {
  tries=0
  until curl -fs -o /dev/null "http://127.0.0.1:$1$2"; do
    kill -0 "$3" 2>/dev/null || { tail -20 "$4" >&2; fail "process $3 ended before it was ready"; }
    tries=$((tries + 1))
    [ $tries -lt 1200 ] || fail "not ready after two minutes, see $4"
    sleep 0.1
  done
}

run() {
  "$java" -cp "$here/target/classes:$here/target/lib/*" "$@"
}
