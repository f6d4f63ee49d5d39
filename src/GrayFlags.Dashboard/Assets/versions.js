// What each version of the rules has changed, and the way back: on this instance by a pin, everywhere by publishing an earlier text again.
import { h, section, table } from './dom.js';
import { part, session } from './api.js';
import { button, mayOperate } from './operate.js';
import { edit, editor } from './editor.js';
import { missing } from './overview.js';
import { t, time } from './words.js';

const MOST_NAMES = 12;
const texts = new Map();
let opened = null;

export async function versions(refresh) {
  const [list, names, summary] = await Promise.all(['versions', 'documents', 'summary'].map(path => part(path, refresh)));
  const documents = await Promise.all((names ?? []).map(async name =>
    ({ name, lines: await part(`documents/${encodeURIComponent(name)}/history`, refresh) })));
  const difference = opened ? await differenceOf(opened, refresh) : null;
  const pin = version => mayOperate() && summary && version !== summary.version && button({
    id: `pin-${version}`, label: t('do.pin'), path: 'rules/pin', effect: t('effect.pin', { version }), body: { version },
  });
  return [
    section('versions', t('versions'), null, summary?.pin && h('p', { class: 'notice warn' }, '■ ', t('state.pin', summary.pin), ' ',
      mayOperate() && button({ label: t('do.unpin'), path: 'rules/unpin', effect: t('effect.unpin') })),
    h('p', { class: 'muted' }, t('versions.text')),
    !list ? missing(list) : table([t('version'), t('time'), t('changes'), t('act')], list.map(version => [
      [h('code', {}, version.version), version.version === summary?.version && [' ', h('span', { class: 'badge Ready' }, t('serves'))]],
      time(version.appliedAt), changes(version), pin(version.version) || '',
    ]), t('none'))),
    editor(),
    !names && section('documents', t('documents'), null, missing(names)),
    documents.map(({ name, lines }) => section(`document-${name}`, t('document', { name }), session.canPublish && !editor() && h('button', {
      id: `edit-${name}`, type: 'button', click: () => edit(name, refresh),
    }, t('do.edit')), !lines ? missing(lines) : table(
      [t('version'), t('time'), t('by'), t('reason'), t('act')],
      lines.map((line, index) => [
        [line.version, index === 0 && [' ', h('span', { class: 'badge Ready' }, t('newest'))]], time(line.at), line.by, line.reason,
        h('div', { class: 'row' },
          line.version > 1 && h('button', {
            id: `compare-${name}-${line.version}`, type: 'button', 'aria-expanded': String(opened?.name === name && opened.version === line.version),
            click: () => { opened = opened?.name === name && opened.version === line.version ? null : { name, version: line.version }; refresh(); },
          }, t('compare')),
          session.canPublish && index > 0 && button({
            id: `revert-${name}-${line.version}`, label: t('do.revert'), path: `documents/${encodeURIComponent(name)}/revert`,
            effect: t('effect.revert', { version: `${line.version}` }),
            body: { toVersion: line.version, expectedVersion: lines[0].version },
          })),
      ]), t('none')),
    difference && opened.name === name && h('div', { class: 'card' }, difference))),
  ];
}

const signs = { added: '+', removed: '−', changed: '~' };

function changes(version) {
  const names = Object.entries(signs).flatMap(([kind, sign]) => version[kind].map(name => [sign, kind, name]));
  const shown = names.slice(0, MOST_NAMES).map(([sign, kind, name]) =>
    h('li', {}, h('span', { class: kind }, `${sign} `), h('span', { class: 'hidden' }, `${t(kind)} `), name));
  return names.length === 0 ? '–' : h('ul', { class: 'names' }, shown,
    names.length > MOST_NAMES && h('li', { class: 'muted' }, t('more', { count: names.length - MOST_NAMES })));
}

async function textOf(name, version, refresh) {
  const key = `documents/${encodeURIComponent(name)}?version=${version}`;
  if (!texts.has(key)) {
    const answer = await part(key, refresh);
    if (!answer) return answer;
    try { texts.set(key, JSON.parse(answer.json)); } catch { texts.set(key, null); }
  }
  return texts.get(key);
}

const entries = (document, kind) => Object.entries(document?.[kind] ?? document?.[kind[0].toUpperCase() + kind.slice(1)] ?? {});
const pretty = value => value === undefined ? '' : JSON.stringify(value, null, 2);

/** Two versions of a document side by side: first which flags and segments differ, then their text. */
async function differenceOf({ name, version }, refresh) {
  const [before, after] = await Promise.all([version - 1, version].map(number => textOf(name, number, refresh)));
  if (before === undefined || after === undefined) return missing();
  if (!before || !after) return h('p', { class: 'muted' }, t('compare.none'));
  const parts = ['flags', 'segments'].flatMap(kind => {
    const [old, now] = [Object.fromEntries(entries(before, kind)), Object.fromEntries(entries(after, kind))];
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(key => pretty(old[key]) !== pretty(now[key]));
    return keys.map(key => ({
      title: kind === 'flags' ? key : t('segment', { name: key }),
      change: old[key] === undefined ? 'added' : now[key] === undefined ? 'removed' : 'changed',
      old: pretty(old[key]), now: pretty(now[key]),
    }));
  });
  return [h('h3', {}, t('compare.title', { from: `${version - 1}`, to: `${version}` })), parts.length === 0
    ? h('p', { class: 'muted' }, t('compare.same')) : parts.map(part =>
    h('article', {}, h('h4', {}, h('span', { class: part.change }, `${signs[part.change]} `), part.title, ' ', h('small', { class: 'muted' }, t(part.change))),
      h('div', { class: 'sides' }, side(part.old, part.now, 'removed', version - 1), side(part.now, part.old, 'added', version))))];
}

function side(text, other, kind, version) {
  // A comma at the end of a line is no change of it.
  const plain = line => line.trim().replace(/,$/, '');
  const known = new Set(other.split('\n').map(plain));
  return h('pre', { tabindex: '0', 'aria-label': t('version.is', { version: `${version}` }) }, text && text.split('\n').map(line =>
    known.has(plain(line)) ? `  ${line}\n` : h('span', { class: kind }, `${kind === 'added' ? '+' : '−'} ${line}\n`)));
}
