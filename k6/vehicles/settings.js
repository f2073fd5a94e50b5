// What the scenarios of the live vehicles share: where they are, and how hard they push.

export const base = __ENV.VEHICLES_BASE || 'http://localhost:8000';
export const vehicles = `${base}/v1/vehicles`;
export const socketBase = base.replace(/^http/, 'ws');
export const headers = __ENV.MILLRACE_TOKEN ? { Authorization: `Bearer ${__ENV.MILLRACE_TOKEN}` } : {};

// smoke proves that it works and is over in seconds; load is for a machine of one's own.
export const load = __ENV.PROFILE === 'load';

export const users = load ? 20 : 3;
export const duration = load ? '60s' : '8s';

export const scenario = (exec, vus) => ({ executor: 'constant-vus', exec, vus, duration, gracefulStop: '30s' });

// The middle of Helsinki: west, south, east, north.
export const centre = [24.9, 60.15, 25.0, 60.22];

// A position of one vehicle as every form of the API tells it.
export const sound = (row) =>
  /^\d+\/\d+$/.test(row.vehicle) && row.vehicle === `${row.operator}/${row.number}` && row.lat > 59 && row.lat < 62 && row.long > 23 && row.long < 27 && row.age_ms > -60000;

// A location in the reference system's form: latitude|longitude|epoch seconds.
export const location = /^\d+\.\d+\|\d+\.\d+\|\d+$/;

export const lines = (text) =>
  (text || '').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
