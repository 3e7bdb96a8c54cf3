import { useSyncExternalStore } from 'react';
import type { DeskEvent } from '../../../domain/contract/views/station.ts';

export interface RecomputeShown {
  done: number;
  total: number;
}

/** Work that is over sooner than this is not worth a bar, ms. */
const WORTH_SHOWING = 500;

let begun: number | null = null;
let shown: RecomputeShown | null = null;
const listeners = new Set<() => void>();

/** Follows the core's word on how far deadlines are computed anew; other events are not its business. */
export function noteRecompute(event: DeskEvent, now = performance.now()): void {
  if (event.type !== 'recompute') return;
  const { done, total } = event;
  const over = done >= total;
  begun = over ? null : (begun ?? now);
  shown = begun !== null && now - begun >= WORTH_SHOWING ? { done, total } : null;
  for (const listener of listeners) listener();
}

/** Null while nothing is worth showing. */
export function useRecompute(): RecomputeShown | null {
  return useSyncExternalStore(subscribe, currentRecompute);
}

export const currentRecompute = (): RecomputeShown | null => shown;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
