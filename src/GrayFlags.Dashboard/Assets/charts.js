// Charts are drawn from what the API says, and each has its numbers as text behind it.
import { fold, h, s, table } from './dom.js';
import { clock, measured, named, number, odds, percent, t, time } from './words.js';

const HEIGHT = 170;
const TOP = 18;
const MOST_ROWS = 60;
const STEP = 10;
const MINUTES = 300;

/** The stages: those that are done, the one that is on, and those to come; a sign beside each colour. */
export function stages(rollout) {
  const isOver = rollout.phase === 'Completed';
  const isStopped = rollout.phase === 'RolledBack' || rollout.phase === 'Cancelled';
  const isHeld = rollout.phase === 'Paused' || rollout.phase === 'Withheld';
  return h('ol', { class: 'stages' }, rollout.stages.map((name, index) => {
    const state = isOver || index < rollout.stage ? 'done' : index > rollout.stage || rollout.phase === 'Pending' ? 'next'
      : isStopped ? 'stopped' : isHeld ? 'held' : 'now';
    const sign = { done: '✓', now: '▶', next: '○', held: '■', stopped: '✗' }[state];
    return h('li', { class: state, 'aria-current': state === 'now' || state === 'held' ? 'step' : null },
      h('span', { 'aria-hidden': 'true' }, sign), ' ', name, h('small', {}, t(`stage.${state}`)));
  }));
}

/** A share as a bar, with its number beside it. */
export const progress = (share, kind = '') => h('span', { class: 'progress' },
  s('svg', { class: 'bar', 'aria-hidden': 'true' }, s('rect', { width: '100%', height: '100%', class: 'ground' }),
    s('rect', { width: `${Math.min(100, Math.max(0, share * 100))}%`, height: '100%', class: kind })),
  h('span', {}, percent(share)));

/** Answers of the last minutes as one bar, a part for each, with the shares beside it. @param {[string, number][]} parts */
export function answers(parts) {
  let from = 0;
  return h('span', { class: 'answers' }, s('svg', { class: 'bar', 'aria-hidden': 'true' }, parts.map(([, share], index) => {
    const rect = s('rect', { x: `${from * 100}%`, width: `${share * 100}%`, height: '100%', class: `part-${index % 4}` });
    from += share;
    return rect;
  })), h('span', {}, parts.map(([name, share], index) => [index > 0 && ' · ', h('span', { class: `dot-${index % 4}` }, `${name} ${percent(share)}`)])));
}

/** Answers of the last minutes, a column for ten seconds: on from the bottom, off above it. */
export function answersOverTime({ steps, days }) {
  const byDay = fold('usage-days', t('usage.days'), table([t('day'), named('answer', 'on.short'), named('answer', 'off.short')],
    days.map(({ day, on, off }) => [day, number(on, 8), number(off, 8)]), t('none')));
  if (steps.length === 0) return byDay;
  const to = steps.at(-1)[0];
  const most = Math.max(...steps.map(([, on, off]) => on + off));
  const high = count => `${(count / most) * 100}%`;
  return h('figure', {},
    s('svg', { height: 72, role: 'img', 'aria-label': t('usage.chart'), class: 'chart columns' }, s('rect', { width: '100%', height: '100%', class: 'ground' }),
      steps.map(([at, on, off]) => {
        const x = `${(1 - (to - at + STEP) / MINUTES) * 100}%`;
        const width = `${(STEP / MINUTES) * 90}%`;
        return [s('rect', { x, width, height: high(off), y: `${(1 - (on + off) / most) * 100}%`, class: 'off' }),
          s('rect', { x, width, height: high(on), y: `${(1 - on / most) * 100}%`, class: 'on' })];
      })),
    h('figcaption', {}, t('usage.caption', { most: number(most / STEP, 1) })),
    fold('usage-steps', t('asText'), table([t('time'), named('answer', 'on.short'), named('answer', 'off.short')],
      steps.map(([at, on, off]) => [clock(at), number(on, 8), number(off, 8)]), '')),
    byDay);
}

/** Answers of the last minutes in one row of a list; its numbers are below the list. */
export const sparkline = usage => usage?.recent && s('svg', { class: 'spark', 'aria-hidden': 'true' }, usage.recent.map((count, index, all) =>
  count > 0 && s('rect', {
    x: `${(index / all.length) * 100}%`, width: `${90 / all.length}%`, y: `${(1 - count / Math.max(...all)) * 100}%`, height: '100%',
  })));

