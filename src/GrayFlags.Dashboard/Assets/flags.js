// All flags, and one of them: its rules in words, the kill switch, and why it is on or off for somebody.
import { field, fold, h, section, table } from './dom.js';
import { get, post } from './api.js';
import { button, mayOperate } from './operate.js';
import { answers, answersOverTime, sparkline, stages } from './charts.js';
import { badge, lead, linkOf, turnOn } from './overview.js';
import { failed, language, named, number, percent, t, time } from './words.js';

const PAGE = 500;
const STATES = ['', 'on', 'off', 'rules', 'rollout', 'killed', 'expired', 'stale'];
const search = { query: '', state: '', tag: '', take: PAGE };
// What is written and not asked yet, by the flag and the question that it began with.
const unsent = new Map();

export async function flags(refresh) {
  const list = await get(`flags?query=${encodeURIComponent(search.query)}&state=${search.state}&tag=${encodeURIComponent(search.tag)}&take=${search.take}`);
  const renew = () => { search.take = PAGE; refresh(); };
  const states = STATES.filter(state => state !== 'stale' || state === search.state || list.flags.some(flag => flag.usage));
  return [
    h('div', { class: 'head' }, h('h2', {}, t('flags')), h('span', { class: 'muted', role: 'status' }, t('flags.count', {
      shown: number(list.flags.length, 8), total: number(list.total, 8),
    }))),
    h('div', { class: 'row fields' }, field('search', t('search'), search, 'query', renew), field('tag', t('tag'), search, 'tag', renew),
      h('label', {}, t('show'), h('select', { id: 'show', change: event => { search.state = event.target.value; renew(); } },
        states.map(state => h('option', { value: state, selected: state === search.state }, t(`show.${state || 'all'}`)))))),
    table([t('flag'), t('kind'), t('answers'), t('owner'), t('description')], list.flags.map(flag => [
      [linkOf(flag.name), flag.isKilled && h('strong', { class: 'bad' }, ` ✗ ${t('killed')}`),
        flag.isExpired && h('span', { class: 'warn' }, ` ■ ${t('expired.one')}`)],
      flag.rollout ? [h('a', { href: `#/rollouts/${encodeURIComponent(flag.name)}` }, named('phase', flag.rollout.phase)), ' ',
        percent(flag.rollout.percentage / 100)] : named('kind', flag.kind),
      usage(flag.usage, true), (flag.owner || flag.tags.length > 0) && [flag.owner, flag.tags.map(tag => [' ', h('span', { class: 'tag' }, tag)])],
      flag.description,
    ]), t('flags.none')),
    list.flags.some(flag => flag.usage?.recent) && fold('recent', t('recent.asText'), table([t('flag'), t('recent')],
      list.flags.filter(flag => flag.usage?.recent).map(flag => [flag.name, flag.usage.recent.join(' ')]), '')),
    list.total > list.flags.length && h('p', {}, h('button', {
      id: 'more', type: 'button', click: () => { search.take += PAGE; refresh(); },
    }, t('flags.more'))),
  ];
}

// Null where nothing is measured, and that is said: a bar of nothing would look like a flag that nobody asks.
function usage(measured, isRow) {
  if (!measured) return h('span', { class: 'muted nowrap' }, t('usage.none'));
  const shares = Object.entries(measured.shares ?? {});
  return [
    shares.length > 0 ? answers(shares.map(([name, share]) => [named('answer', `${name}.short`), share])) : h('span', { class: 'muted' }, t('usage.quiet')),
    ' ', measured.perMinute > 0 && h('span', { class: 'answers' }, isRow && sparkline(measured),
      h('small', { class: 'muted' }, t('usage.rate', { rate: number(measured.perMinute, 1) }))),
    measured.staleReason && measured.staleReason !== 'expired' && h('span', { class: 'warn', title: language() === 'en' && measured.staleText },
      ` ■ ${named('stale', measured.staleReason)}`),
  ];
}

