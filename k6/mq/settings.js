// What the scenarios of the message queues share: where they are, and how hard they push.

export const base = __ENV.MQ_BASE || 'http://localhost:5002';
export const socketBase = base.replace(/^http/, 'ws');
export const headers = __ENV.MILLRACE_TOKEN ? { Authorization: `Bearer ${__ENV.MILLRACE_TOKEN}` } : {};
export const jsonHeaders = { ...headers, 'Content-Type': 'application/json' };

// smoke proves that it works and is over in seconds; load is for a machine of one's own.
export const load = __ENV.PROFILE === 'load';

export const users = load ? 20 : 3;
export const batch = load ? 100 : 10;
export const duration = load ? '60s' : '8s';

export const scenario = (exec, vus) => ({ executor: 'constant-vus', exec, vus, duration, gracefulStop: '30s' });
