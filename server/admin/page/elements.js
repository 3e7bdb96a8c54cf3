/**
 * Makes an element. Words go in as text nodes only, so a name that looks like markup stays a name.
 *
 * @param {string} tag
 * @param {Record<string, unknown>} [props] attributes; `on…` are listeners, `class` a class list, `true` an empty attribute
 * @param {...(Node | string | number | null | false | undefined | (Node | string | null | false)[])} children
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (name === 'value') element.value = value;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A labelled field: the control, its words and the place for what is wrong with it. */
export function field(label, control, words = '') {
  const id = control.id || `f-${++fields}`;
  control.id = id;
  if (words !== '') control.setAttribute('aria-describedby', `${id}-words`);
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    control,
    words === '' ? null : h('div', { class: 'words', id: `${id}-words` }, words),
  );
}
let fields = 0;

export const input = (props = {}) => h('input', { class: 'input', autocomplete: 'off', ...props });

/** @param {readonly (readonly [string, string])[]} options value and words */
export function select(options, chosen, props = {}) {
  const list = options.map(([value, words]) => h('option', { value, selected: value === chosen }, words));
  return h('select', { class: 'input', ...props }, ...list);
}

export function button(words, onclick, props = {}) {
  return h('button', { type: 'button', class: 'button', ...(onclick ? { onclick } : {}), ...props }, words);
}

/**
 * A table with its name; `rows` are arrays of cells. An empty one says so.
 *
 * @param {string} name what a screen reader calls it
 */
export function table(name, heads, rows, empty) {
  if (rows.length === 0) return h('p', { class: 'empty' }, empty);
  return h(
    'div',
    { class: 'table-frame', tabindex: '0', role: 'region', 'aria-label': name },
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, ...heads.map((head) => h('th', { scope: 'col' }, head)))),
      h('tbody', {}, ...rows.map((cells) => h('tr', {}, ...cells.map((cell) => h('td', {}, cell))))),
    ),
  );
}

/** A state in colour, sign and word. @param {'good' | 'warn' | 'bad' | 'calm'} tone */
export function state(tone, words) {
  const sign = { good: '●', warn: '▲', bad: '■', calm: '○' }[tone];
  return h('span', { class: `state state-${tone}` }, h('span', { 'aria-hidden': 'true' }, sign), words);
}

export function panel(title, ...children) {
  return h('section', { class: 'panel' }, h('h2', {}, title), ...children);
}

export const code = (text) => h('span', { class: 'code' }, text);
