import { PLANTS } from './plants.ts';
import type { Stage } from './stage.ts';
import { type Outcome, World } from './world.ts';

/** What happens in one world, on the average, before it is healed. */
const STEPS = 50;

export async function runSeed(
  stage: Stage,
  seed: number,
  plant: string | null = null,
  steps = STEPS,
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
  let failing = { ...(await runSeed(stage, seed, plant)), steps: STEPS };
  let good = 0;
  while (failing.steps - good > 1) {
    const steps = Math.floor((good + failing.steps) / 2);
    const outcome = await runSeed(stage, seed, plant, steps);
    if (outcome.faults.length > 0) failing = { ...outcome, steps };
    else good = steps;
  }
  return failing;
}
