// Asks where vehicles are: pages, filters, forms, one vehicle and its trail; and what is wrong.

import http from 'k6/http';
import { check, fail } from 'k6';
import { Rate } from 'k6/metrics';
import { base, centre, headers, lines, scenario, sound, users } from './settings.js';

const complete = new Rate('complete');

export const options = {
  scenarios: {
    pages: scenario('pages', users),
    view: scenario('view', users),
    one: scenario('one', users),
    forms: scenario('forms', 1),
    wrong: scenario('wrong', 1),
  },
  thresholds: {
    checks: ['rate==1'],
    complete: ['rate==1'],
    'http_req_duration{name:view}': ['p(95)<250'],
    'http_req_duration{name:one}': ['p(95)<100'],
    http_req_failed: ['rate==0'],
  },
};

const get = (path, name, more = {}) => http.get(`${base}${path}`, { headers: { ...headers, ...more }, tags: { name } });

export function setup() {
  if (get('/q/health/ready', 'ready').status !== 200) fail(`no live vehicles that are ready at ${base}`);
  for (let tries = 0; tries < 100; tries += 1) {
    const page = get('/v1/vehicles?limit=20', 'ready');
    if (page.json('size') === 20) return page.json('vehicles.#.vehicle');
  }
  return fail('fewer than 20 vehicles came');
}

// All vehicles, page by page: each once, in order.
export function pages() {
  const seen = [];
  let after = '';
  let total = 0;
  do {
    const page = get(`/v1/vehicles?limit=50${after ? `&after=${after}` : ''}`, 'page').json();
    seen.push(...page.vehicles.map((row) => row.vehicle));
    total = page.total;
    after = page.next;
  } while (after);
  // vehicles may come and go between two pages
  complete.add(new Set(seen).size === seen.length && Math.abs(seen.length - total) <= 5);
}

export function view() {
  const page = get(`/v1/vehicles?bbox=${centre}&age=1h`, 'view').json();
  const [west, south, east, north] = centre;
  check(page, {
    'rows are positions': ({ vehicles: rows }) => rows.every(sound),
    'within the box': ({ vehicles: rows }) => rows.every((row) => row.long >= west && row.long <= east && row.lat >= south && row.lat <= north),
    'as many as it says': ({ size, vehicles: rows }) => size === rows.length,
  });
}

export function one(known) {
  const key = known[Math.floor(Math.random() * known.length)];
  const found = get(`/v1/vehicles/${key}`, 'one');
  const trail = get(`/v1/vehicles/${key}/trail`, 'trail');
  check(null, {
    'a vehicle is found by its key': () => found.status === 200 && found.json('vehicle') === key && sound(found.json()),
    'its trail has a time for each place': () => trail.json('geometry.coordinates.#') > 0 && trail.json('geometry.coordinates.#') === trail.json('properties.times.#'),
  });
}

export function forms() {
  const geo = get('/v1/vehicles?limit=5', 'forms', { Accept: 'application/geo+json' });
  const rows = get('/v1/vehicles?limit=5', 'forms', { Accept: 'application/x-ndjson' });
  const transit = get('/v1/vehicles?limit=5', 'forms', { Accept: 'application/x-protobuf' });
  const page = get('/', 'forms', { Accept: 'text/html' });
  check(null, {
    'GeoJSON has points': () => geo.json('features.#') === 5 && geo.json('features.0.geometry.type') === 'Point',
    'NDJSON has rows': () => lines(rows.body).length === 5,
    'GTFS-Realtime is there': () => transit.status === 200 && transit.headers['Content-Type'] === 'application/x-protobuf' && transit.body.length > 100,
    'all told alike how many there are': () => geo.headers['X-Total-Count'] === rows.headers['X-Total-Count'] || Number(geo.headers['X-Total-Count']) > 0,
    'the page is HTML': () => page.status === 200 && page.body.includes('<html'),
  });
}

// What is wrong is refused by a problem document.
export function wrong() {
  const refused = (path, status) => {
    const answer = http.get(`${base}${path}`, { headers, tags: { name: 'wrong' }, responseCallback: http.expectedStatuses(status) });
    return answer.status === status && (answer.headers['Content-Type'] || '').startsWith('application/problem+json');
  };
  check(null, {
    'half a box is 400': () => refused('/v1/vehicles?bbox=24,60', 400),
    'an unknown mode is 400': () => refused('/v1/vehicles?mode=push', 400),
    'an unknown vehicle is 404': () => refused('/v1/vehicles/9999/99999', 404),
  });
}
