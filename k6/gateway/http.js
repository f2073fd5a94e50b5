// Reads the sample pipelines over HTTP as NDJSON and as server-sent events, and asks for one that is not there.
// k6 hands over a body only when it is complete, so every stream here is given an end with limit=N.

import http from 'k6/http';
import { check, fail } from 'k6';
import { Counter } from 'k6/metrics';
import { base, duration, headers, load, readers, rowsPerStream } from './settings.js';

const rows = new Counter('rows');

const scenario = (exec, vus) => ({ executor: 'constant-vus', exec, vus, duration, gracefulStop: '30s' });

export const options = {
  scenarios: {
    ndjson: scenario('ndjson', readers),
    events: scenario('events', load ? 10 : 1),
    windows: scenario('windows', load ? 10 : 1),
    once: scenario('once', 1),
    unknown: scenario('unknown', 1),
  },
  thresholds: {
    checks: ['rate==1'],
    rows: [load ? 'count>100000' : 'count>10000'],
    // The first byte of a stream is sent when the first row is there; a window of one second takes its second.
    'http_req_waiting{scenario:ndjson}': ['p(95)<1000'],
    'http_req_waiting{scenario:once}': ['p(95)<250', 'med<100'],
    'http_req_failed{scenario:ndjson}': ['rate==0'],
    'http_req_failed{scenario:events}': ['rate==0'],
    'http_req_failed{scenario:windows}': ['rate==0'],
    'http_req_failed{scenario:once}': ['rate==0'],
  },
};

function read(path, more = {}) {
  return http.get(`${base}/queries/${path}`, { headers: { ...headers, ...more }, timeout: '60s', tags: { name: path } });
}

const lines = (response) => (response.body ? response.body.split('\n').filter((line) => line !== '') : []);

export function setup() {
  if (http.get(`${base}/q/health/ready`).status !== 200) {
    fail(`no gateway that is ready at ${base}`);
  }
}

export function ndjson() {
  const response = read(`pipeline1?limit=${rowsPerStream}`);
  const found = lines(response);
  rows.add(found.length);
  check(response, {
    'status is 200': (r) => r.status === 200,
    'every row arrived': () => found.length === rowsPerStream,
    'a row is a device': () => found.length > 0 && Object.keys(JSON.parse(found[0])).join() === 'device,temperature,_tp_time',
  });
}

export function events() {
  const response = read(`pipeline1?limit=${rowsPerStream}`, { Accept: 'text/event-stream' });
  check(response, {
    'events have status 200': (r) => r.status === 200,
    'events are events': (r) => (r.headers['Content-Type'] || '').startsWith('text/event-stream'),
    'the stream says that it ends': (r) => /^event: ?end$/m.test(r.body || ''),
  });
}

export function windows() {
  const response = read('pipeline2?limit=3');
  const counts = lines(response).map((line) => JSON.parse(line).count);
  check(response, {
    'windows have status 200': (r) => r.status === 200,
    'three windows arrived': () => counts.length === 3,
    'a whole window holds 1000 rows': () => counts[2] === 1000,
  });
}

export function once() {
  const response = read('pipeline3');
  check(response, { 'a bounded query answers and ends': (r) => r.status === 200 && r.body === '{"1": 1}\n' });
}

export function unknown() {
  const response = http.get(`${base}/queries/nowhere`, {
    headers,
    responseCallback: http.expectedStatuses(404),
    tags: { name: 'nowhere' },
  });
  check(response, { 'an unknown pipeline is 404': (r) => r.status === 404 });
}
