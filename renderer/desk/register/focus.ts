import { setElementsOpen } from './intake-store.ts';

/** Puts the cursor into the field of a record path, unfolding what hides it. */
export function focusField(path: string): void {
  if (path.startsWith('six_elements.')) setElementsOpen(true);
  // The unfolded field exists after the next paint.
  window.setTimeout(() => focusNow(path), 30);
}

/** The same for a field that is on the screen: before the officer's next key, which belongs to it. */
export function focusNow(path: string): void {
  const holder = document.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`);
  const target = holder?.matches('input, textarea, select, button')
    ? holder
    : holder?.querySelector<HTMLElement>('input:checked, input, button');
  target?.focus();
  target?.scrollIntoView({ block: 'nearest' });
}

/** Enter in a one-line field goes on to the next field, as speech does; buttons on the way are passed over. */
export function focusNext(from: HTMLElement, form: HTMLElement): void {
  const fields = [...form.querySelectorAll<HTMLElement>('input, select, textarea')].filter(isStop);
  const at = fields.findIndex((field) => field === from || sameGroup(field, from));
  const next = fields.slice(at + 1).find((field) => !sameGroup(field, from));
  next?.focus();
  if (next instanceof HTMLInputElement && next.type === 'text') next.select();
}

function isStop(field: HTMLElement): boolean {
  if (field.matches(':disabled, [type=file], [tabindex="-1"]') || !field.checkVisibility()) return false;
  if (!(field instanceof HTMLInputElement && field.type === 'radio')) return true;
  // A group is one stop: its chosen button, or its first while nothing is chosen.
  const group = document.querySelectorAll<HTMLInputElement>(`input[name="${CSS.escape(field.name)}"]`);
  return [...group].some((other) => other.checked) ? field.checked : group[0] === field;
}

function sameGroup(a: HTMLElement, b: HTMLElement): boolean {
  return (
    a instanceof HTMLInputElement &&
    b instanceof HTMLInputElement &&
    a.type === 'radio' &&
    b.type === 'radio' &&
    a.name === b.name
  );
}
