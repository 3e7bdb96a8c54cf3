import { describe, expect, it } from 'vitest';
import { PLANTS } from './plants.ts';
import { play } from './workers.ts';

/** A plant that is not found within so many seeds would hide among the worlds of a CI run. */
const WITHIN = 200;

describe('a bug that is planted', () => {
  it.each(Object.keys(PLANTS))(
    'is found: %s',
    async (plant) => {
      const { failures } = await play(1, WITHIN, 1, ['--plant', plant, '--until-first']);
      expect(failures, `not found within ${WITHIN} seeds`).toHaveLength(1);
    },
    600_000,
  );
});
