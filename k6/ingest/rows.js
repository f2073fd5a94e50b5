// Reads rows as they come, as NDJSON, server-sent events and WebSocket, all of them or those of one product.

import http from 'k6/http';
import { check } from 'k6';
import { Rate, Trend } from 'k6/metrics';
import { headers, lines, load, rows, scenario, socketBase, sound, users } from './settings.js';
import { readSocket } from '../socket.js';

const complete = new Rate('complete');
const fresh = new Trend('fresh', true);
const many = load ? 2000 : 40;

export const options = {
  scenarios: {
    ndjson: scenario('ndjson', users),
    events: scenario('events', users),
    socket: scenario('socket', users),
    product: scenario('product', users),
  },
  thresholds: {
    checks: ['rate==1'],
    complete: ['rate==1'],
    'http_req_waiting{name:rows}': ['p(95)<1000'],
    // from the exchange's clock to the last row of a stream
    fresh: ['med<1000'],
    http_req_failed: ['rate==0'],
  },
};

const get = (query, more = {}) => http.get(`${rows}?limit=${many}&type=ticker${query}`, { headers: { ...headers, ...more }, tags: { name: 'rows' }, timeout: '120s' });

function judge(read) {
  complete.add(read.length === many);
  if (read.length > 0) fresh.add(Math.max(0, Date.now() - Date.parse(read[read.length - 1].time)));
  return read.every(sound);
}

export function ndjson() {
  const read = get('');
  check(null, { 'lines are trades': () => read.status === 200 && judge(lines(read.body)) });
}

export function events() {
  const read = get('', { Accept: 'text/event-stream' });
  const blocks = (read.body || '').split('\n\n').filter((block) => block !== '');
  const data = blocks.filter((block) => block.startsWith('data: ')).map((block) => JSON.parse(block.slice(6)));
  check(null, {
    'events are trades': () => read.status === 200 && judge(data),
    'a stream of events tells its end': () => blocks[blocks.length - 1].startsWith('event: end'),
  });
}

export function socket() {
  const read = [];
  const code = readSocket(`${socketBase}/v1/rows?limit=${many}&type=ticker`, headers, 110, (text) => read.push(...lines(text)));
  check(read, { 'frames are trades': judge, 'the server closes after the last': () => code === 1000 });
}

// Trades of one product, in the order of their ids unless one came late.
export function product() {
  const read = get('&product=BTC-USD');
  check(null, {
    'of that product alone': () => read.status === 200 && lines(read.body).every((row) => row.product_id === 'BTC-USD'),
    'each once': () => new Set(lines(read.body).map((row) => row.trade_id)).size === many,
  });
}
