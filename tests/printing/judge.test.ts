import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Verdict } from '../../printing/simulator/judge.ts';
import { seeded } from '../harness/restarting-desk.ts';
import { LIARS } from './liars.ts';
import { MISBEHAVIOURS, type Misbehaviour } from './misbehaviours.ts';
import { openPrintStation, type PrintStation } from './station.ts';
import { type Layer, runTrial } from './trial.ts';

/** Runs of each misbehaviour; `JIESU_PRINTER_RUNS=200` makes the long profile. */
const RUNS = Number(process.env.JIESU_PRINTER_RUNS ?? 8);
const SEED = Number(process.env.JIESU_SEED ?? 20_261_122);
const AT_ONCE = 8;
/** Of trials in which a lying layer is given the chance to be caught. */
const BATCHES = 8;
/** Every confirmed job is an entry of its case: a case that grows without end is slow. */
const RUNS_PER_CASE = 20;

// Thousands of durable commits: in memory where there is such a folder, so that the disk is not what is tested.
const dir = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'jiesu-judge-'));
let station: PrintStation;
beforeAll(async () => {
  station = await openPrintStation(dir);
});
afterAll(() => {
  station.close();
  rmSync(dir, { recursive: true, force: true });
});

interface Figures extends Verdict {
  states: Record<string, number>;
}

async function runMany(misbehaviour: Misbehaviour, runs: number, layer?: Layer, seed = SEED): Promise<Figures> {
  const all: Figures = { falsePrinted: [], printedTwice: [], lost: [], states: {} };
  let next = 0;
  let caseId = '';
  const one = async (): Promise<void> => {
    while (next < runs) {
      const run = next;
      next += 1;
      if (run % RUNS_PER_CASE === 0) caseId = await station.register();
      const { verdict, states } = await runTrial(
        station,
        caseId,
        misbehaviour,
        seeded(seed + run * 7_919),
        layer,
        layer && 2_000,
      );
      const named = (found: string[]) => found.map((what) => `run ${run}: ${what}`);
      all.falsePrinted.push(...named(verdict.falsePrinted));
      all.printedTwice.push(...named(verdict.printedTwice));
      all.lost.push(...named(verdict.lost));
      for (const state of states) all.states[state] = (all.states[state] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return all;
}

describe(`${RUNS} runs of each misbehaviour`, () => {
  it.each(MISBEHAVIOURS.map((one) => [one.name, one] as const))(
    '%s: nothing falsely said to be printed, nothing twice, nothing lost',
    async (name, misbehaviour) => {
      const { states, ...verdict } = await runMany(misbehaviour, RUNS);
      if (RUNS > 10) process.stdout.write(`${name}: ${RUNS} runs, ${JSON.stringify(states)}\n`);
      expect(verdict).toEqual({ falsePrinted: [], printedTwice: [], lost: [] });
    },
    600_000,
  );
});

describe('a print layer that lies is convicted', () => {
  it.each(LIARS.map((one) => [one.name, one] as const))(
    '%s',
    async (_name, { layer, on, guiltyOf }) => {
      const misbehaviour = MISBEHAVIOURS.find((one) => one.name === on);
      if (!misbehaviour) throw new Error(on);
      // A lie shows only when the fault falls where it matters, for example into a picture: tried until it does.
      let found = 0;
      for (let batch = 0; batch < BATCHES && found === 0; batch += 1) {
        found = (await runMany(misbehaviour, 24, layer, SEED + batch))[guiltyOf].length;
      }
      expect(found).toBeGreaterThan(0);
    },
    120_000,
  );
});
