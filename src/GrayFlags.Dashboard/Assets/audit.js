// Who has done what, and why.
import { field, h, table } from './dom.js';
import { get } from './api.js';
import { linkOf, reasonOf } from './overview.js';
import { named, number, t, time } from './words.js';

const MOST = 1000;
const wanted = { target: '', by: '', kind: '' };

export async function audit(refresh) {
  const all = await get(`audit?take=${MOST}`);
  const contains = (text, part) => text.toLowerCase().includes(part.trim().toLowerCase());
  const entries = all.filter(entry => contains(entry.target, wanted.target) && contains(entry.by, wanted.by) && (!wanted.kind || entry.kind === wanted.kind));
  return [
    h('div', { class: 'head' }, h('h2', {}, t('audit')), h('span', { class: 'muted', role: 'status' }, t('audit.count', {
      shown: number(entries.length, 8), total: number(all.length, 8),
    })), h('button', { id: 'export', type: 'button', class: 'end', click: () => save(entries) }, t('audit.export'))),
    h('p', { class: 'muted' }, t('audit.text')),
    h('div', { class: 'row fields' }, field('audit-target', t('target'), wanted, 'target', refresh), field('audit-by', t('by'), wanted, 'by', refresh),
      h('label', {}, t('what'), h('select', { id: 'audit-kind', change: event => { wanted.kind = event.target.value; refresh(); } },
        ['', ...new Set(all.map(entry => entry.kind))].map(kind =>
          h('option', { value: kind, selected: kind === wanted.kind }, kind ? named('audit', kind) : t('show.all')))))),
    table([t('time'), t('by'), t('what'), t('target'), t('reason')], entries.map(entry => [
      time(entry.at), named('actor', entry.by),
      entry.kind === 'rollout' ? [h('strong', {}, named('audit', entry.kind)), ' ', h('span', { class: 'muted' }, step(entry.text))]
        : h('strong', {}, named('audit', entry.text)),
      entry.kind === 'rollout' ? linkOf(entry.target, 'rollouts')
        : entry.kind === 'off' || entry.kind === 'on' ? linkOf(entry.target) : entry.target,
      reasonOf(entry.by, /→ (\w+)/.exec(entry.text)?.[1], entry.reason),
    ]), t('none')),
  ];
}

// The API names phases as C# does.
const step = text => text.replace(/^(\w+) → (\w+)/, (_, from, to) => `${named('phase', from)} → ${named('phase', to)}`);

/** What is shown, a line of JSON for each entry. */
function save(entries) {
  const address = URL.createObjectURL(new Blob(entries.map(entry => `${JSON.stringify(entry)}\n`), { type: 'application/x-ndjson' }));
  h('a', { href: address, download: 'audit.ndjson' }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
