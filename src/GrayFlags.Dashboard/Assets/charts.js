// Charts are drawn from what the API says, and each has its numbers as text behind it.
import { h, s, table } from './dom.js';
import { t, number, odds, percent, time } from './words.js';

const WIDTH = 640;
const HEIGHT = 180;

/** The stages, those that are done, the one that is on, and those to come; a sign beside each colour. */
export function stages(rollout) {
  const isOver = rollout.phase === 'Completed';
  const isStopped = rollout.phase === 'RolledBack' || rollout.phase === 'Cancelled';
  return h('ol', { class: 'stages' }, rollout.stages.map((name, index) => {
    const state = isOver || index < rollout.stage ? 'done' : index > rollout.stage || rollout.phase === 'Pending' ? 'next' : isStopped ? 'stopped' : 'now';
    const sign = { done: '✓', now: '▶', next: '○', stopped: '✗' }[state];
    return h('li', { class: state, 'aria-current': state === 'now' ? 'step' : null },
      h('span', { 'aria-hidden': 'true' }, sign), ' ', name, h('span', { class: 'hidden' }, ` ${t(`stage.${state}`)}`));
  }));
}

/** Evidence over time. It is a logarithm, so that this is a log axis of the odds; the dashed line is the threshold. */
export function evidence(series, changes) {
  const points = series.points;
  if (points.length < 2) return h('p', { class: 'muted' }, t('evidence.none'));
  const [from, to] = [points[0][0], points.at(-1)[0]];
  // What is far beyond the threshold is cut off, or the threshold itself would not be seen any more.
  const threshold = series.threshold ?? Infinity;
  const most = Math.min(threshold * 3, Math.max(series.threshold ?? 0, ...points.map(point => point[1])) * 1.1) || 1;
  const x = at => ((at - from) / Math.max(1, to - from)) * WIDTH;
  const y = value => HEIGHT - (Math.min(most, Math.max(0, value)) / most) * HEIGHT;
  const line = points.map(([at, value], index) => `${index ? 'L' : 'M'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join('');
  const marks = changes
    .map(change => ({ change, at: Date.parse(change.at) / 1000 }))
    .filter(mark => mark.at >= from && mark.at <= to);
  return h('figure', {},
    s('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': t('evidence.chart', { guard: series.guard }), class: 'chart' },
      series.threshold && s('line', { x1: 0, x2: WIDTH, y1: y(series.threshold), y2: y(series.threshold), class: 'threshold' }),
      marks.map(mark => s('line', { x1: x(mark.at), x2: x(mark.at), y1: 0, y2: HEIGHT, class: 'mark' },
        s('title', {}, `${mark.change.by}: ${mark.change.reason}`))),
      s('path', { d: line, class: 'line' })),
    h('figcaption', {}, t('evidence.caption', { guard: series.guard, now: odds(points.at(-1)[1]), threshold: odds(series.threshold ?? 0) })),
    asText([t('time'), t('evidence.odds')], points.slice(-60).reverse().map(([at, value]) => [time(new Date(at * 1000).toISOString()), odds(value)])));
}

/** Both arms of a guard, and the interval of their difference around nothing. */
export function arms(guard) {
  const shown = mean => guard.metric === 'Error' || guard.metric === 'OptOut' ? percent(mean) : number(mean);
  const rows = [
    [t('arm.canary'), number(guard.canary.count, 8), shown(guard.canary.mean)],
    guard.isLimit ? null : [t('arm.control'), number(guard.control.count, 8), shown(guard.control.mean)],
  ].filter(Boolean);
  return [table([t('arm'), t('arm.count'), t('arm.mean')], rows, ''), interval(guard)];
}

function interval(guard) {
  if (guard.differenceFrom === undefined || guard.differenceTo === undefined) return null;
  const most = Math.max(Math.abs(guard.differenceFrom), Math.abs(guard.differenceTo), 1e-9);
  const x = value => 160 + (value / most) * 150;
  const text = t('arm.difference', { difference: number(guard.difference), from: number(guard.differenceFrom), to: number(guard.differenceTo) });
  return h('figure', {},
    s('svg', { viewBox: '0 0 320 28', role: 'img', 'aria-label': text, class: 'chart small' },
      s('line', { x1: 160, x2: 160, y1: 2, y2: 26, class: 'mark' }),
      s('line', { x1: x(guard.differenceFrom), x2: x(guard.differenceTo), y1: 14, y2: 14, class: 'line' }),
      s('circle', { cx: x(Math.max(-most, Math.min(most, guard.difference))), cy: 14, r: 4, class: 'dot' })),
    h('figcaption', {}, text));
}

const asText = (heads, rows) => h('details', {}, h('summary', {}, t('asText')), table(heads, rows, t('none')));
