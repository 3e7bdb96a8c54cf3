import { z } from 'zod';
import type { Simulator } from './simulator.ts';

/** What a person can do to a simulated printer. */
export const actions = ['paper in', 'paper out', 'cover open', 'cover closed', 'on', 'off'] as const;
export type Action = (typeof actions)[number];

const count = z.number().int().min(0);
const behaviour = z.strictObject({
  blackHole: z.boolean().optional(),
  silent: z.boolean().optional(),
  forgets: z.boolean().optional(),
  resetAtByte: count.optional(),
  resetAfterCut: z.boolean().optional(),
  stallAtByte: count.optional(),
  drip: z.strictObject({ bytes: count.min(1), ms: count }).optional(),
  answersLate: count.optional(),
  answersNoisy: z.boolean().optional(),
  answersStale: z.boolean().optional(),
  paperOutAtLine: count.optional(),
  coverOpenAtLine: count.optional(),
  paperEnd: z.enum(['holds', 'goesOn']).optional(),
});

/** Steps in order; `after` is seconds since the step before. */
export const scriptSchema = z.array(
  z.union([
    z.strictObject({ after: z.number().min(0).max(3_600), do: z.enum(actions) }),
    z.strictObject({ after: z.number().min(0).max(3_600), behave: behaviour }),
  ]),
);
export type Script = z.output<typeof scriptSchema>;

export async function act(printer: Simulator, action: Action): Promise<void> {
  if (action === 'on') await printer.on();
  else if (action === 'off') await printer.off();
  else if (action === 'paper in' || action === 'paper out') printer.paper(action === 'paper in' ? 'in' : 'out');
  else printer.cover(action === 'cover open' ? 'open' : 'closed');
}

/** Plays a script on a printer. Ends early when `signal` is aborted. */
export async function play(printer: Simulator, script: Script, signal: AbortSignal): Promise<void> {
  for (const step of script) {
    await pause(step.after * 1_000, signal);
    if (signal.aborted) return;
    if ('do' in step) await act(printer, step.do);
    else printer.behave(definedOnly(step.behave));
  }
}

function definedOnly<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
