import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPostgres, startPostgres, type ThrowawayPostgres } from '../builders/postgres.ts';
import { Dice } from '../random-commands/dice.ts';
import { ChaosInstitution } from './institution.ts';
import { PLANTS } from './plants/plants.ts';
import { judgement, misfortune, newRun } from './seed.ts';

/** A plant that is not found within so many rounds would hide among the seeds of a run; most are found in the first three. */
const WITHIN = 15;
const STEPS = 12;

describe('a bug that is planted into real processes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jiesu-plants-'));
  let postgres: ThrowawayPostgres;
  let institution: ChaosInstitution | null = null;

  beforeAll(async () => {
    const bin = findPostgres();
    if (!bin) throw new Error('PostgreSQL is not installed here: apt-get install postgresql, or set POSTGRES_BIN');
    postgres = await startPostgres(bin);
  });
  afterAll(async () => {
    await institution?.stop();
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(Object.entries(PLANTS))('is found: %s', async (name, { planted, weights, seenAs }) => {
    await institution?.stop();
    institution = await ChaosInstitution.set(join(folder, name), postgres.newDatabase(), planted);
    const run = newRun(institution, new Dice(1));
    const seen: string[] = [];
    for (let round = 1; round <= WITHIN && !seen.some((fault) => seenAs.test(fault)); round += 1) {
      await misfortune(run, STEPS, weights);
      seen.push(...(await judgement(run)));
    }
    expect(seen, run.journal.join('\n')).toContainEqual(expect.stringMatching(seenAs));
  });
});
