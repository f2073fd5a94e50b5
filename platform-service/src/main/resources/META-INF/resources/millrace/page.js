// Helpers of every service's page; a module without dependencies.

const token = new URLSearchParams(location.search).get('access_token');

/** The address with the page's token, if it has one: EventSource and WebSocket can not send headers. */
export function address(path) {
  if (!token) return path;
  return path + (path.includes('?') ? '&' : '?') + 'access_token=' + encodeURIComponent(token);
}

/** Fetches JSON; throws an Error with the problem's detail when the answer is none. */
export async function json(path, options = {}) {
  const headers = { Accept: 'application/json', ...options.headers };
  if (token) headers.Authorization = 'Bearer ' + token;
  const response = await fetch(path, { ...options, headers });
  if (response.ok) return response.status === 204 ? null : response.json();
  const problem = await response.json().catch(() => ({}));
  throw new Error(problem.detail ?? problem.title ?? 'HTTP ' + response.status);
}

/**
 * Reads a stream by server-sent events until it ends; gives a function that leaves it. Handlers, all optional: row(row),
 * event(name, payload), and state('connecting' | 'live' | 'ended' | 'lost', payload).
 */
export function read(path, { row, event, state } = {}) {
  const source = new EventSource(address(path));
  const over = (how, payload) => { source.close(); state?.(how, payload); };
  state?.('connecting');
  source.onopen = () => state?.('live');
  source.onmessage = message => row?.(JSON.parse(message.data));
  for (const name of ['schema', 'gap', 'heartbeat']) {
    source.addEventListener(name, message => event?.(name, JSON.parse(message.data)));
  }
  source.addEventListener('end', message => over('ended', JSON.parse(message.data)));
  source.addEventListener('error', failure => {
    // our own event has data; the browser's has none, and it connects again unless it was refused
    if (failure.data) over('ended', JSON.parse(failure.data));
    else state?.(source.readyState === EventSource.CLOSED ? 'lost' : 'connecting');
  });
  return () => source.close();
}

/** Renders rows of objects into a table; columns are [key, title, kind] where kind is 'number' or nothing. */
export function table(element, columns, rows) {
  const cell = (tag, text, kind) => {
    const made = document.createElement(tag);
    if (kind) made.className = kind;
    made.textContent = text ?? '';
    return made;
  };
  const line = cells => { const made = document.createElement('tr'); made.append(...cells); return made; };
  const head = document.createElement('thead');
  head.append(line(columns.map(([, title, kind]) => cell('th', title, kind))));
  const body = document.createElement('tbody');
  body.append(...rows.map(row => line(columns.map(([key, , kind]) =>
    row[key] instanceof Node ? wrap(row[key]) : cell('td', kind === 'number' ? count(row[key]) : row[key], kind)))));
  element.replaceChildren(head, body);
}

function wrap(node) {
  const made = document.createElement('td');
  made.append(node);
  return made;
}

/** A number as people read it: 1,234,567. */
export function count(value) {
  return typeof value === 'number' ? value.toLocaleString('en') : value;
}

/** A live line of the last values: add(value) draws it anew. Its element is .element. */
export function sparkline(length = 60) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'polyline');
  svg.setAttribute('class', 'spark');
  svg.setAttribute('viewBox', `0 0 ${length - 1} 24`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('role', 'img');
  svg.append(line);
  const values = [];
  return {
    element: svg,
    add(value) {
      values.push(value);
      if (values.length > length) values.shift();
      const top = Math.max(1e-9, ...values);
      const from = length - values.length;
      line.setAttribute('points', values.map((v, i) => `${from + i},${(23 - 22 * v / top).toFixed(1)}`).join(' '));
      svg.setAttribute('aria-label', 'now ' + count(value));
    },
  };
}
