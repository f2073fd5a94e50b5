// Puts messages over HTTP, leases, acknowledges, gives back and rejects them, and demands that each one comes out exactly as it went in.

import http from 'k6/http';
import exec from 'k6/execution';
import { check, fail } from 'k6';
import { Counter } from 'k6/metrics';
import { base, batch, headers, jsonHeaders, load, scenario, users } from './settings.js';

const messages = new Counter('messages');

export const options = {
  scenarios: {
    batches: scenario('batches', users),
    shared: scenario('shared', users),
    dead: scenario('dead', 1),
    wrong: scenario('wrong', 1),
  },
  thresholds: {
    checks: ['rate==1'],
    messages: [load ? 'count>20000' : 'count>300'],
    'http_req_duration{name:put}': ['p(95)<250'],
    'http_req_duration{name:lease}': ['p(95)<250'],
    'http_req_duration{name:ack}': ['p(95)<250'],
    http_req_failed: ['rate==0'],
  },
};

const queueUrl = (queue, path = '') => `${base}/queues/${queue}${path}`;
const params = (name, expected = http.expectedStatuses({ min: 200, max: 299 })) => ({
  headers: jsonHeaders,
  tags: { name },
  responseCallback: expected,
  timeout: '40s',
});
const post = (queue, path, body, name) => http.post(queueUrl(queue, path), JSON.stringify(body), params(name));
const lease = (queue, max, waitSeconds = 0) =>
  post(queue, '/leases', { max, seconds: 60, waitSeconds }, 'lease').json('messages') || [];
const ack = (queue, message) => http.del(queueUrl(queue, `/leases/${message.lease}`), null, params('ack')).status === 204;

export function setup() {
  if (http.get(`${base}/q/health/ready`).status !== 200) {
    fail(`no message queues that are ready at ${base}`);
  }
}

// A queue of this user's own: what comes out is what went in, in the same order, and then there is nothing left.
export function batches() {
  const queue = `k6-batches-${exec.vu.idInTest}`;
  const texts = Array.from({ length: batch }, (_, i) => `${exec.vu.iterationInScenario}:${i}:ä`);
  const put = post(queue, '/messages', { messages: texts.map((text) => ({ text })) }, 'put');
  const leased = lease(queue, batch);
  const acknowledged = leased.filter((message) => ack(queue, message)).length;
  messages.add(acknowledged);
  const left = http.get(queueUrl(queue), params('queue'));
  check(null, {
    'a batch is stored': () => put.status === 200 && put.json('stored') === batch,
    'it comes out as it went in': () => leased.map((message) => message.text).join() === texts.join(),
    'every lease is acknowledged': () => acknowledged === batch,
    'nothing is left': () => left.json('depth') === 0 && left.json('leased') === 0,
  });
}

// One queue for all: whoever puts a message gets one, though maybe another's.
export function shared() {
  const put = http.post(queueUrl('k6-shared', '/messages'), `from ${exec.vu.idInTest}`, {
    ...params('put'),
    headers: { ...headers, 'Content-Type': 'text/plain' },
  });
  const [message] = lease('k6-shared', 1, 10);
  const done = message !== undefined && ack('k6-shared', message);
  if (done) messages.add(1);
  check(null, {
    'a text is stored': () => put.status === 200 && put.json('stored') === 1,
    'and somebody gets it': () => done && message.text.startsWith('from '),
  });
}

// A message that is given back comes again; one that is rejected becomes a dead letter with the reason, and may be put back.
export function dead() {
  const queue = 'k6-dead';
  const text = `dead ${exec.vu.iterationInScenario}`;
  post(queue, '/messages', { text }, 'put');
  const [first] = lease(queue, 1);
  const nak = post(queue, `/leases/${first.lease}/nak`, { seconds: 0 }, 'nak');
  const [again] = lease(queue, 1);
  const reject = post(queue, `/leases/${again.lease}/reject`, { reason: 'k6 rejects it' }, 'reject');
  const letters = http.get(queueUrl(queue, '/dead'), params('dead')).json('messages');
  const redrive = http.post(queueUrl(queue, '/dead/redrive'), null, params('redrive'));
  const [back] = lease(queue, 1);
  check(null, {
    'a message that is given back comes again': () => nak.status === 204 && again.text === text && again.deliveries === 2,
    'a rejected one becomes a dead letter': () =>
      reject.status === 204 && letters.length === 1 && letters[0].text === text && letters[0].reason === 'k6 rejects it',
    'and can be put back': () => redrive.json('redriven') === 1 && back.text === text && ack(queue, back),
  });
}

// What is wrong is refused by a problem document.
export function wrong() {
  const refused = (status) => params('wrong', http.expectedStatuses(status));
  const problem = (response, status) =>
    response.status === status && (response.headers['Content-Type'] || '').startsWith('application/problem+json');
  check(null, {
    'no such queue is 404': () => problem(http.get(queueUrl('k6-nowhere'), refused(404)), 404),
    'a lease that never was is 404': () => problem(http.del(queueUrl('k6-dead', '/leases/1'), null, refused(404)), 404),
    'a message without text is 400': () =>
      problem(http.post(queueUrl('k6-dead', '/messages'), '{"txt": 1}', refused(400)), 400),
    'a batch that is too large is 400': () =>
      problem(http.post(queueUrl('k6-dead', '/leases'), '{"max": 100000}', refused(400)), 400),
  });
}
