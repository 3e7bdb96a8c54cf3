import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const WORKER = join(import.meta.dirname, 'worker.ts');

export interface FailedSeed {
  failed: number;
  faults: string[];
  trace: string[];
}

export interface Played {
  done: number;
  /** Entries at the centres of all these worlds together. */
  entries: number;
  failures: FailedSeed[];
}

/**
 * Plays seeds in a process of its own, away from the test runner's way of loading code.
 *
 * @param step distance from one seed to the next, so that several workers share a row of seeds
 * @throws Error with what the process wrote when it ended before its last line
 */
export async function play(from: number, count: number, step: number, more: readonly string[] = []): Promise<Played> {
  const args = [WORKER, '--from', String(from), '--count', String(count), '--step', String(step), ...more];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text;
  });
  const failures: FailedSeed[] = [];
  let last: { done: number; entries: number } | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as Partial<FailedSeed> & { at?: number; done?: number; entries?: number };
    if (said.failed !== undefined && said.faults && said.trace)
      failures.push({ failed: said.failed, faults: said.faults, trace: said.trace });
    else if (said.at === undefined && said.done !== undefined) last = { done: said.done, entries: said.entries ?? 0 };
  }
  if (!last) throw new Error(`a worker ended in the middle: ${words}`);
  return { ...last, failures };
}

/** What a person reads of a seed that failed. */
export function story({ failed, faults, trace }: FailedSeed): string {
  const again = `SIM_SEED=${failed} npx vitest run tests/simulation`;
  return [`seed ${failed} fails; again: ${again}`, ...trace, '', ...faults].join('\n');
}
