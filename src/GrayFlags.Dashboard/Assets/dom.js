// Elements are made, never parsed: whatever a name of a flag or a rule holds, it is text.
const SVG = 'http://www.w3.org/2000/svg';

/** @param {Element} element @param {Record<string, unknown>} attributes @param {unknown[]} children */
function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat(9).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** An element of HTML; a function among the attributes is a listener. */
export const h = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);

/** An element of SVG. */
export const s = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

/** A table; a cell may be an element. */
export const table = (heads, rows, empty) => rows.length === 0
  ? h('p', { class: 'muted' }, empty)
  : h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': heads[0] }, h('table', {},
    h('thead', {}, h('tr', {}, heads.map(head => h('th', { scope: 'col' }, head)))),
    h('tbody', {}, rows.map(row => h('tr', {}, row.map(cell => h('td', {}, cell)))))));

/** Replaces what is shown, and leaves the focus where it was. */
export function show(target, ...content) {
  const focused = document.activeElement?.id;
  target.replaceChildren(...content.flat(9).filter(Boolean));
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
}
