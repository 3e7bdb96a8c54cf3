type Attributes = Record<string, string | boolean | ((event: Event) => void)>;

/** Makes an element; strings become text, never markup. Attributes that are functions listen to that event. */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else if (typeof value === 'boolean') element.toggleAttribute(key, value);
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/** Shows one thing in place of the other and puts the reader at its heading. */
export function show(...content: readonly Node[]): void {
  const root = document.getElementById('root');
  root?.replaceChildren(...content);
  window.scrollTo(0, 0);
  root?.querySelector<HTMLElement>('h1')?.focus();
}

export function heading(words: string): HTMLHeadingElement {
  return el('h1', { tabindex: '-1' }, words);
}

export function button(words: string, kind: 'primary' | 'plain', onClick: () => void): HTMLButtonElement {
  return el('button', { type: 'button', class: `button ${kind}`, click: onClick }, words);
}
