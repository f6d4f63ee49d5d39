// The frame: which page the fragment of the address names, and when it is drawn again.
import { fold, h, said, say, show } from './dom.js';
import { begin, listen, session } from './api.js';
import { choose, clock, failed, language, languages, load, t } from './words.js';
import { overview } from './overview.js';
import { flag, flags } from './flags.js';
import { rollout, rollouts } from './rollout.js';
import { versions } from './versions.js';
import { health } from './health.js';
import { audit } from './audit.js';
import { editor } from './editor.js';

const notice = (key, ...more) => h('p', { class: 'notice bad', role: 'alert' }, h('strong', {}, '✗ ', t(key)), ' ', more);
const home = () => h('a', { href: '#/overview' }, t('home'));
const nothing = () => notice('error.noPage', home());

const THEME = 'grayflags.theme';
const NAMES = { en: 'English', 'zh-Hans': '简体中文' };
const MENU = ['overview', 'flags', 'rollouts', 'versions', 'health', 'audit'];
const PAGES = { overview, flags, flag, rollouts, rollout, versions, health, audit, nothing };
const main = h('main', { id: 'main', tabindex: '-1' });
const away = h('div', { role: 'alert' });
let drawing = null;
let drawnAt = 0;

/** The page, the flag, and the question that the fragment names: a fragment is in no log of a server. */
function route() {
  const [path, question] = (location.hash.replace(/^#\/?/, '') || 'overview').split('?');
  const [menu, name, more] = path.split('/');
  // Flags have a page for each flag, and rollouts for each rollout.
  const one = menu.slice(0, -1);
  if (more || !MENU.includes(menu) || (name && !PAGES[one])) return { page: 'nothing' };
  try {
    return name ? { page: one, name: decodeURIComponent(name), menu, question: new URLSearchParams(question) } : { page: menu, menu };
  } catch {
    return { page: 'nothing' };
  }
}

/** Draws the page; while that is done, whoever asks for the same page shares one more time: answers may be slower than changes. */
function draw() {
  const { hash } = location;
  if (drawing?.hash === hash) return drawing.again ??= drawing.done.then(draw);
  const mine = drawing = { hash };
  return mine.done = drawPage(mine).finally(() => { if (mine === drawing) drawing = null; });
}

async function drawPage(mine) {
  if (document.querySelector('dialog[open]')) return;
  const { page, menu, name, question } = route();
  try {
    if (session.canOperate === undefined) {
      await begin();
      frame();
    }
    const content = await PAGES[page](draw, name, question);
    if (mine !== drawing || document.querySelector('dialog[open]')) return;
    show(main, content);
    away.replaceChildren();
    drawnAt = Date.now() / 1000;
  } catch (failure) {
    if (mine !== drawing) return;
    // A fault of the page itself is shown as it is. What was seen last is worth more than an empty page while the server is away.
    const key = { 404: 'error.notFound', 401: 'error.access', 403: 'error.access', 0: 'error.away' }[failure.status]
      ?? (failure.body ? 'error.failed' : `${failure}`);
    if ((failure.status || 500) >= 500 && main.dataset.drawn === mine.hash) {
      away.replaceChildren(h('p', { class: 'notice bad' }, h('strong', {}, '✗ ', t(key)), ' ', t('error.asOf', { time: clock(drawnAt) })));
      return;
    }

    away.replaceChildren();
    // A draft stays in sight: whoever is signed out can still copy it.
    show(main, notice(key, key === 'error.notFound' ? home() : failure.body && failed(failure)), page === 'versions' && editor());
  }
  document.title = [name, menu && t(`page.${menu}`), 'GrayFlags'].filter(Boolean).join(' · ');
  main.dataset.drawn = mine.hash;
}

function theme() {
  const chosen = localStorage.getItem(THEME) ?? 'auto';
  document.documentElement.dataset.theme = chosen;
  return chosen;
}

// Why there are no buttons, and how there would be some.
function readOnly() {
  if (session.canOperate !== false || session.canPublish) return null;
  const why = session.operating === 'Nobody' ? 'Nobody' : session.isSignedIn ? 'Refused' : 'Unknown';
  return fold('read-only', t('readOnly'), h('p', {}, t(`readOnly.${why}`)));
}

function frame() {
  const { menu } = route();
  const select = (id, label, values, now, changed) => h('label', {}, h('span', { class: 'hidden' }, label),
    h('select', { id, change: event => changed(event.target.value) },
      values.map(([value, text]) => h('option', { value, selected: value === now }, text))));
  show(document.body,
    h('a', { class: 'skip', href: '#main', click: event => { event.preventDefault(); main.focus(); } }, t('skip')),
    h('header', {},
      h('h1', {}, h('span', { 'aria-hidden': 'true', class: 'mark-of-us' }, '⚑'), 'GrayFlags'),
      h('nav', { 'aria-label': t('menu') }, MENU.map(page =>
        h('a', { id: `menu-${page}`, href: `#/${page}`, 'aria-current': page === menu ? 'page' : null }, t(`page.${page}`)))),
      h('div', { class: 'row' },
        h('span', { class: 'muted' }, session.actor ?? '', readOnly()),
        select('language', t('language'), languages.map(name => [name, NAMES[name]]), language(), async name => { await choose(name); frame(); draw(); }),
        select('theme', t('theme'), ['auto', 'light', 'dark'].map(name => [name, t(`theme.${name}`)]), theme(),
          name => { localStorage.setItem(THEME, name); theme(); }))),
    away, main, said);
}

theme();
await load();
frame();
await draw();
let seen = route();
addEventListener('hashchange', async () => {
  const now = route();
  const isOther = now.page !== seen.page || now.name !== seen.name;
  seen = now;
  frame();
  if (isOther) scrollTo(0, 0);
  await draw();
  if (isOther) main.focus({ preventScroll: true });
});
addEventListener('dialog-closed', () => { frame(); draw(); });
listen(change => {
  if (change?.kind === 'rollout') say(change.name, t('changed.rollout', { flag: change.name }));
  draw();
});
// Evidence grows without a step that an event would tell of.
setInterval(() => { if (!document.hidden && route().page === 'rollout' && getSelection()?.type !== 'Range') draw(); }, 2000);
setInterval(() => { if (!document.hidden && ['overview', 'rollouts'].includes(route().page)) draw(); }, 15000);
