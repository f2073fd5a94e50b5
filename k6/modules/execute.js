// Sends packages through the sample's pipeline `orders`, one by one and many at once, and demands the right outcome of each.

import http from 'k6/http';
import exec from 'k6/execution';
import { check, fail, sleep } from 'k6';
import { Counter, Rate } from 'k6/metrics';
import { api, base, batch, headers, jsonHeaders, linesHeaders, load, order, scenario, users } from './settings.js';

const packages = new Counter('packages');
const ordered = new Rate('ordered');

export const options = {
  scenarios: {
    single: scenario('single', users),
    batches: scenario('batches', users),
    later: scenario('later', 1),
    pipelines: scenario('pipelines', 1),
    wrong: scenario('wrong', 1),
  },
  thresholds: {
    checks: ['rate==1'],
    ordered: ['rate==1'],
    packages: [load ? 'count>50000' : 'count>500'],
    'http_req_duration{name:execute}': ['p(95)<250'],
    'http_req_duration{name:batch}': ['p(95)<1000'],
    http_req_failed: ['rate==0'],
  },
};

const params = (name, more = {}) => ({ headers: jsonHeaders, tags: { name }, timeout: '40s', ...more });
const ours = () => `k6-${exec.vu.idInTest}-${exec.vu.iterationInScenario}`;

export function setup() {
  if (http.get(`${base}/q/health/ready`).status !== 200) {
    fail(`no module pipelines that are ready at ${base}`);
  }
  // What the first packages of a fresh process take is not what is measured.
  for (let i = 0; i < 50; i += 1) {
    http.post(`${api}/pipelines/orders/execute`, JSON.stringify(order('warm', i + 1)), params('warm'));
  }
}

// One package per request: the answer is the package with its way through controllers, phases and modules.
export function single() {
  const name = ours();
  const send = (data) => http.post(`${api}/pipelines/orders/execute?key=${name}`, JSON.stringify(data), params('execute'));
  const small = send(order(name, 100));
  const large = send(order(name, 2000));
  const nothing = send(order(name, 0));
  const broken = send({ customer: { name } });
  packages.add(4);
  check(null, {
    'a small order is dealt with at once': () =>
      small.status === 200 && small.json('status') === 'SUCCESS' && small.json('data.route') === 'at once',
    'a large one by hand': () => large.json('status') === 'SUCCESS' && large.json('data.route') === 'by hand',
    'it is the letter of this customer': () => small.json('data.letter').startsWith(`Dear ${name}, order `),
    'one without an amount worth mentioning leaves': () => nothing.json('status') === 'EXIT',
    'a broken one fails with a reason': () =>
      broken.status === 200 && broken.json('status') === 'ERROR' && broken.json('errors.0.message').length > 0,
    'the way of a package is told': () =>
      small.json('controllers.#') === 2 && small.json('controllers.0.phases.0.modules.#') === 3,
    'times add up': () => small.json('total_time') >= small.json('controllers.1.total_time'),
  });
}

// Many packages per request: a line for each as it ends, and those of one customer in the order in which they were sent.
export function batches() {
  const name = ours();
  const lines = Array.from({ length: batch }, (_, i) => JSON.stringify(order(name, i + 1)));
  const sent = http.post(`${api}/pipelines/orders/execute?key=${name}`, lines.join('\n'), params('batch', { headers: linesHeaders }));
  const results = (sent.body || '').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
  packages.add(results.length);
  ordered.add(results.every((result, i) => result.line === i + 1));
  check(null, {
    'every line has its result': () => sent.status === 200 && results.length === batch,
    'all in success': () => results.every((result) => result.status === 'SUCCESS'),
    'each with its own total': () => results.every((result) => Math.abs(result.data.total - result.line * 1.19) < 1e-6),
  });
}

// A package that nobody waits for is found while it is within and after its end. It goes through the demo, which takes seconds for it.
export function later() {
  const data = JSON.stringify({ key: ours(), condition: true });
  const sent = http.post(`${api}/pipelines/demo/execute?async=true`, data, params('async'));
  const outcomes = ['SUCCESS', 'EXIT', 'OVERFLOW', 'OUTDATED', 'ERROR'];
  let found = {};
  for (let tries = 0; tries < 100 && !outcomes.includes(found.status); tries += 1) {
    sleep(0.2);
    found = http.get(`${api}/packages/${sent.json('id')}`, params('package')).json();
  }
  packages.add(1);
  check(null, {
    'it is accepted': () => sent.status === 202 && sent.json('location') === `/api/v1/packages/${sent.json('id')}`,
    'and found again': () => found.id === sent.json('id') && outcomes.includes(found.status) && found.end_time > 0,
  });
}

// What is read beside it: the graph, instances that come and go, statistics, the page.
export function pipelines() {
  const all = http.get(`${api}/pipelines`, params('pipelines'));
  const made = http.post(`${api}/pipelines/orders/instances`, null, params('instance'));
  const instances = http.get(`${api}/pipelines/orders/instances`, params('instances'));
  const id = instances.json('instances').slice(-1)[0];
  const gone = http.del(`${api}/pipelines/orders/instances/${id}`, null, params('instance'));
  const statistics = http.get(`${api}/pipelines/orders/statistics`, params('statistics'));
  const page = http.get(`${base}/`, params('page', { headers: { ...headers, Accept: 'text/html' } }));
  check(null, {
    'the pipelines have controllers': () => all.json('pipelines').some((one) => one.pipeline_name === 'orders' && one.controllers.length === 2),
    'an instance comes': () => made.status === 201 && instances.json('instances').length > 1,
    'and goes': () => gone.status === 204,
    'statistics add up': () => {
      const counts = statistics.json('counts');
      return counts.input === counts.success + counts.exit + counts.overflow + counts.outdated + counts.error + counts.processing;
    },
    'the page is HTML': () => page.status === 200 && page.body.includes('<html'),
  });
}

// What is wrong is refused by a problem document.
export function wrong() {
  const refused = (status, more = {}) => params('wrong', { responseCallback: http.expectedStatuses(status), ...more });
  const problem = (response, status) =>
    response.status === status && (response.headers['Content-Type'] || '').startsWith('application/problem+json');
  const add = (document) => http.post(`${api}/pipelines?dry-run=true`, document, refused(422, { headers: { ...headers, 'Content-Type': 'application/yaml' } }));
  const unknown = add('pipelines: {p: {controllers: [{modules: [{type: no-such-type}]}]}}');
  check(null, {
    'no such pipeline is 404': () => problem(http.post(`${api}/pipelines/k6-nowhere/execute`, '{}', refused(404)), 404),
    'no JSON is 400': () => problem(http.post(`${api}/pipelines/orders/execute`, '{', refused(400)), 400),
    'a wrong parameter is 400': () => problem(http.post(`${api}/pipelines/orders/execute?timeout=soon`, '{}', refused(400)), 400),
    'a document with an unknown type is 422, with its name': () => problem(unknown, 422) && unknown.body.includes('no-such-type'),
  });
}
