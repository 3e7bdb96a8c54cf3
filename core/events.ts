import type { DeskEvent } from '../domain/contract/views/station.ts';

/** Tells windows what changed; the data itself they ask for. A listener that throws is dropped. */
export function createEvents() {
  const listeners = new Set<(event: DeskEvent) => void>();
  return {
    emit(event: DeskEvent): void {
      for (const listener of [...listeners]) {
        try {
          listener(event);
        } catch {
          listeners.delete(listener);
        }
      }
    },
    subscribe(listener: (event: DeskEvent) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export type Events = ReturnType<typeof createEvents>;
