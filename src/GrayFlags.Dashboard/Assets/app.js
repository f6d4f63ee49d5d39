// The frame: which page the fragment of the address names, and when it is drawn again.
import { h, show } from './dom.js';
import { begin, listen, session, Failure } from './api.js';
import { choose, language, languages, load, t } from './words.js';
import * as pages from './pages.js';

const THEME = 'grayflags.theme';
const NAMES = { en: 'English', 'zh-Hans': '简体中文' };
const MENU = ['overview', 'flags', 'history', 'health', 'audit'];
const main = h('main', { id: 'main', tabindex: '-1' });
const said = h('div', { role: 'status', class: 'hidden' });
let drawing = 0;
let lastSaid = 0;

function route() {
  const [page, name] = location.hash.replace(/^#\//, '').split('/');
  if (page === 'flags' && name) return { page: 'flag', name: decodeURIComponent(name), menu: 'flags' };
  return MENU.includes(page) ? { page, menu: page } : { page: 'overview', menu: 'overview' };
}

async function draw() {
  if (document.querySelector('dialog[open]')) return;
  const mine = ++drawing;
  const { page, name } = route();
  try {
    const content = await pages[page](name, draw);
    if (mine === drawing) show(main, content);
  } catch (failure) {
    if (mine !== drawing) return;
    const key = failure instanceof Failure ? failure.status === 404 ? 'error.notFound' : failure.status === 401 || failure.status === 403
      ? 'error.access' : 'error.failed' : 'error.away';
    show(main, h('p', { class: 'bad', role: 'alert' }, t(key)), failure instanceof Failure ? null : h('p', { class: 'muted', lang: 'en' }, failure.message));
  }
}

function theme() {
  const chosen = localStorage.getItem(THEME) ?? 'auto';
  document.documentElement.dataset.theme = chosen;
  return chosen;
}

function frame() {
  const { menu } = route();
  const select = (id, label, values, now, changed) => h('label', {}, h('span', { class: 'hidden' }, label),
    h('select', { id, change: event => changed(event.target.value) },
    values.map(([value, text]) => h('option', { value, selected: value === now }, text))));
  show(document.body,
    h('a', { class: 'skip', href: '#main', click: event => { event.preventDefault(); main.focus(); } }, t('skip')),
    h('header', {},
      h('h1', {}, 'GrayFlags'),
      h('nav', { 'aria-label': t('menu') }, MENU.map(page => h('a', { href: `#/${page}`, 'aria-current': page === menu ? 'page' : null }, t(`page.${page}`)))),
      h('div', { class: 'row' },
        h('span', { class: 'muted' }, session.actor ?? '', session.canOperate ? '' : ` (${t('readOnly')})`),
        select('language', t('language'), languages.map(name => [name, NAMES[name]]), language(), async name => { await choose(name); frame(); draw(); }),
        select('theme', t('theme'), ['auto', 'light', 'dark'].map(name => [name, t(`theme.${name}`)]), theme(),
          name => { localStorage.setItem(THEME, name); theme(); }))),
    main, said);
}

function announce(change) {
  if (change?.kind !== 'rollout' || Date.now() - lastSaid < 5000) return;
  lastSaid = Date.now();
  said.textContent = t('changed', { flag: change.name });
}

theme();
await load();
await begin();
frame();
await draw();
addEventListener('hashchange', () => { frame(); draw(); });
listen(change => { announce(change); if (!document.hidden && route().page !== 'flag') draw(); else if (change) draw(); });
setInterval(() => { if (!document.hidden && route().page === 'flag' && !main.querySelector(':focus') && !main.querySelector('details[open]')) draw(); }, 2000);
