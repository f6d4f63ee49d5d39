// All flags, and one of them: its rules in words, the kill switch, and why it is on or off for somebody.
import { h, section, table } from './dom.js';
import { get, post } from './api.js';
import { button, mayOperate } from './operate.js';
import { answers, answersOverTime, stages } from './charts.js';
import { badge, lead, linkOf } from './overview.js';
import { language, named, number, percent, t, time } from './words.js';

const PAGE = 500;
const STATES = ['', 'on', 'off', 'rules', 'rollout', 'killed', 'expired', 'stale'];
const search = { query: '', state: '', tag: '', take: PAGE };

export async function flags(refresh) {
  const list = await get(`flags?query=${encodeURIComponent(search.query)}&state=${search.state}&tag=${encodeURIComponent(search.tag)}&take=${search.take}`);
  const states = STATES.filter(state => state !== 'stale' || state === search.state || list.flags.some(flag => flag.usage));
  const field = (id, label, key) => h('label', {}, label, h('input', {
    id, type: 'search', value: search[key], autocomplete: 'off', input: event => {
      // What is written stands in the attribute, too, or the next drawing would take the field away from under the writer.
      search[key] = event.target.value;
      event.target.setAttribute('value', event.target.value);
      search.take = PAGE;
      refresh();
    },
  }));
  return [
    h('div', { class: 'head' }, h('h2', {}, t('flags')), h('span', { class: 'muted', role: 'status' }, t('flags.count', {
      shown: number(list.flags.length, 8), total: number(list.total, 8),
    }))),
    h('div', { class: 'row fields' }, field('search', t('search'), 'query'), field('tag', t('tag'), 'tag'),
      h('label', {}, t('show'), h('select', { id: 'show', change: event => { search.state = event.target.value; search.take = PAGE; refresh(); } },
        states.map(state => h('option', { value: state, selected: state === search.state }, t(`show.${state || 'all'}`)))))),
    table([t('flag'), t('kind'), t('answers'), t('owner'), t('description')], list.flags.map(flag => [
      [linkOf(flag.name), flag.isKilled && h('strong', { class: 'bad' }, ` ✗ ${t('killed')}`),
        flag.isExpired && h('span', { class: 'warn' }, ` ■ ${t('expired.one')}`)],
      flag.rollout ? [h('a', { href: `#/rollouts/${encodeURIComponent(flag.name)}` }, named('phase', flag.rollout.phase)), ' ',
        percent(flag.rollout.percentage / 100)] : named('kind', flag.kind),
      usage(flag.usage), [flag.owner ?? '', flag.tags.map(tag => [' ', h('span', { class: 'tag' }, tag)])], flag.description ?? '',
    ]), t('flags.none')),
    list.total > list.flags.length && h('p', {}, h('button', {
      id: 'more', type: 'button', click: () => { search.take += PAGE; refresh(); },
    }, t('flags.more'))),
  ];
}

// Null where nothing is measured, and that is said: a bar of nothing would look like a flag that nobody asks.
function usage(measured) {
  if (!measured) return h('span', { class: 'muted nowrap' }, t('usage.none'));
  const shares = Object.entries(measured.shares ?? {});
  return [
    shares.length > 0 ? answers(shares.map(([name, share]) => [named('answer', `${name}.short`), share])) : h('span', { class: 'muted' }, t('usage.quiet')),
    measured.perMinute > 0 && h('small', { class: 'muted' }, ' ', t('usage.rate', { rate: number(measured.perMinute, 1) })),
    measured.staleReason && measured.staleReason !== 'expired' && h('span', { class: 'warn', title: measured.staleText },
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
        ? button({ label: t('do.on'), path: `${path}/on`, effect: t('effect.on', { flag: row.name }), done: refresh })
        : button({ label: t('do.off'), path: `${path}/off`, effect: t('effect.off', { flag: row.name }), more: blast(row), danger: true, done: refresh }))),
    row.description && h('p', {}, row.description),
    h('p', { class: 'muted' }, [row.owner && t('owner.is', row), row.source && t('source.is', row), row.expires && t('expires.is', row)]
      .filter(Boolean).join(' · '), row.tags.map(tag => [' ', h('span', { class: 'tag' }, tag)])),
    row.isKilled && h('p', { class: 'notice bad' }, '✗ ',
      view.turnedOff ? [t('off.by', view.turnedOff), ' ', time(view.turnedOff.at)] : t('off.document')),
    section('ask-title', t('ask'), null, ask(row.name, question), answered && answerOf(answered, question)),
    section('usage-title', t('usage'), null, row.usage ? [h('p', {}, usage(row.usage), ' ', t('usage.last'), ' ', time(row.usage.lastAsked)),
      view.usageHistory && answersOverTime(view.usageHistory)] : h('p', { class: 'muted' }, t('usage.how'))),
    rollout && section('rollout-title', t('rollout'), badge('phase', rollout.phase), stages(rollout),
      h('p', {}, lead({ ...row.rollout, waitReason: rollout.waitReason }), ' ',
        h('a', { href: `#/rollouts/${encodeURIComponent(row.name)}` }, t('rollout.open')))),
    section('rules-title', t('rules'), null, view.forNobody.rules.length > 0 ? rules(view.forNobody, false) : h('p', { class: 'muted' }, t('rules.none'))),
  ];
}