export async function flag(refresh, name, question) {
  const view = await get(`flags/${encodeURIComponent(name)}`);
  const { flag: row, rollout } = view;
  const path = `flags/${encodeURIComponent(row.name)}`;
  const answered = question.has('user') || question.has('attributes') ? await asked(path, question) : null;
  return [
    h('div', { class: 'head' }, h('h2', {}, row.name), badge('kind', row.kind),
      row.isKilled && h('span', { class: 'badge RolledBack' }, '✗ ', t('killed')),
      mayOperate() && h('span', { class: 'end' }, view.turnedOff
        ? turnOn(row.name)
        : button({ label: t('do.off'), path: `${path}/off`, effect: t('effect.off', { flag: row.name }), more: blast(row, true), danger: true }))),
    row.description && h('p', {}, row.description),
    h('p', { class: 'muted' }, [row.owner && t('owner.is', row), row.source && t('source.is', row), row.expires && t('expires.is', row)]
      .filter(Boolean).join(' · '), row.tags.map(tag => [' ', h('span', { class: 'tag' }, tag)])),
    row.isKilled && h('p', { class: 'notice bad' }, '✗ ',
      view.turnedOff ? [t('off.by', view.turnedOff), ' ', time(view.turnedOff.at)] : t('off.document')),
    section('ask-title', t('ask'), null, ask(row.name, question), answered && answerOf(answered, question, row)),
    section('usage-title', t('usage'), null, row.usage ? [h('p', {}, usage(row.usage), ' ', t('usage.last'), ' ', time(row.usage.lastAsked)),
      view.usageHistory && answersOverTime(view.usageHistory)] : h('p', { class: 'muted' }, t('usage.how'))),
    rollout && section('rollout-title', t('rollout'), badge('phase', rollout.phase), stages(rollout),
      h('p', {}, lead({ ...row.rollout, waitReason: rollout.waitReason }), ' ',
        h('a', { href: `#/rollouts/${encodeURIComponent(row.name)}` }, t('rollout.open')))),
    // With an answer they are in it, with what holds and what does not.
    !answered?.rules?.length && section('rules-title', t('rules'), null,
      view.forNobody.rules.length > 0 ? rules(view.forNobody, false) : h('p', { class: 'muted' }, t('rules.none'))),
    view.json && [variants(JSON.parse(view.json).flags[row.name]), fold('json', t('json'), h('pre', { tabindex: '0' }, view.json))],
  ];
}

// As they are written: those that are served are not told apart where answers are counted.
function variants(flag) {
  const weights = Object.entries(flag.variants ?? {}).filter(([, variant]) => variant.weight > 0);
  const sum = weights.reduce((total, [, variant]) => total + variant.weight, 0);
  return sum > 0 && section('variants-title', t('variants'), null, answers(weights.map(([name, variant]) => [name, variant.weight / sum])));
}

/** How many an operation would change now; those that are on, for one that turns them off. */
export const blast = ({ usage }, isOff) => h('p', {}, !usage ? t('usage.blast.none') : usage.perMinute > 0 && [t('usage.blast', {
  count: Math.round(usage.perMinute) || usage.perMinute,
  shares: Object.entries(usage.shares ?? {}).map(([name, share]) => `${named('answer', `${name}.short`)} ${percent(share)}`).join(' · '),
}), ' ', isOff && usage.shares && h('strong', {}, t('usage.blast.off', { rate: number(usage.perMinute * usage.shares.on, 1) }))]);

const rules = (explanation, isAnswer) => h('ol', { class: 'rules' }, explanation.rules.map(rule =>
  h('li', { class: isAnswer && rule.decides ? 'decides' : null },
  isAnswer && !rule.isSwitchedOff && tick(rule.matches), h('strong', {}, rule.name), ' → ', h('code', {}, rule.serve),
  rule.isSwitchedOff && h('span', { class: 'muted' }, ` ■ ${t('rule.off')}`),
  isAnswer && rule.decides && h('span', { class: 'badge' }, t('rule.decides')),
  conditions(rule.conditions, isAnswer))));

const tick = holds => h('span', { class: holds ? 'good' : 'bad' }, h('span', { 'aria-hidden': 'true' }, holds ? '✓ ' : '✗ '),
  h('span', { class: 'hidden' }, t(holds ? 'holds' : 'holds.not')));

// A share is thought of in percent; its buckets are what to look up.
const SHARE = /^(?:bucket in )?\[(\d+), (\d+)\) of (\d+) by (.+?), ((?:hash .+, )?salt .*)$/;

