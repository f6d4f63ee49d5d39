// The overview: is everything well, what needs a person, what is turned off, what is on its way.
import { h, section, table } from './dom.js';
import { get, part } from './api.js';
import { button, mayOperate } from './operate.js';
import { progress } from './charts.js';
import { countdown, language, named, percent, span, t, time } from './words.js';

export const linkOf = (name, page = 'flags') => h('a', { href: `#/${page}/${encodeURIComponent(name)}` }, name);
export const badge = (kind, name) => h('span', { class: `badge ${name}` }, named(kind, name));

/** In a sentence: where a rollout of a list stands, and what there is to do. */
export function lead(row) {
  const key = row.waitReason === 'Lost' ? 'Lost' : row.phase === 'Running' ? row.waitReason === 'Approval' ? 'Approval' : 'Running' : row.phase;
  return t(`lead.${key}`, { stage: row.stage, percentage: percent(row.percentage / 100) });
}

/** What a rollout still waits for, in words. */
export function gates({ phase, waitReason, remaining }) {
  if (phase !== 'Running') return [];
  const about = seconds => seconds > 0 && ` ${t('gate.about', { span: span(seconds) })}`;
  return [
    remaining.holdSeconds > 0 && [t('gate.hold'), ' ', countdown(remaining.holdSeconds)],
    remaining.windowOpensAt && [t('gate.window'), ' ', time(remaining.windowOpensAt)],
    remaining.samplesWanted > remaining.samples && [
      t('gate.samples', { samples: remaining.samples, wanted: remaining.samplesWanted }), about(remaining.samplesInSeconds)],
    remaining.approval && t('gate.approval'),
    (remaining.evidenceInSeconds > 0 || waitReason === 'Evidence') && [t('gate.evidence'), about(remaining.evidenceInSeconds)],
    ['Store', 'Data', 'Doubt'].includes(waitReason) && t(`gate.${waitReason}`),
  ].filter(Boolean);
}

/** Why a step was taken. The library's own sentence is English, and has words of ours before it. */
export const reasonOf = (by, to, reason) => language() === 'en' || !named('actor', by, '') ? reason
  : [named('step', `${by}.${to}`, named('actor', by)), h('span', { class: 'muted', lang: 'en' }, ' ', reason)];

/** What a rollout of a list waits for; for one that has stopped, who has stopped it and why. */
export function waits(row) {
  if (row.phase !== 'Running') return row.by && [t('why', { by: named('actor', row.by) }), ' ', reasonOf(row.by, row.phase, row.reason)];
  const left = gates(row);
  return left.length > 0 ? left.map(gate => h('div', {}, gate)) : t('wait.None');
}

/** In place of what the server could not read, or not yet. */
export const missing = value => h('p', { class: value === null ? 'bad' : 'muted' }, t(value === null ? 'part.failed' : 'part.waiting'));

export async function overview(refresh) {
  const [summary, providers, fleet] = await Promise.all([get('summary'), part('providers', refresh), part('fleet', refresh)]);
  const waiting = summary.rollouts.filter(row => row.needsPerson);
  const others = summary.rollouts.filter(row => !row.needsPerson);
  const warnings = summary.warnings.filter(warning => !summary.expired.some(name => warning.startsWith(`flags.${name} `)));
  const todo = [
    ...(providers ?? []).filter(provider => provider.state === 'Held').map(provider => item('■', h('a', { href: '#/health' }, provider.name),
      named('provider', provider.state), t('lead.Held'))),
    summary.problems > 0 && item('✗', h('a', { href: '#/health' }, t('state.problems', { count: summary.problems })), null, t('lead.problems')),
    summary.isStale && item('✗', h('a', { href: '#/health' }, t('state.stale')), null, t('lead.stale')),
    ...waiting.map(row => item(row.phase === 'RolledBack' || row.phase === 'Withheld' ? '✗' : '■', linkOf(row.flag, 'rollouts'),
      badge('phase', row.phase), lead(row), row.phase !== 'Running' && waits(row))),
  ].filter(Boolean);
  const isWell = summary.state === 'Ready' && fleet && !fleet.evidence?.isCutOff && providers && !summary.pin
    && [todo, summary.turnedOff, warnings, summary.expired].every(list => list.length === 0);
  return [
    h('section', { class: `card state ${summary.state}`, 'aria-label': t('state') },
      h('p', { class: 'big' }, badge('state', summary.state), ' ', isWell ? t('state.well') : t(`state.${summary.state}.text`)),
      h('p', { class: 'muted' }, t('state.text', { instance: summary.instance, version: summary.version, count: summary.flags }), ' ',
        time(summary.changedAt)),
      !fleet ? missing(fleet) : [fleet.documents.map(nodes), fleet.evidence?.isCutOff && h('p', { class: 'bad' }, '✗ ', t('cutOff'))],
      summary.pin && h('p', {}, '■ ', t('state.pin', summary.pin), ' ', mayOperate() && button({
        label: t('do.unpin'), path: 'rules/unpin', effect: t('effect.unpin'),
      }))),
    section('todo', t('person'), h('span', { class: 'count' }, todo.length), todo.length > 0
      ? h('ul', { class: 'todo' }, todo) : h('p', { class: 'muted' }, '✓ ', t('person.none'))),
    section('killed', t('off'), h('span', { class: 'count' }, summary.turnedOff.length), table(
      [t('flag'), t('by'), t('reason'), t('time'), mayOperate() && t('act')].filter(Boolean), summary.turnedOff.map(off =>
        [linkOf(off.flag), off.by, off.reason, time(off.at), mayOperate() && turnOn(off.flag)].filter(Boolean)), t('off.none'))),
    section('running', t('running'), h('a', { href: '#/rollouts' }, t('rollouts.all')), table([t('flag'), t('share'), t('stage'), t('waits')],
      others.map(row => [linkOf(row.flag, 'rollouts'), progress(row.percentage / 100), row.stage, waits(row)]), t('running.none'))),
    summary.expired.length > 0 && section('expired', t('expired'), null, h('p', { class: 'muted' }, t('expired.text')),
      h('ul', { class: 'names' }, summary.expired.map(name => h('li', {}, linkOf(name))))),
    summary.stale?.length > 0 && section('stale', t('stale'), null, h('p', { class: 'muted' }, t('stale.text')),
      h('ul', { class: 'names' }, summary.stale.map(name => h('li', {}, linkOf(name))))),
    warnings.length > 0 && section('warnings', t('warnings'), null, h('ul', { lang: 'en' }, warnings.map(warning => h('li', {}, warning)))),
  ];
}

// Nodes that serve an earlier version than the newest one are slow, pinned, or cut off.
function nodes({ name, members }) {
  const version = Math.max(...members.map(member => member.serving));
  const behind = members.filter(member => member.serving < version).length;
  return members.length > 0 && h('p', { class: 'muted' }, t('fleet.line', { name, count: members.length, version: `${version}` }),
    behind > 0 && h('strong', { class: 'warn' }, ' ■ ', t('fleet.behind', { behind })));
}

/** For a flag that the rules do not know, too: it has no page. */
export const turnOn = flag => button({ label: t('do.on'), path: `flags/${encodeURIComponent(flag)}/on`, effect: t('effect.on', { flag }) });

const item = (sign, title, state, text, detail) => h('li', {}, h('span', { class: `sign ${sign === '✗' ? 'bad' : 'warn'}`, 'aria-hidden': 'true' }, sign),
  h('div', {}, h('strong', {}, title), ' ', state, h('br'), text, detail && h('span', { class: 'muted' }, ' ', detail)));
