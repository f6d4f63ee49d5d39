// Rollouts: where one is, what it waits for, the evidence for and against it, and what may be done.
import { fold, h, section, table } from './dom.js';
import { get, part } from './api.js';
import { button, mayOperate } from './operate.js';
import { arms, evidence, progress, stages } from './charts.js';
import { badge, gates, lead, linkOf, missing, reasonOf, waits } from './overview.js';
import { blast } from './flags.js';
import { clock, language, named, number, odds, percent, span, t, time } from './words.js';

// From here on a mismatch of the arms is no chance any more: ln(1000).
const SUSPECT = Math.log(1000);
const ORDER = ['rollback', 'pause', 'resume', 'approve', 'promote', 'restart', 'cancel'];

export async function rollouts() {
  const rows = await get('rollouts');
  return section('rollouts', t('rollouts'), h('span', { class: 'count' }, rows.length), table([t('flag'), t('phase'), t('share'), t('stage'), t('waits')],
    rows.map(row => [linkOf(row.flag, 'rollouts'), badge('phase', row.phase), progress(row.percentage / 100), row.stage,
      [row.needsPerson && h('strong', { class: 'warn' }, '■ ', t('person'), ' '), waits(row)]]), t('rollouts.none')));
}

export async function rollout(refresh, name) {
  const path = `rollouts/${encodeURIComponent(name)}`;
  const [view, series, flag] = await Promise.all([get(path), part(`${path}/evidence`, refresh), part(`flags/${encodeURIComponent(name)}`, refresh)]);
  const operations = ORDER.filter(operation => mayOperate() && view.operations.includes(operation));
  const row = { phase: view.phase, waitReason: view.waitReason, stage: view.stageName, percentage: view.percentage };
  return [
    h('div', { class: 'head' }, h('h2', {}, view.flag), badge('phase', view.phase),
      h('a', { href: `#/flags/${encodeURIComponent(view.flag)}` }, t('flag.open'))),
    h('section', { class: `card state ${view.phase}`, 'aria-label': t('rollout') },
      h('p', { class: 'big' }, lead(row)),
      h('p', { class: 'muted' }, t('rollout.share', { attempt: view.attempt, id: view.id }), ' ',
        time(view.endedAt ?? view.pausedAt ?? view.stageStartedAt)),
      flag?.flag.isKilled && h('p', { class: 'bad' }, '✗ ', t('rollout.killed')),
      why(view),
      view.storeDamage && h('p', { class: 'notice bad' }, '✗ ', t('damage'), view.storeDamage),
      operations.length > 0 && h('div', { class: 'row', id: 'operations' },
        operations.map(operation => button({
          label: t(`do.${operation}`), path: `${path}/${operation}`, effect: effectOf(view, operation),
          more: flag && blast(flag.flag, /rollback|cancel/.test(operation)),
          // Stopping does not wait for looking: it means the rollout, wherever it is by now.
          danger: operation === 'rollback', body: /rollback|pause|cancel/.test(operation) ? null : { expectedRevision: view.revision },
        })))),
    section('stages', t('stages'), null, stages(view), waiting(view)),
    section('guards', t('guards'), h('span', { class: 'count' }, view.guards.length),
      view.guardFailure && h('p', { class: 'notice bad' }, '✗ ', view.guardFailure),
      guards(view, series)),
    view.promotionEvidence !== undefined && section('promotion', t('promotion'), null,
      progress(Math.min(1, view.promotionEvidence / view.promotionThreshold)),
      h('p', {}, t('promotion.text', { now: odds(view.promotionEvidence), wanted: odds(view.promotionThreshold) }))),
    section('comparison', t('comparison'), null, checks(view), fold('calls', t('calls'), calls(view))),
    section('steps', t('history'), null, table([t('time'), t('by'), t('step'), t('reason')],
      [...view.changes].reverse().map(change => [
        time(change.at), named('actor', change.by), [`${named('phase', change.from)} → ${named('phase', change.to)}`, ' · ', change.stage],
        reasonOf(change.by, change.to, change.reason),
      ]), t('none'))),
    operations.length > 0 && fold('effects', t('effects'), h('dl', {}, operations.map(operation =>
      [h('dt', {}, t(`do.${operation}`)), h('dd', {}, effectOf(view, operation))]))),
  ];
}

