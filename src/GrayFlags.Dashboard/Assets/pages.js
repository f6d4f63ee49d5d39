// The pages: overview, flags, one flag, history, health, audit.
import { h, table } from './dom.js';
import { get, post, session } from './api.js';
import { button, mayOperate } from './operate.js';
import { named, number, percent, t, time } from './words.js';
import * as rollout from './rollout.js';

const link = (name, text) => h('a', { href: `#/flags/${encodeURIComponent(name)}` }, text ?? name);
const short = row => row && `${named('phase', row.phase)} · ${row.stage} · ${percent(row.percentage / 100)}`;

export async function overview(_, refresh) {
  const summary = await get('summary');
  const waiting = summary.rollouts.filter(row => row.needsPerson);
  const others = summary.rollouts.filter(row => !row.needsPerson);
  const rows = list => list.map(row => [link(row.flag), short(row), row.text]);
  return [
    h('section', {}, h('h2', {}, t('state')),
      h('p', {}, h('span', { class: `badge ${summary.state}` }, named('state', summary.state)), ' ',
        t('state.text', { instance: summary.instance, version: summary.version, flags: number(summary.flags, 8) }), ' ', time(summary.changedAt)),
      summary.isStale && h('p', { class: 'bad' }, '✗ ', t('state.stale')),
      summary.problems > 0 && h('p', { class: 'bad' }, '✗ ', h('a', { href: '#/health' }, t('state.problems', { problems: summary.problems }))),
      summary.warnings.map(warning => h('p', { lang: 'en' }, '■ ', warning)),
      summary.pin && h('p', {}, '■ ', t('state.pin', summary.pin), ' ', mayOperate() && button({
        label: t('do.unpin'), path: 'rules/unpin', effect: t('effect.unpin'), done: refresh,
      }))),
    h('section', {}, h('h2', {}, t('person')), table([t('flag'), t('rollout'), t('waits')], rows(waiting), t('person.none'))),
    h('section', {}, h('h2', {}, t('off')), table([t('flag'), t('by'), t('reason'), t('time')],
      summary.turnedOff.map(off => [link(off.flag), off.by, off.reason, time(off.at)]), t('off.none'))),
    others.length > 0 && h('section', {}, h('h2', {}, t('running')), table([t('flag'), t('rollout'), t('waits')], rows(others), t('none'))),
    summary.expired.length > 0 && h('section', {}, h('h2', {}, t('expired')), h('ul', {}, summary.expired.map(name => h('li', {}, link(name))))),
  ];
}

let search = { query: '', state: '' };

export async function flags(_, refresh) {
  const list = await get(`flags?query=${encodeURIComponent(search.query)}&state=${search.state}`);
  const states = ['', 'on', 'off', 'rules', 'rollout', 'killed', 'expired'];
  return [h('section', {}, h('h2', {}, t('flags')),
    h('div', { class: 'row' },
      h('label', {}, t('search'), ' ', h('input', {
        id: 'search', type: 'search', value: search.query, input: event => { search.query = event.target.value; refresh(); },
      })),
      h('label', {}, t('show'), ' ', h('select', { id: 'show', change: event => { search.state = event.target.value; refresh(); } },
        states.map(state => h('option', { value: state, selected: state === search.state }, t(`show.${state || 'all'}`)))))),
    h('p', { class: 'muted' }, t('flags.count', { shown: list.flags.length, total: list.total })),
    table([t('flag'), t('kind'), t('rollout'), t('owner'), t('description')], list.flags.map(flag => [
      [link(flag.name), flag.isKilled && h('strong', { class: 'bad' }, ` ✗ ${t('off')}`), flag.isExpired && ` ■ ${t('expired')}`],
      named('kind', flag.kind), short(flag.rollout) ?? '', flag.owner ?? '', flag.description ?? '',
    ]), t('flags.none')))];
}

export async function flag(name, refresh) {
  const view = await get(`flags/${encodeURIComponent(name)}`);
  const path = `flags/${encodeURIComponent(view.flag.name)}`;
  return [
    h('section', {}, h('h2', {}, view.flag.name, ' ', h('span', { class: 'badge' }, named('kind', view.flag.kind))),
      view.flag.description && h('p', {}, view.flag.description),
      h('p', { class: 'muted' }, [view.flag.owner, view.flag.source, ...view.flag.tags].filter(Boolean).join(' · ')),
      view.flag.isKilled && h('p', { class: 'bad' }, '✗ ', view.turnedOff ? t('off.by', view.turnedOff) : t('off.document')),
      mayOperate() && h('div', { class: 'row' }, view.turnedOff
        ? button({ label: t('do.on'), path: `${path}/on`, effect: t('effect.on', { flag: view.flag.name }), done: refresh })
        : button({ label: t('do.off'), path: `${path}/off`, effect: t('effect.off', { flag: view.flag.name }), danger: true, done: refresh }))),
    view.rollout && await rollout.render(view.flag.name, refresh),
    view.forNobody.rules.length > 0 && h('section', {}, h('h2', {}, t('rules')), rules(view.forNobody, false)),
    ask(path),
  ];
}

const rules = (explanation, isAnswer) => h('ol', { class: 'rules' }, explanation.rules.map(rule => h('li', {},
  h('strong', {}, rule.name), ' → ', rule.serve, rule.isSwitchedOff && ` (${t('rule.off')})`, isAnswer && (rule.decides
    ? ` ✓ ${t('rule.decides')}` : rule.matches ? ' ✓' : ' ✗'),
  conditions(rule.conditions, isAnswer))));

