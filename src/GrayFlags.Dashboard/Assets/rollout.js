// One rollout: where it is, what it waits for, the evidence for and against it, and what may be done.
import { h, table } from './dom.js';
import { get } from './api.js';
import { button, mayOperate } from './operate.js';
import { arms, evidence, stages } from './charts.js';
import { named, number, odds, percent, span, t, time } from './words.js';

export async function render(flag, refresh) {
  const path = `rollouts/${encodeURIComponent(flag)}`;
  const [rollout, series] = await Promise.all([get(path), get(`${path}/evidence`)]);
  return [
    h('section', { 'aria-label': t('rollout') },
      h('h2', {}, t('rollout'), ' ', h('span', { class: `badge ${rollout.phase}` }, named('phase', rollout.phase))),
      stages(rollout),
      h('p', {}, t('rollout.share', { percentage: percent(rollout.percentage / 100), attempt: rollout.attempt, id: rollout.id })),
      rollout.reason && !rollout.remaining.text.includes(rollout.reason) && h('p', { class: 'muted' }, rollout.reason),
      waiting(rollout),
      rollout.guardFailure && h('p', { class: 'bad' }, '✗ ', rollout.guardFailure),
      mayOperate() && h('div', { class: 'row', id: 'operations' }, rollout.operations.map(operation => operationButton(rollout, path, operation, refresh)))),
    h('section', { 'aria-label': t('guards') }, h('h2', {}, t('guards')), guards(rollout, series)),
    rollout.promotionEvidence !== undefined && h('section', {}, h('h2', {}, t('promotion')),
      h('p', {}, t('promotion.text', { now: odds(rollout.promotionEvidence), wanted: odds(rollout.promotionThreshold) }))),
    h('section', { 'aria-label': t('calls') }, h('h2', {}, t('calls')), calls(rollout)),
    h('section', { 'aria-label': t('history') }, h('h2', {}, t('history')), table(
      [t('time'), t('by'), t('step'), t('reason')],
      [...rollout.changes].reverse().map(change => [
        time(change.at), change.by, `${named('phase', change.from)} → ${named('phase', change.to)} · ${change.stage}`, change.reason,
      ]),
      t('none'))),
  ];
}

function waiting(rollout) {
  const { remaining } = rollout;
  const gates = rollout.phase !== 'Running' ? [] : [
    remaining.holdSeconds > 0 && `${t('gate.hold')} ${span(remaining.holdSeconds)}`,
    remaining.windowOpensAt && [t('gate.window'), ' ', time(remaining.windowOpensAt)],
    remaining.samplesWanted > remaining.samples && t('gate.samples', { samples: number(remaining.samples, 8), wanted: number(remaining.samplesWanted, 8) }),
    remaining.approval && t('gate.approval'),
    rollout.promotionThreshold > 0 && rollout.promotionEvidence < rollout.promotionThreshold && t('gate.evidence'),
  ].filter(Boolean);
  return [
    gates.length > 0 && [h('p', {}, t('gate.missing')), h('ul', { class: 'gates' }, gates.map(gate => h('li', {}, '■ ', gate)))],
    remaining.text && h('p', { class: 'muted', lang: 'en' }, remaining.text),
    remaining.warning && h('p', { class: 'bad', lang: 'en' }, '✗ ', remaining.warning),
  ];
}

function operationButton(rollout, path, operation, done) {
  return button({
    label: t(`do.${operation}`),
    path: `${path}/${operation}`,
    effect: t(`effect.${operation}`, { flag: rollout.flag, percentage: percent(rollout.percentage / 100), units: number(rollout.canary.units, 8) }),
    danger: operation === 'rollback' || operation === 'cancel',
    body: { expectedRevision: rollout.revision },
    done,
  });
}

const guards = (rollout, series) => rollout.guards.length === 0
  ? h('p', { class: 'muted' }, t('guards.none'))
  : rollout.guards.map(guard => h('article', {},
    h('h3', {}, guard.isBreached ? '✗ ' : '✓ ', guard.name, ' ', h('small', {}, `${named('metric', guard.metric)} · ${named('breach', guard.onBreach)}`)),
    h('p', { lang: 'en' }, `${guard.odds} / ${guard.thresholdOdds}`),
    arms(guard),
    evidence(series.find(one => one.guard === guard.name) ?? { guard: guard.name, threshold: guard.threshold, points: [] }, rollout.changes)));

const calls = rollout => table(
  [t('arm'), t('calls.units'), t('calls.calls'), t('calls.failures'), t('calls.notEnded'), t('calls.ignored')],
  [['canary', rollout.canary], ['control', rollout.control]].map(([arm, counted]) => [
    t(`arm.${arm}`), ...[counted.units, counted.calls, counted.failures, counted.notEnded, counted.ignored].map(count => number(count, 8)),
  ]),
  t('none'));
