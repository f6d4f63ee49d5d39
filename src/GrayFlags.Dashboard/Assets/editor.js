// A draft of a document: what is wrong with it while it is written, whom it would change, and the way to publish it.
import { h, say, section, table } from './dom.js';
import { get, post } from './api.js';
import { ask } from './operate.js';
import { linkOf } from './overview.js';
import { failed, number, percent, t } from './words.js';

const PAUSE = 500;
const AGAIN = 5000;
const EMPTY = '{\n  "flags": {}\n}\n';

/** The signs of changes. */
export const signs = { added: '+', removed: '−', changed: '~' };
let draft = null;
let isChanged = () => false;
let look = () => {};

addEventListener('beforeunload', event => { if (draft && isChanged()) event.preventDefault(); });

/** The draft, or null. It is one element from beginning to end: nothing that is drawn takes it away from under the writer's hands. */
export function editor(documents = []) {
  look(documents);
  return draft;
}

const why = failure => `✗ ${failed(failure)}`;

/** Begins a draft of what is newest in the store, or goes on with a text upon it. */
export async function edit(name, refresh, written) {
  const path = `documents/${encodeURIComponent(name)}`;
  const newest = await get(path).catch(failure => failure.status === 404 ? { version: 0, json: EMPTY } : failure);
  const isAway = newest instanceof Error;
  if (isAway && draft) return;
  const close = () => { draft = null; refresh(); };
  const sure = h('button', { type: 'button', class: 'danger', hidden: true, click: close }, t('draft.sure'));
  const cancel = h('button', { id: 'draft-cancel', type: 'button', click: () => {
    sure.hidden = !isChanged();
    if (sure.hidden) close();
    else sure.focus();
  } }, t('draft.cancel'));
  if (isAway) {
    isChanged = () => false;
    draft = h('section', {}, h('p', { class: 'notice bad', role: 'alert' }, why(newest)), cancel);
    refresh();
    return;
  }

  const lines = h('pre', { 'aria-hidden': 'true' });
  const state = h('p', { id: 'draft-state' });
  const told = h('div', {});
  let turn = 0;
  let timer = 0;
  const newer = h('p', { class: 'notice warn', role: 'status', hidden: true }, '■ ', t('draft.newer'), ' ',
    h('button', { type: 'button', click: () => edit(name, refresh, isChanged() && text.value) }, t('draft.keep')));
  let flips = null;
  const text = h('textarea', {
    id: 'draft-text', rows: Math.min(24, Math.max(10, newest.json.split('\n').length + 1)), wrap: 'off', spellcheck: 'false', autocomplete: 'off',
    'aria-label': t('document', { name }), 'aria-describedby': 'draft-state',
    scroll: () => { lines.scrollTop = text.scrollTop; },
    input: () => {
      turn++;
      go.disabled = true;
      sure.hidden = true;
      numberLines();
      clearTimeout(timer);
      timer = setTimeout(check, PAUSE);
    },
  });
  const go = h('button', {
    id: 'draft-publish', type: 'button', class: 'full', disabled: true, click: () => ask({
      label: t('do.publish'), path, effect: t('effect.publish', { name }), more: flips?.cloneNode(true),
      body: { json: text.value, expectedVersion: newest.version }, after: () => { draft = null; },
    }),
  }, t('do.publish'));
  const numberLines = () => { lines.textContent = text.value.split('\n').map((_, index) => `${index + 1}\n`).join(''); };

  function goTo(line) {
    const from = text.value.split('\n').slice(0, line - 1).join('\n').length + (line > 1);
    text.focus();
    text.setSelectionRange(from, from + (text.value.slice(from).split('\n')[0].length));
    text.scrollTop = (text.scrollHeight / text.value.split('\n').length) * (line - 4);
  }

  async function check() {
    if (!draft?.contains(text)) return;
    const mine = ++turn;
    state.textContent = t('draft.checking');
    try {
      const answer = await post(`${path}/check`, { json: text.value });
      if (mine !== turn) return;
      flips = answer.problems.length > 0 ? null : flipsOf(answer);
      state.textContent = answer.problems.length > 0 ? `✗ ${t('draft.bad', { count: answer.problems.length })}`
        : `✓ ${t(answer.changes.length > 0 ? 'draft.good' : 'draft.same')}`;
      say('draft', state.textContent);
      told.replaceChildren(...answer.problems.length > 0 ? [table([t('line'), t('path'), t('problem')], answer.problems.map(problem => [
        problem.line ? h('button', { type: 'button', click: () => goTo(problem.line) }, problem.line) : '',
        h('code', {}, problem.path), h('span', { lang: 'en' }, problem.message),
      ]), '')] : [changesOf(answer), flips].filter(Boolean));
      go.disabled = answer.problems.length > 0 || !isChanged();
    } catch (failure) {
      if (mine !== turn) return;
      state.textContent = why(failure);
      told.replaceChildren();
      // Whoever is refused is so again; whoever was kept waiting need not write to be heard.
      if (!(failure.status < 500)) timer = setTimeout(check, AGAIN);
    }
  }

  // A field has line feeds only.
  isChanged = () => text.value !== newest.json.replace(/\r\n?/g, '\n');
  look = documents => {
    const [latest] = documents.find(one => one.name === name)?.lines ?? [];
    if (latest) newer.hidden = latest.version <= newest.version;
  };
  text.value = written || newest.json;
  numberLines();
  draft = section('draft', t('draft', { name, version: `${newest.version}` }), null, h('p', { class: 'muted' }, t('draft.text')), newer,
    h('div', { class: 'editor' }, lines, text), state, told, h('div', { class: 'row fields' }, go, cancel, sure));
  await refresh();
  text.focus();
  await check();
}

const changesOf = ({ changes }) => changes.length > 0 && h('ul', { class: 'names' }, changes.map(({ kind, name, what, fields }) => h('li', {},
  h('span', { class: what }, `${signs[what]} `), kind === 'segment' ? t('segment', { name }) : name, ' ',
  h('small', { class: 'muted' }, t(what), what === 'changed' && fields.length > 0 && `: ${fields.map(field => field.path).join(', ')}`))));

/** Who flips. */
function flipsOf({ subjects, flips }) {
  return subjects && h('div', {}, h('p', {}, h('strong', {}, t('flips')), ' ', t(`subjects.${subjects.kind}`, { count: subjects.count })),
    table([t('flag'), t('flips.share'), t('flips.on'), t('flips.off'), t('flips.other')], flips.map(flip => [
      linkOf(flip.flag), percent(flip.share), ...[flip.on, flip.off, flip.variant + flip.value].map(count => number(count, 8)),
    ]), t('flips.none')));
}
