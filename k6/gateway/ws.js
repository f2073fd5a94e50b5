// Reads the sample pipelines over WebSocket, one row per text frame.

import { check } from 'k6';
import { Counter, Rate, Trend } from 'k6/metrics';
import { duration, headers, load, readers, rowsPerStream, socketBase } from './settings.js';
import { readSocket } from '../socket.js';

const rows = new Counter('rows');
const firstRow = new Trend('first_row', true);
const complete = new Rate('complete');

const scenario = (exec, vus) => ({ executor: 'constant-vus', exec, vus, duration, gracefulStop: '30s' });

export const options = {
  scenarios: {
    stream: scenario('stream', readers),
    once: scenario('once', 1),
  },
  thresholds: {
    checks: ['rate==1'],
    complete: ['rate==1'],
    rows: [load ? 'count>100000' : 'count>10000'],
    first_row: ['p(95)<1000'],
    ws_connecting: ['p(95)<1000'],
  },
};

// Reads until the server closes, which it does after the last row: a client that closed at the same moment would get an error.
function read(path, expected, isRow) {
  const began = Date.now();
  let count = 0;
  let good = true;
  const code = readSocket(`${socketBase}/queries/${path}`, headers, 60, (text) => {
    if (count === 0) firstRow.add(Date.now() - began);
    count += 1;
    if (!isRow(text)) good = false;
  });
  if (count !== expected) console.error(`${path}: ${count} of ${expected} rows, closed with ${code}`);
  rows.add(count);
  complete.add(count === expected);
  check(null, { 'frames are rows': () => good, 'the server closes after the last': () => code === 1000 });
}

const isDevice = (data) => data.startsWith('{"device": "device') && data.endsWith('"}');

export function stream() {
  read(`pipeline1?limit=${rowsPerStream}`, rowsPerStream, isDevice);
}

export function once() {
  read('pipeline3', 1, (data) => data === '{"1": 1}');
}
