// Elements are made, never parsed: whatever a name of a flag or a rule holds, it is text.
const SVG = 'http://www.w3.org/2000/svg';
const unfolded = new Map();
// Elements that have listeners, or hold one that has: its module may know them, and goes on writing into them.
const live = new WeakSet();

/** @param {Element} element @param {Record<string, unknown>} attributes @param {unknown[]} children */
function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') {
      element.addEventListener(name, value);
      live.add(element);
    } else element.setAttribute(name, value === true ? '' : String(value));
  }
  const shown = children.flat(9).filter(child => child !== null && child !== undefined && child !== false);
  if (shown.some(child => live.has(child))) live.add(element);
  element.append(...shown);
  return element;
}

/** An element of HTML; a function among the attributes is a listener. */
export const h = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);

/** An element of SVG. */
export const s = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

/** A table; a cell may be an element. On a narrow screen each row is a list of its heads and cells, which keeps its roles. */
export const table = (heads, rows, empty) => rows.length === 0
  ? h('p', { class: 'muted' }, empty)
  : h('table', { role: 'table' },
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, heads.map(head => h('th', { scope: 'col', role: 'columnheader' }, head)))),
    h('tbody', { role: 'rowgroup' }, rows.map(row => h('tr', { role: 'row' }, row.map((cell, column) =>
      h('td', { role: 'cell', 'data-head': heads[column] }, cell || cell === 0 ? h('div', {}, cell) : null))))));

/** A field that searches by what is written in it. */
export const field = (id, label, values, key, changed) => h('label', {}, label, h('input', {
  id, type: 'search', value: values[key], autocomplete: 'off', input: ({ target }) => {
    // What is written stands in the attribute, too, or the next drawing would take the field away from under the writer.
    values[key] = target.value;
    target.setAttribute('value', target.value);
    changed();
  },
}));

/** A section with a heading, and what stands beside it. */
export const section = (id, title, aside, ...children) => h('section', { 'aria-labelledby': id },
  h('div', { class: 'head' }, h('h2', { id }, title), aside || null), children);

/** What is folded away until somebody asks for it; it stays open when the page is drawn again. */
export const fold = (id, summary, content) => h('details', { id, open: unfolded.get(id) },
  h('summary', { id: `${id}-summary`, click: event => unfolded.set(id, !event.currentTarget.parentElement.open) }, summary), content);

function take(nodes, test) {
  const index = nodes.findIndex(test);
  return index < 0 ? undefined : nodes.splice(index, 1)[0];
}

// The same thing, drawn anew. What leads elsewhere, or has another identity, is another thing.
const isKin = (one, other) => one.attributes && one.nodeName === other.nodeName && !live.has(one) && !live.has(other)
  && ['id', 'href'].every(name => one.getAttribute(name) === other.getAttribute(name));

function merge(target, content) {
  const left = [...target.childNodes];
  const same = content.map(node => take(left, shown => shown === node || shown.isEqualNode(node)));
  const wanted = content.map((node, index) => same[index] ?? update(take(left, shown => isKin(shown, node)), node));
  for (const node of left) node.remove();
  wanted.forEach((node, index) => target.childNodes[index] === node || target.insertBefore(node, target.childNodes[index] ?? null));
}

function update(shown, wanted) {
  if (!shown) return wanted;
  for (const { name } of [...shown.attributes]) wanted.hasAttribute(name) || shown.removeAttribute(name);
  for (const { name, value } of wanted.attributes) shown.setAttribute(name, value);
  merge(shown, [...wanted.childNodes]);
  return shown;
}

/** Replaces what has changed, and leaves everything else where it was: the focus, what is written in a field, what is selected. */
export function show(target, ...content) {
  const { activeElement: focused } = document;
  const isWithin = target !== focused && target.contains(focused);
  merge(target, content.flat(9).filter(Boolean));
  if (!isWithin || focused === document.activeElement) return;
  (focused.isConnected ? focused : focused.id && document.getElementById(focused.id)
    || [...target.querySelectorAll(focused.localName)].find(other => other.isEqualNode(focused))
    || document.getElementById('main'))?.focus({ preventScroll: true });
}

/** The region that is read to those who listen to the page. */
export const said = h('div', { role: 'status', class: 'hidden' });
const unsaid = new Map();
let lastSaid = 0;

/** Says at most one thing in five seconds; what comes meanwhile is said in the next one, of each subject the latest. */
export function say(subject, text) {
  const isWaiting = unsaid.size > 0;
  unsaid.set(subject, text);
  if (isWaiting) return;
  setTimeout(() => {
    lastSaid = Date.now();
    said.textContent = [...unsaid.values()].join(' ');
    unsaid.clear();
  }, Math.max(0, lastSaid + 5000 - Date.now()));
}
