// Follows vehicles as NDJSON, server-sent events and WebSocket while they move, and the status.

import http from 'k6/http';
import { check } from 'k6';
import { Rate, Trend } from 'k6/metrics';
import { base, centre, headers, lines, load, scenario, socketBase, sound, users, vehicles } from './settings.js';
import { readSocket } from '../socket.js';

const complete = new Rate('complete');
const fresh = new Trend('fresh', true);
const rows = load ? 2000 : 50;

export const options = {
  scenarios: {
    ndjson: scenario('ndjson', users),
    events: scenario('events', users),
    socket: scenario('socket', users),
    status: scenario('status', 1),
  },
  thresholds: {
    checks: ['rate==1'],
    complete: ['rate==1'],
    // vehicles speak once a second, so the first row of a stream without snapshot comes soon
    'http_req_waiting{name:follow}': ['p(95)<1000'],
    // how old a position is when it is written; what comes late is as old as it is
    fresh: ['med<500'],
    http_req_failed: ['rate==0'],
  },
};

const get = (url, name, more = {}) => http.get(url, { headers: { ...headers, ...more }, tags: { name }, timeout: '40s' });
const gone = (row) => row.gone === 'left' || row.gone === 'expired';

function judge(read) {
  complete.add(read.length === rows);
  read.filter((row) => !row.gone).forEach((row) => fresh.add(row.age_ms));
  return read.every((row) => gone(row) || sound(row));
}

export function ndjson() {
  const read = get(`${vehicles}?mode=follow&limit=${rows}`, 'follow');
  check(null, { 'lines are positions': () => read.status === 200 && judge(lines(read.body)) });
}

export function events() {
  const read = get(`${vehicles}?mode=follow&limit=${rows}`, 'follow', { Accept: 'text/event-stream' });
  const blocks = (read.body || '').split('\n\n').filter((block) => block !== '');
  const data = blocks.filter((block) => block.startsWith('data: ')).map((block) => JSON.parse(block.slice(6)));
  check(null, {
    'events are positions': () => read.status === 200 && judge(data),
    'a stream of events tells its end': () => blocks[blocks.length - 1].startsWith('event: end'),
  });
}

// What is in view now, then what changes there.
export function socket() {
  const read = [];
  const url = `${socketBase}/v1/vehicles?mode=snapshot%2Bfollow&limit=${rows}&bbox=${centre}`;
  const code = readSocket(url, headers, 20, (text) => read.push(...lines(text)));
  complete.add(read.length === rows);
  check(read, {
    'frames are positions': (all) => all.every((row) => gone(row) || sound(row)),
    'the server closes after the last': () => code === 1000,
  });
}

export function status() {
  const read = get(`${base}/streams/status?limit=2`, 'status');
  const seen = lines(read.body);
  complete.add(seen.length === 2);
  check(null, { 'the status is a row each second': () => read.status === 200 && seen.every((row) => row.vehicles > 0) });
}
