// Every address is relative to the page, so that it works behind any path that a proxy adds or takes away.
const base = new URL('api/', document.baseURI);
const WAIT = 10000;
const WAIT_FOR_WRITES = 30000;
const WAIT_FOR_PARTS = 3000;
const SOON = 300;
const flying = new Map();
const known = new Map();
let late = 0;

/** The caller's name and rights; empty until they are known. */
export const session = {};

/** An answer that is not what was asked for, or, with the status 0, none at all. */
export class Failure extends Error {
  constructor(status, body) {
    super(body?.message ?? String(status));
    this.status = status;
    // A refusal is one, whoever gives it; everything else without a code comes from between here and there: what was asked for may be done.
    this.body = body?.code || (status > 0 && status < 500) ? body ?? {} : { code: 'lost', mayHaveHappened: true };
  }
}

async function ask(path, wait, options) {
  const response = await fetch(new URL(path, base), { cache: 'no-store', signal: AbortSignal.timeout(wait), ...options })
    .catch(failure => { throw new Failure(failure.name === 'TimeoutError' ? 504 : 0); });
  const body = await response.json().catch(() => null);
  if (response.ok && body !== null) return body;
  throw new Failure(response.ok ? 502 : response.status, body);
}

export const get = (path, wait = WAIT) => ask(path, wait);

/**
 * A part of a page that may be slow, or fail, without the rest: null when the server could not read it, and undefined while nothing is known of it.
 * The page is drawn again once there is news. Whoever may not see the part, or has no server, has no page.
 */
export async function part(path, refresh) {
  const before = known.get(path);
  const asked = flying.get(path) ?? get(path, WAIT_FOR_PARTS)
    .catch(failure => failure.status > 403 ? null : failure)
    .then(value => { known.set(path, value); return value; })
    .finally(() => flying.delete(path));
  flying.set(path, asked);
  let value = await Promise.race([asked, new Promise(resolve => setTimeout(resolve, SOON, flying))]);
  if (value === flying) {
    busy(1);
    asked.then(news => JSON.stringify(news) === JSON.stringify(before) || refresh()).finally(() => busy(-1));
    value = before;
  }
  if (value instanceof Failure) throw value;
  return value;
}

function busy(more) {
  late += more;
  document.querySelector('main').setAttribute('aria-busy', late > 0);
}

const send = (path, body) => ask(path, WAIT_FOR_WRITES, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', 'X-Gray-Antiforgery': session.antiforgery ?? '' },
  body: JSON.stringify(body),
});

/** A token of before a restart is taken anew; for somebody else than who was asked it is not sent again. */
export async function post(path, body) {
  try {
    return await send(path, body);
  } catch (failure) {
    if (failure.body?.code !== 'antiforgery') throw failure;
    const { actor } = session;
    await begin();
    if (session.actor !== actor) throw new Failure(409, { code: 'actor' });
    return send(path, body);
  }
}

export const begin = async () => Object.assign(session, { actor: null, antiforgery: null }, await get('session'));

/**
 * Calls back when something has changed, in windows that are seen. One of them has the stream and tells the others: over HTTP/1.1 a browser has six
 * connections for all of its windows. Asking now and then is what is left where nothing comes through: to the one whose stream is cut, and to the
 * others when that one is frozen, and does not even say that there is no news.
 */
export function listen(changed) {
  const name = `grayflags ${base.pathname}`;
  const others = new BroadcastChannel(name);
  let source = null;
  let heardAt = Date.now();
  let leave = () => {};
  const tell = change => { others.postMessage(change); changed(change); };
  const open = () => {
    source = new EventSource(new URL('events', base));
    source.onmessage = message => tell(JSON.parse(message.data));
  };
  const turn = () => {
    leave();
    if (document.hidden) return;
    const waiting = new AbortController();
    let done = () => {};
    leave = () => { waiting.abort(); done(); source?.close(); source = null; };
    // Without TLS there are no locks, and each window has a stream of its own.
    if (!navigator.locks) open();
    else navigator.locks.request(name, { signal: waiting.signal }, () => { open(); return new Promise(resolve => { done = resolve; }); }).catch(() => {});
  };
  others.onmessage = ({ data }) => {
    heardAt = Date.now();
    data === 0 || document.hidden || changed(data);
  };
  document.addEventListener('visibilitychange', () => { turn(); document.hidden || changed(null); });
  setInterval(() => {
    if (document.hidden) return;
    const state = source?.readyState;
    // A beat: there is no news, and somebody who would know.
    if (state === EventSource.OPEN) others.postMessage(0);
    else if (source || Date.now() - heardAt > WAIT) tell(null);
    // An answer such as a proxy's 502 ends a stream for good.
    if (state === EventSource.CLOSED) open();
  }, 5000);
  turn();
}
