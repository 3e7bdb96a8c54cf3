import { DeskError } from '../../domain/contract/errors.ts';
import type { Timers } from './transport.ts';

/** Longest first wait after a failure and longest ever, ms. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;
/** What does not pass by itself: asked again no sooner than after the longest wait. */
const LASTING: ReadonlySet<string> = new Set(['centre_newer', 'centre_older', 'station_revoked']);

/** A wait after failures in a row, ms: drawn from nothing to the whole, so that stations do not come back all at once. */
export function waitAfter(failures: number, error: unknown, random: () => number): number {
  if (error instanceof DeskError && LASTING.has(error.code)) return LONGEST_WAIT * (1 + random());
  return random() * Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures - 1, 10));
}

export interface LoopParts {
  /** @returns ms until it is to run again, `Infinity` for not before it is woken */
  work: () => Promise<number>;
  failed: (error: unknown, wait: number) => void;
  timers: Timers;
  random: () => number;
}

/**
 * Runs work for ever, one run at a time; a failure makes the next run wait. Resting, it costs nothing. A run that went on
 * for as long as the longest wait has waited enough: what failed before it counts no more.
 */
export function createLoop({ work, failed, timers, random }: LoopParts) {
  let stopped = false;
  let failures = 0;
  /** Set by a wake that found nobody at rest: the next rest is skipped. */
  let called = false;
  let endRest: (() => void) | null = null;

  async function run(): Promise<void> {
    while (!stopped) {
      called = false;
      let pause: number;
      const since = timers.elapsed();
      try {
        pause = await work();
        failures = 0;
      } catch (error) {
        if (stopped) return;
        failures = timers.elapsed() - since >= LONGEST_WAIT ? 1 : failures + 1;
        pause = waitAfter(failures, error, random);
        failed(error, pause);
      }
      if (!stopped && pause > 0 && !(called && failures === 0)) await rest(pause);
    }
  }

  function rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = Number.isFinite(ms) ? timers.after(ms, end) : () => {};
      function end(): void {
        cancel();
        endRest = null;
        resolve();
      }
      endRest = end;
    });
  }

  const running = run();
  return {
    /** There is something to do. A wait after a failure goes on: what stopped the last run would stop this one. */
    wake(): void {
      called = true;
      if (failures === 0) endRest?.();
    },
    /** Somebody asked, or the line is back: now. */
    hurry(): void {
      called = true;
      endRest?.();
    },
    hasFailed: (): boolean => failures > 0,
    async stop(): Promise<void> {
      stopped = true;
      endRest?.();
      await running;
    },
  };
}

export type Loop = ReturnType<typeof createLoop>;
