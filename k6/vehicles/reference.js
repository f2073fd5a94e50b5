// The reference system's paths, with its shapes: /redis, /ksqldb, and the endless /ksqldb-push.

import http from 'k6/http';
import { check, fail, sleep } from 'k6';
import { Rate } from 'k6/metrics';
import { base, headers, lines, load, location, scenario, users } from './settings.js';

const complete = new Rate('complete');
const rows = load ? 2000 : 50;

export const options = {
  scenarios: {
    redis: scenario('redis', users),
    pull: scenario('pull', users),
    push: scenario('push', users),
  },
  thresholds: {
    checks: ['rate==1'],
    complete: ['rate==1'],
    'http_req_duration{name:redis}': ['p(95)<250'],
    'http_req_duration{name:redis-one}': ['p(95)<250'],
    'http_req_duration{name:ksqldb-one}': ['p(95)<250'],
    'http_req_waiting{name:push}': ['p(95)<1000'],
    http_req_failed: ['rate==0'],
  },
};

const get = (path, name) => http.get(`${base}${path}`, { headers, tags: { name }, timeout: '40s' });
const right = (answer) =>
  answer.status === 200 && answer.json('size') === answer.json('data').length && answer.json('data').every((row) => row.veh_id.length > 0 && location.test(row.loc));
const sorted = (answer) => {
  const keys = answer.json('data').map((row) => row.veh_id);
  return keys.every((key, i) => i === 0 || keys[i - 1] < key);
};

// A vehicle takes its way through Kafka and the stream processor first.
export function setup() {
  for (let tries = 0; tries < 120; tries += 1) {
    const answer = http.get(`${base}/redis`, { headers, responseCallback: http.expectedStatuses(200, 503), tags: { name: 'ready' } });
    if (answer.status === 200 && answer.json('size') >= 20) return answer.json('data').map((row) => row.veh_id);
    sleep(0.5);
  }
  return fail(`fewer than 20 vehicles came to Redis at ${base}`);
}

const any = (known) => known[Math.floor(Math.random() * known.length)];

export function redis(known) {
  const all = get('/redis', 'redis');
  const key = any(known);
  const one = get(`/redis?veh_id=${encodeURIComponent(key)}`, 'redis-one');
  const none = get('/redis?veh_id=no-such-vehicle', 'redis-one');
  check(null, {
    'Redis has locations': () => right(all) && all.json('size') >= 20,
    'in the order of their keys, without bookkeeping': () => sorted(all) && !all.body.includes('__kafka'),
    'one of them': () => right(one) && one.json('data.0.veh_id') === key,
    'an unknown vehicle is none': () => none.json('size') === 0,
  });
}

export function pull(known) {
  const all = get('/ksqldb', 'ksqldb');
  const key = any(known);
  const one = get(`/ksqldb?veh_id=${encodeURIComponent(key)}`, 'ksqldb-one');
  const none = get(`/ksqldb?veh_id=${encodeURIComponent("x' or '1'='1")}`, 'ksqldb-one');
  const elsewhere = http.get(`${base}/ksqldb?server=169.254.169.254`, { headers, tags: { name: 'wrong' }, responseCallback: http.expectedStatuses(400) });
  check(null, {
    'a server that nobody has set is refused': () => elsewhere.status === 400,
    'ksqlDB has locations': () => right(all) && all.json('size') >= 20,
    'one of them as well': () => right(one) && one.json('size') === 1 && one.json('data.0.veh_id') === key,
    'what looks like SQL is a vehicle that is not there': () => none.status === 200 && none.json('size') === 0,
  });
}

export function push() {
  const read = get(`/ksqldb-push?limit=${rows}`, 'push');
  const changes = lines(read.body);
  complete.add(changes.length === rows);
  check(null, { 'changes are locations': () => read.status === 200 && changes.every((row) => row.veh_id.length > 0 && location.test(row.loc)) });
}
