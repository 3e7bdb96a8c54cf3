import { useEffect, useSyncExternalStore } from 'react';

/** How many places on the page itself ask 纸出来了吗？ now: while one does, the strip below keeps quiet and leaves it the keys. */
let places = 0;
const listeners = new Set<() => void>();

function add(n: 1 | -1): void {
  places += n;
  for (const listener of listeners) listener();
}

/** Says that this part of the page asks, for as long as it is shown and `asks` holds. */
export function useAskedHere(asks: boolean): void {
  useEffect(() => {
    if (!asks) return;
    add(1);
    return () => add(-1);
  }, [asks]);
}

export function useIsAskedOnPage(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => places > 0,
  );
}
