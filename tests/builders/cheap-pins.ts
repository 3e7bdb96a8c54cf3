import type { Platform } from '../../core/options.ts';

/** For a platform in tests that are not about PINs: a station's own cost is 130 ms of a core for each, and 0.7 s for the demonstration. */
export const CHEAP_PINS: Pick<Platform, 'pinCost'> = { pinCost: { N: 16, r: 1, p: 1 } };