function condition({ field, wanted, seen }) {
  const share = SHARE.exec(wanted);
  const isBucket = /^bucket \d+$/.test(seen);
  if (!share) return h('span', { lang: 'en' }, `${field}: ${wanted}`, seen && h('span', { class: 'muted' }, ` (${seen})`));
  const [, from, to, all, unit] = share;
  return [t('share.of', { share: percent((to - from) / all), unit: named('unit', unit) }), ' ',
    !isBucket && seen && h('span', { class: 'muted', lang: 'en' }, ` (${seen})`),
    fold(`buckets-${wanted}`, t('buckets'), h('small', { class: 'muted', lang: 'en' }, wanted, isBucket && `; ${seen}`))];
}

const conditions = (list, isAnswer) => list.length > 0 && h('ul', {}, list.map(one => h('li', {},
  isAnswer && tick(one.holds), condition(isAnswer ? one : { ...one, seen: '' }), conditions(one.parts, isAnswer))));

async function asked(path, question) {
  try {
    const at = question.get('at');
    return await post(`${path}/explain`, {
      userId: question.get('user') || null, region: question.get('region') || null, attributes: JSON.parse(question.get('attributes') || '{}'),
      at: at ? new Date(at).toISOString() : null,
    });
  } catch (failure) {
    return { failure: failed(failure) };
  }
}

function answerOf(told, question, row) {
  if (told.failure) return h('p', { class: 'notice bad', role: 'alert' }, '✗ ', told.failure);
  const who = question.get('user') || t('ask.nobody');
  return h('div', { class: `answer ${told.enabled ? 'on' : 'off'}`, role: 'status' },
    h('p', { class: 'big' }, h('strong', {}, told.enabled ? '✓ ' : '✗ ', t(told.enabled ? 'answer.on' : 'answer.off', { who })),
      told.variant && [' ', h('code', {}, told.variant)]),
    // The library's own sentence says more, and is English.
    language() !== 'en' && h('p', {}, t(`reason.${told.reason}`, { rule: told.rule ?? '' })),
    h('p', { lang: 'en', class: language() === 'en' ? null : 'muted' }, told.summary),
    told.error !== 'None' && h('p', {}, h('strong', { class: 'bad' }, '✗ ', told.error)),
    told.rollout && [h('h3', {}, t('rollout'), ' ', told.rollout.decides && h('span', { class: 'badge' }, t('rule.decides'))),
      row.rollout && h('p', {}, lead(row.rollout)), conditions(told.rollout.conditions, true)],
    told.rules.length > 0 && [h('h3', {}, t('rules')), rules(told, true)],
    JSON.stringify(told).includes('bucket') && h('p', { class: 'muted small' }, t('bucket.text')));
}

/** The question goes into the fragment of the address: it can be sent to a colleague, and is in no log of a server. */
function ask(name, question) {
  const begun = `${name}?${question}`;
  const values = unsent.get(begun) ?? question;
  const entry = (id, label, key, hint, type = 'text') => h('label', {}, label, h('input', {
    id, name: key, type, value: values.get(key) ?? '', placeholder: hint, autocomplete: 'off', spellcheck: 'false', step: type === 'text' ? null : 1,
  }));
  return h('form', {
    class: 'row fields',
    input: event => {
      event.target.setAttribute('value', event.target.value);
      unsent.set(begun, new FormData(event.currentTarget));
    },
    submit: event => {
      event.preventDefault();
      unsent.delete(begun);
      const values = new URLSearchParams([...new FormData(event.target)].filter(([key, value]) => value.trim() || key === 'user'));
      location.hash = `#/flags/${encodeURIComponent(name)}?${values}`;
    },
  }, entry('ask-user', t('ask.user'), 'user'), entry('ask-region', t('ask.region'), 'region', 'CN-GD'),
  entry('ask-attributes', t('ask.attributes'), 'attributes', '{"plan":"pro"}'), entry('ask-at', t('ask.at'), 'at', null, 'datetime-local'),
  h('button', { id: 'ask-go', type: 'submit', class: 'full' }, t('ask.go')), h('p', { class: 'muted small' }, t('ask.text')));
}
