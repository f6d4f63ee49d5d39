// What each version of the rules has changed, and the way back: on this instance by a pin, everywhere by publishing an earlier text again.
import { h, section, table } from './dom.js';
import { part, session } from './api.js';
import { button, mayOperate } from './operate.js';
import { edit, editor, signs } from './editor.js';
import { missing } from './overview.js';
import { t, time } from './words.js';

const MOST_NAMES = 12;
const MOST_STEPS = 500;
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
    editor(documents),
    !names && section('documents', t('documents'), null, missing(names)),
    documents.map(({ name, lines }) => section(`document-${name}`, t('document', { name }), session.canPublish && !editor(documents) && h('button', {
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

const pretty = value => JSON.stringify(value, null, 2);

// By kind and name: what is neither a flag nor a segment is a field of the document. A name may be that of what every object has.
const partsOf = document => new Map(Object.entries(document).flatMap(([field, value]) => {
  const kind = field.toLowerCase();
  return ['flags', 'segments'].includes(kind) ? Object.entries(value ?? {}).map(([name, one]) => [`${kind} ${name}`, pretty(one)])
    : [[` ${kind}`, pretty(value)]];
}));

/** Two versions of a document side by side: what differs, and how. */
async function differenceOf({ name, version }, refresh) {
  const [before, after] = await Promise.all([version - 1, version].map(number => textOf(name, number, refresh)));
  if (before === undefined || after === undefined) return missing();
  if (!before || !after) return h('p', { class: 'muted' }, t('compare.none'));
  const [olds, nows] = [before, after].map(partsOf);
  const parts = [...new Set([...olds.keys(), ...nows.keys()])].sort().map(key => {
    const [old, now] = [olds.get(key), nows.get(key)];
    const [, kind, name] = /^(\w*) (.*)/s.exec(key);
    return { old, now, title: kind === 'segments' ? t('segment', { name }) : kind ? name : h('code', {}, name),
      change: !old ? 'added' : !now ? 'removed' : 'changed' };
  }).filter(({ old, now }) => old !== now);
  return [h('h3', {}, t('compare.title', { from: `${version - 1}`, to: `${version}` })), parts.length === 0
    ? h('p', { class: 'muted' }, t('compare.same')) : parts.map(part =>
    h('article', {}, h('h4', {}, h('span', { class: part.change }, `${signs[part.change]} `), part.title, ' ', h('small', { class: 'muted' }, t(part.change))),
      h('div', { class: 'sides' }, sides(part, version))))];
}

// A comma at the end of a line is no change of it.
const linesOf = text => text?.split('\n').map(line => ({ line, plain: line.replace(/,$/, '') })) ?? [];

function sides({ old, now }, version) {
  const [before, after] = [old, now].map(linesOf);
  const kept = common(before, after);
  return [[before, 'removed', '−', version - 1], [after, 'added', '+', version]].map(([lines, kind, sign, number]) =>
    h('pre', { tabindex: '0', 'aria-label': t('version.is', { version: `${number}` }) }, lines.map(one =>
      kept.has(one) ? `  ${one.line}\n` : h('span', { class: kind }, `${sign} ${one.line}\n`))));
}

/**
 * The lines that two texts share in the same order: the greedy algorithm of Myers (An O(ND) Difference Algorithm, 1986). Texts more than MOST_STEPS
 * lines apart would take too long: they share fewer lines than they might, which hides no change.
 */
function common(before, after) {
  const reached = new Map([[1, { x: 0 }]]);
  for (let steps = 0; steps <= MOST_STEPS; steps++) {
    for (let k = -steps; k <= steps; k += 2) {
      const [above, left] = [reached.get(k + 1), reached.get(k - 1)];
      let { x, path } = k === -steps || (k !== steps && left.x < above.x) ? above : { ...left, x: left.x + 1 };
      for (; before[x] && before[x].plain === after[x - k]?.plain; x++) path = [before[x], after[x - k], path];
      if (x >= before.length && x - k >= after.length) return linesOn(path);
      reached.set(k, { x, path });
    }
  }
  return linesOn(reached.get(0).path);
}

function linesOn(path) {
  const lines = new Set();
  for (; path; [,, path] = path) lines.add(path[0]).add(path[1]);
  return lines;
}
