// What the scenarios of the gateway share: where it is, and how hard they push.

export const base = __ENV.BASE || 'http://localhost:5001';
export const socketBase = base.replace(/^http/, 'ws');
export const headers = __ENV.MILLRACE_TOKEN ? { Authorization: `Bearer ${__ENV.MILLRACE_TOKEN}` } : {};

// smoke proves that it works and is over in seconds; load is for a machine of one's own.
export const load = __ENV.PROFILE === 'load';

export const rowsPerStream = load ? 20000 : 2000;
export const duration = load ? '60s' : '10s';
export const readers = load ? 50 : 5;
