import { useCallback, useState } from 'react';

const placeOf = (caseId: string, offerKey: string) => `desk-typed:${caseId}:${offerKey}`;

/**
 * What was typed into an action's form, kept for this window until the action is done: closing the panel, reloading the
 * page or a change of the case file loses nothing.
 *
 * @param offerKey the offer's `key`: several steps of one kind are typed apart
 * @returns value, and a setter of some of its members
 */
export function useTyped<T extends object>(
  caseId: string,
  offerKey: string,
  initial: T,
): [T, (change: Partial<T>) => void] {
  const place = placeOf(caseId, offerKey);
  const [value, setValue] = useState<T>(() => ({ ...initial, ...read<T>(place) }));
  const change = useCallback(
    (part: Partial<T>) =>
      setValue((before) => {
        const next = { ...before, ...part };
        sessionStorage.setItem(place, JSON.stringify(next));
        return next;
      }),
    [place],
  );
  return [value, change];
}

/** Forgets what was typed, once it is in the case file. */
export function forgetTyped(caseId: string, offerKey: string): void {
  sessionStorage.removeItem(placeOf(caseId, offerKey));
}

function read<T>(place: string): Partial<T> {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? '{}') as Partial<T>;
  } catch {
    return {};
  }
}