const conditions = (list, isAnswer) => list.length > 0 && h('ul', {}, list.map(condition => h('li', { lang: 'en' },
  isAnswer && (condition.holds
    ? '✓ ' : '✗ '), condition.field, ': ', condition.wanted, isAnswer && condition.seen && ` (${condition.seen})`, conditions(condition.parts, isAnswer))));

let question = { userId: '', region: '', attributes: '' };

// Asked again only when somebody asks, and never kept: what is written here stays in this page.
function ask(path) {
  const answer = h('div', { role: 'status' });
  const field = (name, label) => h('label', {}, label, ' ', h('input', {
    id: `ask-${name}`, value: question[name], autocomplete: 'off', input: event => { question[name] = event.target.value; },
  }));
  return h('section', {}, h('h2', {}, t('ask')), h('p', { class: 'muted' }, t('ask.text')),
    h('form', {
      class: 'row',
      submit: async event => {
        event.preventDefault();
        try {
          const attributes = question.attributes.trim() ? JSON.parse(question.attributes) : {};
          const told = await post(`${path}/explain`, { userId: question.userId || null, region: question.region || null, attributes });
          answer.replaceChildren(h('p', {}, h('strong', {}, told.enabled ? `✓ ${t('on')}` : `✗ ${t('isOff')}`), ' ', told.variant ?? '', ' ',
            h('span', { lang: 'en' }, told.summary)), rules(told, true));
          if (told.rollout) {
            answer.append(h('p', { lang: 'en' }, `${told.rollout.id}: ${told.rollout.standing}`), conditions(told.rollout.conditions, true) || '');
          }
        } catch (failure) {
          answer.replaceChildren(h('p', { class: 'bad' }, failure.message));
        }
      },
    }, field('userId', t('ask.user')), field('region', t('ask.region')), field('attributes', t('ask.attributes')), h('button', { type: 'submit' },
      t('ask.go'))),
    answer);
}

export async function history(_, refresh) {
  const [versions, names, summary] = await Promise.all([get('versions'), get('documents'), get('summary')]);
  const documents = await Promise.all(names.map(async name => ({ name, lines: await get(`documents/${encodeURIComponent(name)}/history`) })));
  const pin = version => mayOperate() && version !== summary.version && button({
    label: t('do.pin'), path: 'rules/pin', effect: t('effect.pin', { version }), body: { version }, done: refresh,
  });
  return [
    h('section', {}, h('h2', {}, t('versions')), h('p', { class: 'muted' }, t('versions.text')), table([t('version'), t('time'),
      t('changes'), ''], versions.map(version => [
      version.version, time(version.appliedAt),
      [...version.added.map(name => `+ ${name}`), ...version.removed.map(name => `− ${name}`),
        ...version.changed.map(name => `~ ${name}`)].join(', ') || '–',
      pin(version.version),
    ]), t('none'))),
    documents.map(document => h('section', {}, h('h2', {}, t('document', document)), table([t('version'), t('time'), t('by'), t('reason'), ''],
      document.lines.map((line, index) => [
        line.version, time(line.at), line.by, line.reason,
        session.canPublish && index > 0 && button({
          label: t('do.revert'), path: `documents/${encodeURIComponent(document.name)}/revert`, effect: t('effect.revert', line),
          body: { toVersion: line.version, expectedVersion: document.lines[0].version }, done: refresh,
        }),
      ]), t('none')))),
  ];
}

export async function health(_, refresh) {
  const [providers, fleet] = await Promise.all([get('providers'), get('fleet')]);
  return [
    h('section', {}, h('h2', {}, t('providers')), table([t('provider'), t('state'), t('reason'), t('loaded'), ''], providers.map(provider => [
      provider.name, h('span', { class: `badge ${provider.state}` }, named('provider', provider.state)), h('span', { lang: 'en' }, provider.reason ?? ''),
        time(provider.loadedAt),
      mayOperate() && provider.state === 'Held' && button({
        label: t('do.accept'), path: 'rules/accept', effect: t('effect.accept', provider), body: { provider: provider.name }, done: refresh,
      }),
    ]), t('none'))),
    providers.filter(provider => provider.problems.length > 0).map(provider => h('section', {}, h('h2', {}, t('problems', provider)),
      table([t('path'), t('line'), t('problem')], provider.problems.map(problem => [problem.path, problem.line ?? '',
        h('span', { lang: 'en' }, problem.message)]), t('none')))),
    fleet.documents.map(document => h('section', {}, h('h2', {}, t('nodes', document)), table([t('node'), t('version'), t('library'), t('seen')],
      document.members.map(member => [member.node, member.serving, member.library, time(member.seenAt)]), t('none')))),
    fleet.evidence && h('section', {}, h('h2', {}, t('evidence.fleet')), h('p', {},
      t('evidence.fleet.text', fleet.evidence), fleet.evidence.isCutOff && h('strong', { class: 'bad' }, ` ✗ ${t('cutOff')}`))),
  ];
}

export async function audit() {
  const entries = await get('audit');
  return [h('section', {}, h('h2', {}, t('audit')), h('p', { class: 'muted' }, t('audit.text')), table([t('time'), t('by'), t('what'), t('target'),
    t('reason')],
    entries.map(entry => [time(entry.at), entry.by, `${named('audit', entry.kind)} · ${entry.text}`, entry.target, entry.reason]), t('none')))];
}
