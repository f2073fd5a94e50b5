// The WebSocket scenario of the system that the gateway takes over from: one user reads pipeline1 for 30 seconds and closes.

import ws from 'k6/ws';
import { check } from 'k6';

const base = (__ENV.BASE || 'http://localhost:5001').replace(/^http/, 'ws');

export const options = {
  vus: 1,
  duration: '30s',
  thresholds: {
    checks: ['rate==1'],
    ws_sessions: ['count==1'],
    // 1,000 rows in each of 30 seconds; the first may take a moment.
    ws_msgs_received: ['count>28000'],
  },
};

export default function () {
  const response = ws.connect(`${base}/queries/pipeline1`, {}, (socket) => {
    socket.setTimeout(() => socket.close(), 30000);
  });
  check(response, { 'status is 101': (r) => r && r.status === 101 });
}
