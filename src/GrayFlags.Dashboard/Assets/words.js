// All words are in two files of JSON. The language is the one that the server chose for this request, or the one chosen here before.
const KEY = 'grayflags.language';
const root = document.documentElement;
export const languages = root.dataset.languages.split(' ');
let words = {};

export const language = () => root.lang;

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

/** The words of a key, with {name} replaced. A key that is missing shows itself. */
export const t = (key, values = {}) => (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));

/** The words for a name of the API, such as a phase; else the name. */
export const named = (kind, name) => words[`${kind}.${name}`] ?? name;

/** A time in the viewer's zone, and in UTC on hover. */
export function time(text) {
  if (!text) return '–';
  const at = new Date(text);
  const element = document.createElement('time');
  element.dateTime = text;
  element.title = at.toISOString();
  element.textContent = new Intl.DateTimeFormat(root.lang, { dateStyle: 'medium', timeStyle: 'medium' }).format(at);
  return element;
}

export const number = (value, digits = 2) => value === undefined || value === null
  ? '–'
  : new Intl.NumberFormat(root.lang, { maximumSignificantDigits: digits + 2 }).format(value);

/** Evidence, a natural logarithm, as odds; beyond e to the 20th a number says nothing more. */
export const odds = evidence => evidence > 20 ? `> ${number(4e8)}` : number(Math.exp(evidence), 0);

export const percent = value => new Intl.NumberFormat(root.lang, { style: 'percent', maximumFractionDigits: 3 }).format(value);

export function span(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const [days, hours, minutes] = [Math.floor(whole / 86400), Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60];
  const two = part => String(part).padStart(2, '0');
  return `${days > 0 ? `${days}.` : ''}${two(hours)}:${two(minutes)}:${two(whole % 60)}`;
}
