import { expect, it } from 'vitest';
import { mayRestart } from './restarts.ts';

it('starts a core again that dies now and then, and gives up on one that dies at once', () => {
  const minute = 60_000;
  expect(mayRestart([], 0)).toBe(true);
  expect(mayRestart([0, 1 * minute], 2 * minute)).toBe(true);
  expect(mayRestart([0, 1 * minute, 2 * minute], 3 * minute)).toBe(false);
  expect(mayRestart([0, 1 * minute, 2 * minute], 6 * minute)).toBe(true);
});
