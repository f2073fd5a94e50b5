// What the scenarios of the ingest share: where it is, and how hard they push.

export const base = __ENV.INGEST_BASE || 'http://localhost:5004';
export const rows = `${base}/v1/rows`;
export const socketBase = base.replace(/^http/, 'ws');
export const headers = __ENV.MILLRACE_TOKEN ? { Authorization: `Bearer ${__ENV.MILLRACE_TOKEN}` } : {};

// smoke proves that it works and is over in seconds; load is for a machine of one's own.
export const load = __ENV.PROFILE === 'load';

export const users = load ? 20 : 3;
export const duration = load ? '60s' : '8s';

export const scenario = (exec, vus) => ({ executor: 'constant-vus', exec, vus, duration, gracefulStop: '40s' });

// A row of the ticker channel as the feed sends it.
export const sound = (row) =>
  row.type === 'ticker' && /^[A-Z0-9]+-[A-Z0-9]+$/.test(row.product_id) && Number(row.price) > 0 && row.trade_id > 0 && (row.side === 'buy' || row.side === 'sell') && !Number.isNaN(Date.parse(row.time));

export const lines = (text) =>
  (text || '').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
