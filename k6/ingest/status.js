// Asks how pipelines are: state, series, gaps, dead letters, the document, queries; and what is wrong.

import http from 'k6/http';
import { check, fail } from 'k6';
import { Rate } from 'k6/metrics';
import { base, headers, lines, scenario, users } from './settings.js';

const complete = new Rate('complete');

export const options = {
  scenarios: {
    pipelines: scenario('pipelines', users),
    trades: scenario('trades', users),
    document: scenario('document', 1),
    status: scenario('status', 1),
    wrong: scenario('wrong', 1),
  },
  thresholds: {
    checks: ['rate==1'],
    // no trade was given up, whatever the simulated exchange did
    complete: ['rate==1'],
    'http_req_duration{name:pipelines}': ['p(95)<250'],
    'http_req_duration{name:trades}': ['p(95)<250'],
    http_req_failed: ['rate==0'],
  },
};

const get = (path, name, more = {}) => http.get(`${base}${path}`, { headers: { ...headers, ...more }, tags: { name }, timeout: '40s' });

export function setup() {
  if (get('/q/health/ready', 'ready').status !== 200) fail(`no ingest that is ready at ${base}`);
  for (let tries = 0; tries < 100; tries += 1) {
    const all = get('/v1/series', 'ready').json('series');
    if (all.length > 0 && all.every((one) => one.seen > 20)) return get('/v1/pipelines', 'ready').json('pipelines.0.name');
  }
  return fail('no trades came');
}

export function pipelines(name) {
  const all = get('/v1/pipelines', 'pipelines');
  const one = get(`/v1/pipelines/${name}`, 'pipelines');
  check(null, {
    'every pipeline does what it was told': () => all.status === 200 && all.json('pipelines').every((pipeline) => pipeline.ready),
    'one has source, buffer and sinks': () => one.json('source.state.name') === 'running' && one.json('buffer.max_bytes') > 0 && one.json('sinks.#') > 0,
    'the document is right': () => all.json('document.problem') === null,
    'its feed counts every message once': () => {
      const feed = one.json('source.feed');
      const ignored = Object.values(feed.ignored).reduce((sum, count) => sum + count, 0);
      // the counts are read one after the other while messages come
      return Math.abs(feed.rows + feed.duplicates + feed.control + feed.refused + ignored - feed.messages) < 1000;
    },
  });
}

export function trades() {
  const series = get('/v1/series', 'trades').json('series');
  const gaps = get('/v1/gaps?limit=20', 'trades');
  const letters = get('/v1/dead-letters?limit=20', 'trades');
  complete.add(series.length > 0 && series.every((one) => one.lost === 0));
  check(null, {
    'a series counts its trades': () => series.every((one) => one.seen + one.missing >= one.last - one.first + 1),
    'gaps are sound': () => gaps.status === 200 && gaps.json('gaps').every((gap) => gap.first <= gap.last && gap.state !== 'lost'),
    'dead letters are a page': () => letters.status === 200 && letters.json('total') >= 0,
  });
}

export function document() {
  const found = get('/v1/document', 'document');
  const same = http.put(`${base}/v1/document?dry-run=true`, found.body, { headers, tags: { name: 'document' } });
  const page = get('/', 'document', { Accept: 'text/html' });
  check(null, {
    'the document has a version': () => found.status === 200 && found.headers.Etag.length > 10,
    'and is right': () => same.status === 200 && same.json('pipelines.#') > 0,
    'there is a schema': () => get('/v1/schema', 'document').json('$schema') !== undefined,
    'the page is HTML': () => page.status === 200 && page.body.includes('<html'),
    'queries can be asked': () => get('/v1/queries/monitoring', 'document').json('columns.#') > 0,
  });
}

export function status() {
  const read = get('/streams/status?limit=2', 'status');
  const seen = lines(read.body);
  check(null, { 'the status is a row each second': () => read.status === 200 && seen.length === 2 && seen.every((row) => row.pipelines.length > 0) });
}

// What is wrong is refused by a problem document.
export function wrong() {
  const refused = (method, path, status, body = null) => {
    const answer = http.request(method, `${base}${path}`, body, { headers, tags: { name: 'wrong' }, responseCallback: http.expectedStatuses(status) });
    return answer.status === status && (answer.headers['Content-Type'] || '').startsWith('application/problem+json');
  };
  check(null, {
    'an unknown pipeline is 404': () => refused('GET', '/v1/pipelines/none', 404),
    'an unknown state is 400': () => refused('GET', '/v1/gaps?state=wide', 400),
    'an unknown query is 404': () => refused('GET', '/v1/queries/none', 404),
    'letters are discarded by name only': () => refused('DELETE', '/v1/dead-letters', 400),
    'a wrong document is 422': () => refused('PUT', '/v1/document?dry-run=true', 422, 'source: 1'),
    'a reader may not hold up pipelines': () => refused('GET', '/v1/rows?overflow=block', 400),
  });
}
