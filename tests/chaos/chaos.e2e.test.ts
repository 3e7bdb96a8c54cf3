import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPostgres, startPostgres, type ThrowawayPostgres } from '../builders/postgres.ts';
import { Dice } from '../random-commands/dice.ts';
import { ChaosInstitution } from './institution.ts';
import { type ChaosRun, judgement, misfortune, newRun } from './seed.ts';

/** How many seeds, and the first. The long profile is 100, in pieces: `CHAOS_FROM=1 CHAOS_SEEDS=12`, then as the last line says. */
const SEEDS = Number(process.env.CHAOS_SEEDS ?? 6);
const FIRST = Number(process.env.CHAOS_FROM ?? 1);
const STEPS = 24;
/** Seeds that one institution lives through: its cases grow, and with them the time of each judgement. */
const TOGETHER = 6;

describe(`${SEEDS} chaos seeds: real desks, centre and PostgreSQL behind bad lines, killed and frozen`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'jiesu-chaos-'));
  let postgres: ThrowawayPostgres;
  let run: ChaosRun | null = null;

  beforeAll(async () => {
    const bin = findPostgres();
    if (!bin) throw new Error('PostgreSQL is not installed here: apt-get install postgresql, or set POSTGRES_BIN');
    postgres = await startPostgres(bin);
  });
  afterAll(async () => {
    await run?.institution.stop();
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
    console.info(`chaos: ${SEEDS} seeds; go on with CHAOS_FROM=${FIRST + SEEDS}`);
  });

  it.each(Array.from({ length: SEEDS }, (_, n) => FIRST + n))('seed %i', async (seed) => {
    if (run === null || (seed - FIRST) % TOGETHER === 0) {
      await run?.institution.stop();
      run = null;
      run = newRun(await ChaosInstitution.set(join(folder, String(seed)), postgres.newDatabase()), new Dice(seed));
    }
    run.dice = new Dice(seed * 7_919);
    run.journal = [];
    await misfortune(run, STEPS);
    expect(await judgement(run), `seed ${seed}\n${run.journal.join('\n')}`).toEqual([]);
  });
});