// Who has stopped it, and why: the first question of whoever is woken by it.
function why(view) {
  const last = view.changes.at(-1);
  if (!last || view.phase === 'Running' || view.phase === 'Pending') return null;
  const breached = language() === 'en' || last.by !== 'guard' ? [] : view.guards.filter(guard => guard.isBreached);
  return h('p', {}, h('strong', {}, t('why', { by: named('actor', last.by) })), ' ', breached.map(guard => `${guard.name} · ${verdict(guard)} `),
    reasonOf(last.by, last.to, last.reason));
}

function waiting(view) {
  const { remaining } = view;
  if (view.phase !== 'Running') return null;
  const left = gates(view);
  return [
    left.length > 0 ? [h('p', {}, t('gate.missing')), h('ul', { class: 'gates' }, left.map(gate => h('li', {}, '■ ', gate)))]
      : h('p', {}, '✓ ', t(view.stage === view.stages.length - 1 ? 'gate.last' : 'gate.none')),
    remaining.warning && h('p', { class: 'notice warn', lang: 'en' }, '■ ', remaining.warning),
  ];
}

const effectOf = (view, operation) => t(`effect.${operation}`, {
  flag: view.flag, percentage: percent(view.percentage / 100), units: number(view.canary.units, 8),
});

const standing = guard => (guard.evidence ?? Infinity) / (guard.threshold || 1);

// What is closest to its line comes first.
function guards(view, series) {
  if (view.guards.length === 0) return h('p', { class: 'muted' }, t('guards.none'));
  if (!series) return missing(series);
  const sorted = [...view.guards].sort((one, other) => Math.max(0, standing(other)) - Math.max(0, standing(one)));
  return [h('p', { class: 'muted small' }, t('odds.text')), sorted.map(guard => h('article', {
    class: guard.isBreached ? 'guard breached' : 'guard',
  },
  h('div', {},
    h('h3', {}, h('span', { class: guard.isBreached ? 'bad' : 'good', 'aria-hidden': 'true' }, guard.isBreached ? '✗ ' : '✓ '), guard.name, ' ',
      h('small', { class: 'muted' }, `${named('metric', guard.metric)} · ${named('breach', guard.onBreach)}`)),
    h('p', {}, verdict(guard)), arms(guard)),
  evidence(guard, series.find(one => one.guard === guard.name)?.points ?? [], view.changes)))];
}

function verdict(guard) {
  const key = guard.isBreached ? 'breached' : standing(guard) >= 0.5 ? 'close' : guard.evidence > 1 ? 'some' : 'calm';
  return t(`verdict.${key}`, { now: odds(guard.evidence ?? guard.threshold), threshold: odds(guard.threshold), acts: named('breach', guard.onBreach) });
}

function checks(view) {
  const check = (value, name) => h('li', {}, value >= SUSPECT
    ? h('strong', { class: 'bad' }, '✗ ', t(`${name}.bad`)) : `✓ ${t(`${name}.good`)}`);
  return h('ul', { class: 'gates' },
    view.splitEvidence !== undefined && check(view.splitEvidence, 'split'),
    view.silentArmEvidence !== undefined && check(view.silentArmEvidence, 'silent'),
    h('li', {}, view.excludedUnits > 0 ? '■ ' : '✓ ', t('excluded', { count: view.excludedUnits })),
    view.invalidOutcomes > 0 && h('li', { class: 'warn' }, '■ ', t('invalid', { count: view.invalidOutcomes })),
    h('li', {}, t('settle', { span: span(view.settleSeconds) }), ' ', view.lastOutcomeAt
      ? [t('lastOutcome'), ' ', clock(Date.parse(view.lastOutcomeAt) / 1000)] : t('lastOutcome.never')),
    view.fleet && h('li', { class: view.fleet.isCutOff ? 'bad' : null },
      view.fleet.isCutOff ? `✗ ${t('cutOff')} ` : '✓ ', t('evidence.fleet.text', view.fleet)));
}

const calls = view => table(
  [t('arm'), t('calls.units'), t('calls.calls'), t('calls.failures'), t('calls.notEnded'), t('calls.ignored')],
  [['canary', view.canary], ['control', view.control]].map(([arm, counted]) => [
    t(`arm.${arm}`), ...[counted.units, counted.calls, counted.failures, counted.notEnded, counted.ignored].map(count => number(count, 8)),
  ]),
  t('none'));
