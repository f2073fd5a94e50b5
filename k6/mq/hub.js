// Posts statistics to the hub as the metrics receiver does, and reads the streams of the live page.

import http from 'k6/http';
import exec from 'k6/execution';
import { check } from 'k6';
import { Rate } from 'k6/metrics';
import { base, headers, jsonHeaders, scenario, socketBase, users } from './settings.js';
import { readSocket } from '../socket.js';

const complete = new Rate('complete');

export const options = {
  scenarios: {
    post: scenario('post', users),
    status: scenario('status', users),
    socket: scenario('socket', 1),
    page: scenario('page', 1),
  },
  thresholds: {
    checks: ['rate==1'],
    complete: ['rate==1'],
    'http_req_duration{name:post}': ['p(95)<250'],
    // The stream has a row each second.
    'http_req_waiting{name:status}': ['p(95)<2000'],
    http_req_failed: ['rate==0'],
  },
};

const get = (path, name, more = {}) => http.get(`${base}${path}`, { headers: { ...headers, ...more }, tags: { name } });

export function post() {
  const key = `K6_${exec.vu.idInTest}`;
  const now = Date.now() / 1000;
  const posted = http.post(
    `${base}/post`,
    JSON.stringify({
      pipeline_key: key,
      t1: now,
      t0: now - 1,
      topics: { latency_bins: { '1e-05': 3, 0.001: 4 }, throughput_out: { [Math.floor(now)]: 7 } },
    }),
    { headers: jsonHeaders, tags: { name: 'post' } },
  );
  const refused = http.post(`${base}/post`, JSON.stringify({ pipeline_key: key, t0: now, t1: now, topics: { latency_bins: { fast: 1 } } }), {
    headers: jsonHeaders,
    tags: { name: 'refused' },
    responseCallback: http.expectedStatuses(400),
  });
  const report = get(`/hub/${key}`, 'hub');
  check(null, {
    'a post is taken': () => posted.status === 200,
    'a wrong one names its field': () => refused.status === 400 && refused.body.includes('topics.latency_bins.fast'),
    'the hub knows the key': () => report.status === 200 && report.body.includes(key),
  });
}

export function status() {
  const lines = get('/streams/status?limit=2', 'status');
  const rows = (lines.body || '').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
  complete.add(rows.length === 2);
  check(null, {
    'the status is a row each second': () => lines.status === 200 && rows.length === 2 && rows[1].time > rows[0].time,
    'a row holds the graph': () => Array.isArray(rows[0].nodes) && Array.isArray(rows[0].edges),
  });
}

export function socket() {
  let count = 0;
  const code = readSocket(`${socketBase}/streams/status?limit=2`, headers, 20, (text) => {
    if (Array.isArray(JSON.parse(text).nodes)) count += 1;
  });
  complete.add(count === 2);
  check(code, { 'the server closes after the last': () => code === 1000 });
}

export function page() {
  const html = get('/', 'page', { Accept: 'text/html' });
  const graph = get('/topology', 'topology');
  const diagram = get('/topology/diagram', 'diagram');
  const history = get('/history', 'history');
  check(null, {
    'the page is HTML': () => html.status === 200 && html.body.includes('<html'),
    'the graph has edges': () => graph.status === 200 && graph.json('edges').length > 0,
    'and is drawn': () => diagram.status === 200 && /^(flowchart|graph) /m.test(diagram.body),
    'and has a history': () => history.status === 200,
  });
}
