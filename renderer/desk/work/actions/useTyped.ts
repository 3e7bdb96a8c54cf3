import { useCallback, useState } from 'react';
import type { CommandType } from '../../../../domain/contract/commands.ts';

const placeOf = (caseId: string, action: CommandType) => `desk-typed:${caseId}:${action}`;

/**
 * What was typed into an action's form, kept for this window until the action is done: closing the panel, reloading the
 * page or a change of the case file loses nothing.
 *
 * @returns value, and a setter of some of its members
 */
export function useTyped<T extends object>(
  caseId: string,
  action: CommandType,
  initial: T,
): [T, (change: Partial<T>) => void] {
  const place = placeOf(caseId, action);
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
export function forgetTyped(caseId: string, action: CommandType): void {
  sessionStorage.removeItem(placeOf(caseId, action));
}

function read<T>(place: string): Partial<T> {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? '{}') as Partial<T>;
  } catch {
    return {};
  }
}
