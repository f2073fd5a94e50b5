// The HTTP scenario of the system that the gateway takes over from: one user reads pipeline1 for 30 seconds. The stream has no end,
// so the request always ends by its own timeout; that is what is expected here, and how much arrived until then is what counts.

import http from 'k6/http';
import { check, sleep } from 'k6';

const base = __ENV.BASE || 'http://localhost:5001';

export const options = {
  vus: 1,
  duration: '30s',
  discardResponseBodies: true,
  thresholds: {
    checks: ['rate==1'],
    iterations: ['count==1'],
    // 1,000 rows of 90 bytes and more in each of 30 seconds are 2.7 MB.
    data_received: ['count>2500000'],
  },
};

export default function () {
  const response = http.get(`${base}/queries/pipeline1`, { timeout: '30s' });
  check(response, { 'the stream lasted until the timeout': (r) => r.error_code === 1050 && r.timings.duration > 29000 });
  sleep(1);
}
