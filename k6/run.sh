#!/usr/bin/env bash
# Runs the k6 scenarios of the services. Usage: k6/run.sh smoke|load [gateway|mq|modules|vehicles|ingest [BASE]]
# Without BASE it starts what is wanted, on free ports and with the samples, and stops it afterwards.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
profile=${1:-}
all='gateway mq modules vehicles ingest'
services=${2:-$all}
base=${3:-}
case $profile/${2:-all} in
  smoke/all | load/all | smoke/gateway | smoke/mq | smoke/modules | smoke/vehicles | smoke/ingest | load/gateway | load/mq | load/modules | load/vehicles | load/ingest) ;;
  *)
    echo "usage: k6/run.sh smoke|load [gateway|mq|modules|vehicles|ingest [BASE]]" >&2
    exit 2
    ;;
esac
wanted() { case " $services " in *" $1 "*) ;; *) return 1 ;; esac; }

k6=${K6:-$(command -v k6 || true)}
if [ -z "$k6" ] && command -v go >/dev/null; then k6=$(go env GOPATH)/bin/k6; fi
if [ ! -x "$k6" ]; then
  echo "k6 is not here; get it from https://k6.io, or with: go install go.k6.io/k6@v1.8.1" >&2
  exit 1
fi

work=$(mktemp -d)
launcher=''
finish() {
  local code=$?
  if [ -n "$launcher" ]; then
    kill -TERM "$launcher" 2>/dev/null || true
    wait "$launcher" || { code=1 && echo "the services did not stop as they should" >&2; }
  fi
  if [ $code != 0 ]; then tail -n 30 "$work"/*.log >&2 || true; fi
  rm -rf "$work"
  exit $code
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Usage: free_port FIRST LAST
free_port() {
  local port
  for ((port = $1; port <= $2; port++)); do
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
  return 1
}

gateway_base=$base mq_base=$base modules_base=$base vehicles_base=$base ingest_base=$base
if [ -z "$base" ]; then
  gateway_port=$(free_port 21480 21489)
  mq_port=$(free_port 21490 21499)
  modules_port=$(free_port 21510 21519)
  vehicles_port=$(free_port 21520 21529)
  ingest_port=$(free_port 21530 21539)
  cp "$root/sql-pipelines/gateway/src/main/resources/sample-config.yaml" "$work/config.yaml"
  cp "$root/udp-mq/service/src/main/resources/sample-topology.yaml" "$work/topology.yaml"
  # Port 0 is any that is free: what k6 does is over HTTP. A smoke test starts once, so preparing fast starts would not pay.
  if [ "$profile" = smoke ]; then export MILLRACE_AOT=${MILLRACE_AOT:-off}; fi
  # shellcheck disable=SC2086 # names of services hold no spaces
  MILLRACE_GATEWAY_PORT=$gateway_port MILLRACE_GATEWAY_CONFIG=$work/config.yaml MILLRACE_MQ_PORT=$mq_port MILLRACE_MQ_UDP_PORT=0 \
    MILLRACE_MQ_TOPOLOGY=$work/topology.yaml MILLRACE_MODULES_PORT=$modules_port MILLRACE_MODULES_GRPC_PORT=0 MILLRACE_VEHICLES_PORT=$vehicles_port \
    VEHICLES_MQTT_PORT=0 VEHICLES_KAFKA_PORT=0 VEHICLES_REDIS_PORT=0 VEHICLES_KSQL_PORT=0 VEHICLES_CONNECT_PORT=0 \
    MILLRACE_INGEST_PORT=$ingest_port INGEST_SIMULATOR_PORT=0 INGEST_DATA=$work/ingest "$root/millrace" up $services >"$work/services.log" 2>&1 &
  launcher=$!
  until grep -q 'Ctrl-C stops everything' "$work/services.log"; do
    kill -0 "$launcher" 2>/dev/null || { launcher='' && echo "the services did not start" >&2 && exit 1; }
    sleep 0.5
  done
  gateway_base=http://127.0.0.1:$gateway_port
  mq_base=http://127.0.0.1:$mq_port
  modules_base=http://127.0.0.1:$modules_port
  vehicles_base=http://127.0.0.1:$vehicles_port
  ingest_base=http://127.0.0.1:$ingest_port
fi

failed=0 passed=0
# Usage: note CODE NAME
note() {
  if [ "$1" = 0 ]; then
    passed=$((passed + 1))
    echo "ok      k6 $2"
  else
    failed=$((failed + 1))
    echo "FAILED  k6 $2 (code $1; 99 is a threshold that was missed)"
    cat "$work/${2//\//-}.log"
  fi
}

scenario() { "$k6" run --quiet --no-usage-report -e BASE="$gateway_base" -e MQ_BASE="$mq_base" -e MODULES_BASE="$modules_base" -e VEHICLES_BASE="$vehicles_base" -e INGEST_BASE="$ingest_base" -e PROFILE="$profile" "$root/k6/$1" >"$work/${1//\//-}.log" 2>&1; }

# Usage: one_by_one SCENARIO...
one_by_one() {
  local name code
  for name in "$@"; do
    code=0 && scenario "$name" || code=$?
    note $code "$name"
    if [ "$profile" = load ] && [ $code = 0 ]; then cat "$work/${name//\//-}.log"; fi
  done
}

if wanted gateway; then
  # The two scenarios of the reference read slowly for 30 seconds, so they run beside each other, and the others after them.
  scenario reference/script.js & http_pid=$!
  scenario reference/script_ws.js & ws_pid=$!
  code=0 && wait $http_pid || code=$?
  note $code reference/script.js
  code=0 && wait $ws_pid || code=$?
  note $code reference/script_ws.js
  one_by_one gateway/http.js gateway/ws.js
fi
if wanted mq; then one_by_one mq/queues.js mq/hub.js; fi
if wanted modules; then one_by_one modules/execute.js modules/streams.js; fi
if wanted vehicles; then one_by_one vehicles/pull.js vehicles/follow.js vehicles/reference.js; fi
if wanted ingest; then one_by_one ingest/status.js ingest/rows.js; fi

echo "k6 $profile: $passed passed, $failed failed"
[ $failed = 0 ]
