// What the scenarios of the module pipelines share: where they are, and how hard they push.

export const base = __ENV.MODULES_BASE || 'http://localhost:5003';
export const api = `${base}/api/v1`;
export const socketBase = base.replace(/^http/, 'ws');
export const headers = __ENV.MILLRACE_TOKEN ? { Authorization: `Bearer ${__ENV.MILLRACE_TOKEN}` } : {};
export const jsonHeaders = { ...headers, 'Content-Type': 'application/json' };
export const linesHeaders = { ...headers, 'Content-Type': 'application/x-ndjson' };

// smoke proves that it works and is over in seconds; load is for a machine of one's own.
export const load = __ENV.PROFILE === 'load';

export const users = load ? 20 : 3;
export const batch = load ? 200 : 20;
export const duration = load ? '60s' : '8s';

export const scenario = (exec, vus) => ({ executor: 'constant-vus', exec, vus, duration, gracefulStop: '30s' });

// An order as the sample's pipeline `orders` takes it.
export const order = (name, amount) => ({ customer: { name }, amount });
