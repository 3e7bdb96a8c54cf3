import type { Page } from 'playwright-core';

/** Most presses of Tab until a control must have been reached. */
const MOST_TABS = 160;

/** What a screen reader would call the focused element: enough of the accessible-name rules for our own screens. */
function focusedName(): string {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return '';
  const byIds = (ids: string | null) =>
    (ids ?? '')
      .split(/\s+/)
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' ');
  const labels =
    'labels' in element
      ? [...((element as HTMLInputElement).labels ?? [])].map((label) => label.textContent ?? '')
      : [];
  const group = element.closest('fieldset')?.querySelector('legend')?.textContent ?? '';
  const radios = byIds(element.closest('[role=radiogroup]')?.getAttribute('aria-labelledby') ?? null);
  const own =
    element.getAttribute('aria-label') ||
    byIds(element.getAttribute('aria-labelledby')).trim() ||
    labels.join(' ') ||
    element.innerText ||
    '';
  const checked = element instanceof HTMLInputElement && element.type === 'radio' ? `${radios || group}›` : '';
  return `${checked}${own}`.replace(/[\s*]+/g, ' ').trim();
}

/** An officer with both hands on the keyboard: everything is done by keys, nothing by mouse. */
export function keyboardOf(page: Page) {
  async function reach(name: string | RegExp): Promise<void> {
    const seen: string[] = [];
    const fits = (found: string) =>
      typeof name === 'string' ? found === name || found.startsWith(`${name} `) : name.test(found);
    for (let i = 0; i < MOST_TABS; i += 1) {
      const found = await page.evaluate(focusedName);
      if (fits(found)) return;
      seen.push(found);
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab never reached ${name}; it passed ${[...new Set(seen)].join(' | ')}`);
  }

  return {
    reach,
    press: (key: string) => page.keyboard.press(key),
    /** Goes to a field by Tab and types. Text goes in at once, as an input method commits it. */
    async type(name: string | RegExp, text: string): Promise<void> {
      await reach(name);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.insertText(text);
    },
    /** Goes to a radio group by Tab and walks it with the arrow until the option is chosen. */
    async choose(group: string | RegExp, option: string): Promise<void> {
      await reach(typeof group === 'string' ? new RegExp(`^${group}[^›]*›`) : group);
      for (let i = 0; i < 12; i += 1) {
        const found = (await page.evaluate(focusedName)).split('›')[1] ?? '';
        if (found.startsWith(option)) {
          await page.keyboard.press('Space');
          return;
        }
        await page.keyboard.press('ArrowDown');
      }
      throw new Error(`no option ${option} in ${group}`);
    },
    async activate(name: string | RegExp): Promise<void> {
      await reach(name);
      await page.keyboard.press('Enter');
    },
  };
}

export type Keyboard = ReturnType<typeof keyboardOf>;
