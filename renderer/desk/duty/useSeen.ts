import { useCallback, useState } from 'react';

const EMPTY: ReadonlySet<string> = new Set();

/**
 * Which open cases both officers have looked at, kept for this window and this shift: opening a case to look at it, which
 * leaves the page, does not lose the ticks.
 */
export function useSeen(shiftId: string): [ReadonlySet<string>, (seen: ReadonlySet<string>) => void] {
  const place = `desk-seen:${shiftId}`;
  const [held, setHeld] = useState<{ place: string; seen: ReadonlySet<string> } | null>(null);
  const seen = held?.place === place ? held.seen : read(place);
  const keep = useCallback(
    (next: ReadonlySet<string>) => {
      sessionStorage.setItem(place, JSON.stringify([...next]));
      setHeld({ place, seen: next });
    },
    [place],
  );
  return [seen, keep];
}

function read(place: string): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(place) ?? '[]');
    return Array.isArray(kept) ? new Set(kept.filter((id): id is string => typeof id === 'string')) : EMPTY;
  } catch {
    return EMPTY;
  }
}