/** What an operation would change now, where that is measured. */
export const blast = row => row.usage?.perMinute > 0 && h('p', {}, t('usage.blast', {
  rate: number(row.usage.perMinute, 1),
  shares: Object.entries(row.usage.shares ?? {}).map(([name, share]) => `${named('answer', `${name}.short`)} ${percent(share)}`).join(' · '),
}));

const rules = (explanation, isAnswer) => h('ol', { class: 'rules' }, explanation.rules.map(rule =>
  h('li', { class: isAnswer && rule.decides ? 'decides' : null },
  isAnswer && !rule.isSwitchedOff && tick(rule.matches), h('strong', {}, rule.name), ' → ', h('code', {}, rule.serve),
  rule.isSwitchedOff && h('span', { class: 'muted' }, ` ■ ${t('rule.off')}`),
  isAnswer && rule.decides && h('span', { class: 'badge' }, t('rule.decides')),
  conditions(rule.conditions, isAnswer))));

const tick = holds => h('span', { class: holds ? 'good' : 'bad' }, h('span', { 'aria-hidden': 'true' }, holds ? '✓ ' : '✗ '),
  h('span', { class: 'hidden' }, t(holds ? 'holds' : 'holds.not')));

const conditions = (list, isAnswer) => list.length > 0 && h('ul', {}, list.map(condition => h('li', { lang: 'en' },
  isAnswer && tick(condition.holds), `${condition.field}: ${condition.wanted}`,
  isAnswer && condition.seen && h('span', { class: 'muted' }, ` (${condition.seen})`), conditions(condition.parts, isAnswer))));

async function asked(path, question) {
  try {
    const at = question.get('at');
    return await post(`${path}/explain`, {
      userId: question.get('user') || null, region: question.get('region') || null, attributes: JSON.parse(question.get('attributes') || '{}'),
      at: at ? new Date(at).toISOString() : null,
    });
  } catch (failure) {
    return { failure: failure.message };
  }
}

function answerOf(told, question) {
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
      h('p', { lang: 'en' }, told.rollout.standing), conditions(told.rollout.conditions, true)],
    told.rules.length > 0 && [h('h3', {}, t('rules')), rules(told, true)],
    JSON.stringify(told).includes('bucket') && h('p', { class: 'muted small' }, t('bucket.text')));
}

/** The question goes into the fragment of the address: it can be sent to a colleague, and is in no log of a server. */
function ask(name, question) {
  const field = (id, label, key, hint, type = 'text') => h('label', {}, label, h('input', {
    id, name: key, type, value: question.get(key) ?? '', placeholder: hint, autocomplete: 'off', spellcheck: 'false', step: type === 'text' ? null : 1,
    input: event => event.target.setAttribute('value', event.target.value),
  }));
  return h('form', {
    class: 'row fields',
    submit: event => {
      event.preventDefault();
      const values = new URLSearchParams([...new FormData(event.target)].filter(([key, value]) => value.trim() || key === 'user'));
      location.hash = `#/flags/${encodeURIComponent(name)}?${values}`;
    },
  }, field('ask-user', t('ask.user'), 'user'), field('ask-region', t('ask.region'), 'region', 'CN-GD'),
  field('ask-attributes', t('ask.attributes'), 'attributes', '{"plan":"pro"}'), field('ask-at', t('ask.at'), 'at', null, 'datetime-local'),
  h('button', { id: 'ask-go', type: 'submit', class: 'full' }, t('ask.go')), h('p', { class: 'muted small' }, t('ask.text')));
}
