import { describe, expect, it } from 'vitest';
import { play, story } from './workers.ts';

/**
 * `SIM_SEEDS` seeds from `SIM_FROM` on, in two processes. `SIM_SEED=123` plays one and tells its story. The long profile is
 * 100,000 seeds, in pieces: `SIM_FROM=1 SIM_COUNT=10000`, then as the last line says.
 */
/** As many as two cores play in about seven minutes, at 0.17 s of one core each after the first hundred. */
const SEEDS_IN_CI = 5_000;
const ONE = process.env.SIM_SEED;
const FROM = Number(ONE ?? process.env.SIM_FROM ?? 1);
const SEEDS = ONE === undefined ? Number(process.env.SIM_COUNT ?? process.env.SIM_SEEDS ?? SEEDS_IN_CI) : 1;
const WORKERS = SEEDS === 1 ? 1 : 2;

describe(`${SEEDS} simulated worlds from seed ${FROM}`, () => {
  it('lose nothing, double nothing, fold alike, verify, and show nobody what is not for them', async () => {
    const share = Math.ceil(SEEDS / WORKERS);
    const played = await Promise.all(
      Array.from({ length: WORKERS }, (_, n) => play(FROM + n, share, WORKERS, ['--shrink'])),
    );
    const done = played.reduce((sum, one) => sum + one.done, 0);
    const entries = played.reduce((sum, one) => sum + one.entries, 0);
    console.info(`simulation: ${done} seeds, ${entries} entries; go on with SIM_FROM=${FROM + done}`);
    expect(
      played
        .flatMap(({ failures }) => failures)
        .map(story)
        .join('\n\n'),
    ).toBe('');
    expect(done).toBeGreaterThanOrEqual(SEEDS);
    if (SEEDS > 20) expect(entries).toBeGreaterThan(done * 5);
  }, 36_000_000);
});
