#!/usr/bin/env bash
# Runs the k6 scenarios of the SQL gateway. Usage: k6/run.sh smoke|load [BASE]
# Without BASE it starts a gateway with the sample pipelines on a free port, and stops it afterwards.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
profile=${1:-}
base=${2:-}
case $profile in
  smoke | load) ;;
  *)
    echo "usage: k6/run.sh smoke|load [BASE]" >&2
    exit 2
    ;;
esac

k6=${K6:-$(command -v k6 || true)}
if [ -z "$k6" ] && command -v go >/dev/null; then k6=$(go env GOPATH)/bin/k6; fi
if [ ! -x "$k6" ]; then
  echo "k6 is not here; get it from https://k6.io, or with: go install go.k6.io/k6@v1.8.1" >&2
  exit 1
fi

work=$(mktemp -d)
gateway=''
finish() {
  local code=$?
  if [ -n "$gateway" ]; then
    kill -TERM "$gateway" 2>/dev/null || true
    wait "$gateway" || { code=1 && echo "the gateway did not stop as it should" >&2; }
  fi
  if [ $code != 0 ]; then tail -n 30 "$work"/*.log >&2 || true; fi
  rm -rf "$work"
  exit $code
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

free_port() {
  local port
  for port in {21480..21499}; do
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
  return 1
}

if [ -z "$base" ]; then
  port=$(free_port)
  cp "$root/sql-pipelines/gateway/src/main/resources/sample-config.yaml" "$work/config.yaml"
  MILLRACE_GATEWAY_PORT=$port MILLRACE_GATEWAY_CONFIG=$work/config.yaml "$root/millrace" up gateway >"$work/gateway.log" 2>&1 &
  gateway=$!
  until grep -q 'Ctrl-C stops everything' "$work/gateway.log"; do
    kill -0 "$gateway" 2>/dev/null || { gateway='' && echo "the gateway did not start" >&2 && exit 1; }
    sleep 0.5
  done
  base=http://127.0.0.1:$port
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

scenario() { "$k6" run --quiet --no-usage-report -e BASE="$base" -e PROFILE="$profile" "$root/k6/$1" >"$work/${1//\//-}.log" 2>&1; }

# The two scenarios of the reference read slowly for 30 seconds, so they run beside each other, and the others after them.
scenario reference/script.js & http_pid=$!
scenario reference/script_ws.js & ws_pid=$!
code=0 && wait $http_pid || code=$?
note $code reference/script.js
code=0 && wait $ws_pid || code=$?
note $code reference/script_ws.js
for name in gateway/http.js gateway/ws.js; do
  code=0 && scenario $name || code=$?
  note $code $name
  if [ "$profile" = load ] && [ $code = 0 ]; then cat "$work/${name//\//-}.log"; fi
done

echo "k6 $profile: $passed passed, $failed failed"
[ $failed = 0 ]
