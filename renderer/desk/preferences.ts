import { useSyncExternalStore } from 'react';

/** How this PC's screen looks: a matter of the eye and the hour, so it stays in the window's own storage. */
export interface Preferences {
  theme: 'light' | 'dark';
  /** Percent of the ordinary text size. */
  textSize: 100 | 125 | 150;
  sidePanel: boolean;
}

const KEY = 'desk-preferences';
const listeners = new Set<() => void>();
let current: Preferences = { theme: 'light', textSize: 100, sidePanel: true, ...read() };

function read(): Partial<Preferences> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>;
  } catch {
    return {};
  }
}

/** Puts the preferences on the document; called once before the first paint and after each change. */
export function applyPreferences(): void {
  document.documentElement.dataset.theme = current.theme;
  document.documentElement.style.setProperty('--text-scale', String(current.textSize / 100));
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  localStorage.setItem(KEY, JSON.stringify(current));
  applyPreferences();
  for (const listener of listeners) listener();
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
