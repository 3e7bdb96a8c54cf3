import { expect, it } from 'vitest';
import { countdown } from './timer-words.ts';

it('counts down to 00:00 at the end itself, and up behind it', () => {
  expect(countdown(600_000)).toBe('10:00');
  expect(countdown(599_001)).toBe('10:00');
  expect(countdown(1)).toBe('00:01');
  expect(countdown(0)).toBe('00:00');
  expect(countdown(-1_000)).toBe('+00:01');
  expect(countdown(-3_723_000)).toBe('+1:02:03');
});
