// All words are in two files of JSON. The language is the one that the server chose for this request, or the one chosen here before.
const KEY = 'grayflags.language';
const root = document.documentElement;
export const languages = root.dataset.languages.split(' ');
let words = {};

export const language = () => root.lang;

// Of the words' language, but as the viewer writes dates and numbers: en-GB and en-US differ.
const locale = () => navigator.languages.find(tag => tag.split('-')[0] === root.lang.split('-')[0]) ?? root.lang;

export async function load() {
  const chosen = localStorage.getItem(KEY);
  if (languages.includes(chosen)) root.lang = chosen;
  const response = await fetch(new URL(`${root.lang}.json`, import.meta.url));
  words = await response.json();
}

export async function choose(name) {
  localStorage.setItem(KEY, name);
  await load();
}

/** The words of a key. {name} is a value, and {name:flag|flags} what goes with one of it and with many. A key that is missing shows itself. */
export const t = (key, values = {}) => (words[key] ?? key).replace(/\{(\w+)(?::(.*?)\|(.*?))?\}/g, (_, name, one, many) => {
  const value = values[name] ?? '';
  return many === undefined ? typeof value === 'number' ? number(value, 8) : value
    : new Intl.PluralRules(root.lang).select(value) === 'one' ? one : many;
});

/** The words for a name of the API, such as a phase; else the name. */
export const named = (kind, name, otherwise = name) => words[`${kind}.${name}`] ?? otherwise;

/** Why something has failed. The API's own sentence says more, and is English. */
export const failed = failure => language() === 'en' && failure.body?.message
  || named('failure', failure.body?.code ?? failure.body?.outcome, failure.message);

/** A time in the viewer's zone, and in UTC on hover. */
export function time(text, options = { dateStyle: 'medium', timeStyle: 'medium' }) {
  if (!text) return '–';
  const at = new Date(text);
  const element = document.createElement('time');
  element.dateTime = text;
  element.title = at.toISOString();
  element.textContent = new Intl.DateTimeFormat(locale(), options).format(at);
  return element;
}

export const clock = seconds => new Intl.DateTimeFormat(locale(), { timeStyle: 'medium', hourCycle: 'h23' }).format(new Date(seconds * 1000));

export const number = (value, digits = 2) => value === undefined || value === null
  ? '–'
  : new Intl.NumberFormat(locale(), { maximumSignificantDigits: digits + 2 }).format(value);

/** Evidence, a natural logarithm, as odds; beyond e to the 20th a number says nothing more, and below 1 to 1 nothing at all. */
export const odds = evidence => evidence > 20 ? `> ${number(4e8)}` : number(Math.exp(Math.max(0, evidence)), evidence < 3 ? 0 : 1);

export const percent = value => new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 3 }).format(value);

/** A value of a guard's metric in the unit in which people think of it. */
export const measured = (metric, value, sign = 'auto') => metric === 'Duration'
  ? new Intl.NumberFormat(locale(), { style: 'unit', unit: 'millisecond', maximumSignificantDigits: 3, signDisplay: sign })
    .format(Number((value * 1000).toFixed(3)))
  : new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 2, signDisplay: sign }).format(value);

export function span(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const [days, hours, minutes] = [Math.floor(whole / 86400), Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60];
  const two = part => String(part).padStart(2, '0');
  return `${days > 0 ? `${days}.` : ''}${two(hours)}:${two(minutes)}:${two(whole % 60)}`;
}

/** A time that runs down while somebody looks. */
export function countdown(seconds) {
  const element = document.createElement('strong');
  element.className = 'countdown';
  element.dataset.until = String(Math.round(Date.now() / 1000 + seconds));
  element.textContent = span(seconds);
  return element;
}

setInterval(() => {
  for (const element of document.querySelectorAll('[data-until]')) element.textContent = span(element.dataset.until - Date.now() / 1000);
}, 1000);
