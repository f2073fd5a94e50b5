// Reads results and the status as NDJSON, server-sent events and WebSocket while packages go through the sample's pipeline `orders`.

import http from 'k6/http';
import exec from 'k6/execution';
import { check } from 'k6';
import { Rate } from 'k6/metrics';
import { api, base, batch, headers, linesHeaders, order, scenario, socketBase, users } from './settings.js';
import { readSocket } from '../socket.js';

const complete = new Rate('complete');
const rows = 10;

export const options = {
  scenarios: {
    send: scenario('send', 1),
    lines: scenario('lines', users),
    events: scenario('events', users),
    socket: scenario('socket', users),
    status: scenario('status', 1),
  },
  thresholds: {
    checks: ['rate==1'],
    complete: ['rate==1'],
    // Packages are sent all the time, the status is a row each second.
    'http_req_waiting{name:results}': ['p(95)<1000'],
    'http_req_waiting{name:status}': ['p(95)<2000'],
    http_req_failed: ['rate==0'],
  },
};

const get = (url, name, more = {}) => http.get(url, { headers: { ...headers, ...more }, tags: { name }, timeout: '40s' });
const parsed = (text) => text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
// The sample sends orders to itself too, some of which leave.
const ended = (result) => result.pipeline_name === 'orders' && ['SUCCESS', 'EXIT'].includes(result.status) && result.end_time >= result.start_time;

// Readers that come last still need something to read, so this goes on for longer than they begin.
export function send() {
  const key = `k6-${exec.vu.iterationInScenario}`;
  const lines = Array.from({ length: batch }, (_, i) => JSON.stringify(order(key, i + 1)));
  const sent = http.post(`${api}/pipelines/orders/execute`, lines.join('\n'), { headers: linesHeaders, tags: { name: 'batch' } });
  check(sent, { 'packages are sent': (response) => response.status === 200 });
}
options.scenarios.send.duration = __ENV.PROFILE === 'load' ? '75s' : '15s';

export function lines() {
  const read = get(`${api}/pipelines/orders/results?limit=${rows}`, 'results');
  const results = parsed(read.body || '');
  complete.add(results.length === rows);
  check(null, { 'lines are packages that ended': () => read.status === 200 && results.every(ended) });
}

export function events() {
  const read = get(`${api}/pipelines/orders/results?limit=${rows}`, 'results', { Accept: 'text/event-stream' });
  const blocks = (read.body || '').split('\n\n').filter((block) => block !== '');
  const data = blocks.filter((block) => block.startsWith('data: ')).map((block) => JSON.parse(block.slice(6)));
  complete.add(data.length === rows);
  check(null, {
    'events are packages that ended': () => read.status === 200 && data.every(ended),
    'a stream of events tells its end': () => blocks[blocks.length - 1].startsWith('event: end'),
  });
}

export function socket() {
  let count = 0;
  const code = readSocket(`${socketBase}/api/v1/pipelines/orders/results?limit=${rows}`, headers, 20, (text) => {
    if (ended(JSON.parse(text))) count += 1;
  });
  complete.add(count === rows);
  check(code, { 'the server closes after the last': () => code === 1000 });
}

export function status() {
  const read = get(`${base}/streams/status?limit=2`, 'status');
  const seen = parsed(read.body || '');
  complete.add(seen.length === 2);
  check(null, {
    'the status is a row each second': () => read.status === 200 && seen.length === 2,
    'a row holds the pipelines': () => seen.every((row) => row.pipelines.some((pipeline) => pipeline.name === 'orders')),
  });
}