/** Evidence over time. It is a logarithm, so that this is a log axis of the odds; the dashed line is the threshold. */
export function evidence(guard, points, steps) {
  const acts = named('breach', guard.onBreach);
  if (points.length < 2) return h('p', { class: 'muted' }, t('evidence.none'));
  const [from, to] = [points[0][0], points.at(-1)[0]];
  const threshold = guard.threshold ?? 0;
  // What is far beyond the threshold is cut off, or the threshold itself would not be seen any more.
  const most = Math.max(Math.log(12), Math.min(threshold * 2 || Infinity, Math.max(threshold * 1.2, ...points.map(point => point[1] * 1.05))));
  const share = at => (at - from) / Math.max(1, to - from);
  const y = value => TOP + (HEIGHT - TOP) * (1 - Math.min(most, Math.max(0, value)) / most);
  const line = points.map(([at, value], index) => `${index ? 'L' : 'M'}${(share(at) * 1000).toFixed(1)} ${y(value).toFixed(1)}`).join('');
  const ticks = [1, 10, 100, 1000, 1e4, 1e6].filter(tick => y(Math.log(tick)) > TOP + 16 && Math.abs(y(Math.log(tick)) - y(threshold)) > 16);
  const marks = steps.map((step, index) => ({ step, sign: index + 1, at: share(Date.parse(step.at) / 1000) })).filter(mark => mark.at >= 0 && mark.at <= 1);
  const isOver = threshold > 0 && points.some(point => point[1] >= threshold);
  const label = (at, anchor, text) => s('text', { x: at, y: HEIGHT + 14, 'text-anchor': anchor }, text);
  return h('figure', {},
    s('svg', { height: HEIGHT + 18, role: 'img', 'aria-label': t('evidence.chart', { guard: guard.name, acts }), class: 'chart' },
      s('rect', { y: TOP, width: '100%', height: HEIGHT - TOP, class: 'ground' }),
      threshold > 0 && s('rect', { y: TOP, width: '100%', height: Math.max(0, y(threshold) - TOP), class: 'beyond' }),
      ticks.map(tick => [s('line', { x1: 0, x2: '100%', y1: y(Math.log(tick)), y2: y(Math.log(tick)), class: 'grid' }),
        s('text', { x: 4, y: y(Math.log(tick)) - 3 }, t('odds', { odds: number(tick, 5) }))]),
      marks.map(mark => [s('line', { x1: `${mark.at * 100}%`, x2: `${mark.at * 100}%`, y1: TOP, y2: HEIGHT, class: 'mark' }),
        s('text', { x: `${mark.at * 100}%`, y: TOP - 5, 'text-anchor': mark.at > 0.95 ? 'end' : mark.at < 0.05 ? 'start' : 'middle' }, mark.sign)]),
      s('svg', { viewBox: `0 0 1000 ${HEIGHT}`, width: '100%', height: HEIGHT, preserveAspectRatio: 'none' },
        s('path', { d: line, class: isOver ? 'line over' : 'line' })),
      threshold > 0 && [s('line', { x1: 0, x2: '100%', y1: y(threshold), y2: y(threshold), class: 'threshold' }),
        s('text', { x: 4, y: y(threshold) - 4, class: 'threshold-text' }, t('evidence.threshold', { odds: odds(threshold), acts }))],
      label(0, 'start', clock(from)), label('100%', 'end', clock(to))),
    h('figcaption', {}, t(isOver ? 'evidence.over' : 'evidence.caption', { now: odds(points.at(-1)[1]), threshold: odds(threshold), acts }),
      marks.length > 0 && h('ol', { class: 'marks' }, marks.map(({ step, sign }) =>
        h('li', { value: sign }, `${named('phase', step.to)} · ${step.stage} (${named('actor', step.by)})`)))),
    fold(`text-${guard.name}`, t('asText'), table([t('time'), t('evidence.odds')],
      points.slice(-MOST_ROWS).reverse().map(([at, value]) => [time(new Date(at * 1000).toISOString()), odds(value)]), t('none'))));
}

/** Both arms of a guard, their difference and its interval. */
export function arms(guard) {
  const { metric, canary, control } = guard;
  const mean = arm => arm.count > 0 ? measured(metric, arm.mean) : '–';
  const isKnown = !guard.isLimit && guard.differenceFrom !== undefined && guard.differenceTo !== undefined;
  return [
    table([t('arm'), t('arm.count'), t(`mean.${metric}`)], [
      [t('arm.canary'), number(canary.count, 8), mean(canary)],
      guard.isLimit ? null : [t('arm.control'), number(control.count, 8), mean(control)],
      guard.isLimit || canary.count === 0 || control.count === 0 ? null : [h('strong', {}, t('arm.difference')), '', h('strong', {},
        measured(metric, guard.difference, 'exceptZero'))],
    ].filter(Boolean), ''),
    isKnown && interval(guard),
  ];
}

function interval(guard) {
  const most = Math.max(Math.abs(guard.differenceFrom), Math.abs(guard.differenceTo), 1e-12);
  const x = value => `${50 + (Math.max(-most, Math.min(most, value)) / most) * 46}%`;
  const shown = value => measured(guard.metric, value, 'exceptZero');
  const text = t('arm.interval', { from: shown(guard.differenceFrom), to: shown(guard.differenceTo) });
  return h('figure', { class: 'interval' },
    s('svg', { height: 24, role: 'img', 'aria-label': text, class: 'chart' },
      s('rect', { width: '100%', height: 24, class: 'ground' }),
      s('line', { x1: '50%', x2: '50%', y1: 0, y2: 24, class: 'mark' }),
      s('line', { x1: x(guard.differenceFrom), x2: x(guard.differenceTo), y1: 12, y2: 12, class: 'line' }),
      s('circle', { cx: x(guard.difference), cy: 12, r: 4, class: 'dot' })),
    h('figcaption', { class: 'ends' }, h('span', {}, t('arm.better')), h('span', {}, text), h('span', {}, t('arm.worse'))));
}
