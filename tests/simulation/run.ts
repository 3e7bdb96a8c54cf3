import { PLANTS } from './plants.ts';
import type { Stage } from './stage.ts';
import { type Outcome, World } from './world.ts';

/**
 * How many things happen in the world of a seed before it is healed. Most faults need few, and what stands in a world makes
 * each further step dearer; so most worlds are small, and every seventh is long enough for several restores and long cases.
 */
export function stepsOf(seed: number): number {
  return seed % 7 === 0 ? 60 : 12 + (seed % 17);
}

export async function runSeed(
  stage: Stage,
  seed: number,
  plant: string | null = null,
  steps = stepsOf(seed),
): Promise<Outcome> {
  const made = plant === null ? null : PLANTS[plant]?.();
  if (made === undefined) throw new Error(`no plant ${plant}`);
  return new World(stage, { seed, steps, plant: made }).run();
}

/** The fewest steps after which the seed still fails, and what happened in them. */
export async function shrink(
  stage: Stage,
  seed: number,
  plant: string | null = null,
): Promise<Outcome & { steps: number }> {
  let failing = { ...(await runSeed(stage, seed, plant)), steps: stepsOf(seed) };
  let good = 0;
  while (failing.steps - good > 1) {
    const steps = Math.floor((good + failing.steps) / 2);
    const outcome = await runSeed(stage, seed, plant, steps);
    if (outcome.faults.length > 0) failing = { ...outcome, steps };
    else good = steps;
  }
  return failing;
}
