import { describe, expect, it } from 'vitest';
import { VirtualTime } from '../../tests/simulation/virtual-time.ts';
import { createLoop } from './loop.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Work that lasts as long as a row says and then breaks; the last of the row comes again and again. */
function breaking(lasting: readonly number[]) {
  const time = new VirtualTime();
  const waits: number[] = [];
  createLoop({
    work: async () => {
      await time.wait(lasting[Math.min(waits.length, lasting.length - 1)] ?? 0);
      throw new Error('broken off');
    },
    failed: (_error, wait) => waits.push(wait),
    timers: time,
    random: () => 0.999,
  });
  return { time, waits };
}

describe('waiting after failures', () => {
  it('grows to a minute while nothing gets anywhere', async () => {
    const { time, waits } = breaking([10]);
    await time.pass(HOUR);
    expect(waits.slice(0, 4).map(Math.round)).toEqual([999, 1_998, 3_996, 7_992]);
    expect(Math.max(...waits)).toBeCloseTo(0.999 * MINUTE);
    expect(waits.length).toBeLessThan(75);
  });

  it('a stream that broke after hours was asked for a minute later, because of failures before it', async () => {
    const night = [...Array<number>(12).fill(10), 3 * HOUR, 10];
    const { time, waits } = breaking(night);
    await time.pass(4 * HOUR);
    expect(waits[11]).toBeCloseTo(0.999 * MINUTE);
    expect(Math.round(waits[12] ?? 0)).toBe(999);
    expect(Math.round(waits[13] ?? 0)).toBe(1_998);
  });

  it('never asks more often than once a minute what takes a minute to fail', async () => {
    const { time, waits } = breaking([MINUTE]);
    await time.pass(HOUR);
    expect(waits.length).toBeLessThanOrEqual(60);
  });
});
