// Sources, what is wrong with their documents, and the nodes of the fleet.
import { h, section, table } from './dom.js';
import { part } from './api.js';
import { button, mayOperate } from './operate.js';
import { badge, missing } from './overview.js';
import { number, span, t, time } from './words.js';

export async function health(refresh) {
  const [providers, fleet] = await Promise.all([part('providers', refresh), part('fleet', refresh)]);
  return [
    section('providers', t('providers'), null, !providers ? missing(providers) : table([
      t('provider'), t('phase'), t('loaded'), t('failures'), t('act'),
    ], providers.map(provider => [
      h('strong', {}, provider.name), [badge('provider', provider.state), provider.reason && h('div', { lang: 'en', class: 'muted' }, provider.reason)],
      [time(provider.loadedAt), provider.savedAt && h('div', { class: 'muted' }, t('saved'), ' ', time(provider.savedAt)),
        provider.maxSilenceSeconds > 0 && h('div', { class: 'muted' }, t('silence', { span: span(provider.maxSilenceSeconds) }))],
      number(provider.failures, 8),
      mayOperate() && provider.state === 'Held' ? button({
        id: `accept-${provider.name}`, label: t('do.accept'), path: 'rules/accept', effect: t('effect.accept', provider),
        body: { provider: provider.name },
      }) : '',
    ]), t('none'))),
    (providers ?? []).filter(provider => provider.problems.length > 0).map(provider => section(`problems-${provider.name}`, t('problems', provider), null,
      table([t('path'), t('line'), t('problem')], provider.problems.map(problem => [h('code', {}, problem.path), problem.line ?? '',
        h('span', { lang: 'en' }, problem.message)]), t('none')))),
    !fleet ? section('fleet', t('nodes.all'), null, missing(fleet)) : fleet.documents.map(document => section(`nodes-${document.name}`,
      t('nodes', document), null, table([t('node'), t('version'), t('library'), t('seen')], document.members.map(member =>
        [member.node, member.serving, member.library, time(member.seenAt)]), t('none')))),
    fleet?.evidence && section('evidence', t('evidence.fleet'), null, h('p', {},
      t('evidence.fleet.text', fleet.evidence), fleet.evidence.isCutOff && h('strong', { class: 'bad' }, ` ✗ ${t('cutOff')}`))),
    fleet?.documents.length === 0 && !fleet.evidence && h('p', { class: 'muted' }, t('fleet.none')),
  ];
}
