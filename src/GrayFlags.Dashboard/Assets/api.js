// Every address is relative to the page, so that it works behind any path that a proxy adds or takes away.
const base = new URL('api/', document.baseURI);
export const session = { actor: null, canOperate: false, canPublish: false, antiforgery: null };

/** An answer that is not what was asked for. */
export class Failure extends Error {
  constructor(status, body) {
    super(body?.message ?? String(status));
    this.status = status;
    this.body = body ?? {};
  }
}

async function ask(path, options = {}) {
  const response = await fetch(new URL(path, base), { cache: 'no-store', ...options });
  const body = response.headers.get('content-type')?.includes('json') ? await response.json() : null;
  if (!response.ok || body === null) throw new Failure(response.status, body);
  return body;
}

export const get = path => ask(path);

export const post = (path, body) => ask(path, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', 'X-Gray-Antiforgery': session.antiforgery ?? '' },
  body: JSON.stringify(body),
});

export const begin = async () => Object.assign(session, { antiforgery: null }, await get('session'));

/** Calls back when something has changed. A browser connects again by itself; asking now and then is what is left where nothing comes through. */
export function listen(changed) {
  const source = new EventSource(new URL('events', base));
  source.addEventListener('message', message => changed(JSON.parse(message.data)));
  setInterval(() => document.hidden || source.readyState === EventSource.OPEN || changed(null), 5000);
}
