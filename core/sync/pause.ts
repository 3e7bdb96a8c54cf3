import type { Timers } from './transport.ts';

/** Waits, but not beyond the moment at which everything stops. */
export function pause(timers: Timers, ms: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cancel = timers.after(ms, end);
    function end(): void {
      cancel();
      stopped.removeEventListener('abort', end);
      resolve();
    }
    stopped.addEventListener('abort', end, { once: true });
    if (stopped.aborted) end();
  });
}
