import { describe, expect, it } from 'vitest';
import { elapsedOf } from './elapsed.ts';

describe('elapsed time', () => {
  function pc() {
    const at = { uptime: 5_000, running: 100, wall: 1_000_000 };
    let asked = 0;
    const elapsed = elapsedOf({
      uptime: () => {
        asked += 1;
        return at.uptime;
      },
      running: () => at.running,
      wall: () => at.wall,
    });
    const passes = (ms: number) => {
      at.uptime += ms;
      at.running += ms;
      at.wall += ms;
    };
    return { at, elapsed, passes, asked: () => asked };
  }

  it('is carried on without asking the system', () => {
    const { elapsed, passes, asked } = pc();
    expect(elapsed()).toBe(5_000);
    passes(300);
    expect(elapsed()).toBe(5_300);
    expect(asked()).toBe(1);
    passes(900);
    expect(elapsed()).toBe(6_200);
    expect(asked()).toBe(2);
  });

  it('counts a standby at once, in which the running clock stands still', () => {
    const { at, elapsed, passes } = pc();
    elapsed();
    at.uptime += 8 * 3_600_000;
    at.wall += 8 * 3_600_000;
    passes(1);
    expect(elapsed()).toBe(5_001 + 8 * 3_600_000);
  });

  it('does not follow a wall clock that is set', () => {
    const { at, elapsed, passes } = pc();
    elapsed();
    at.wall -= 86_400_000;
    passes(2);
    expect(elapsed()).toBe(5_002);
    at.wall += 400 * 86_400_000;
    expect(elapsed()).toBe(5_002);
  });

  it('never goes back where the system counts more coarsely', () => {
    const { at, elapsed, passes } = pc();
    elapsed();
    passes(999);
    expect(elapsed()).toBe(5_999);
    passes(2);
    at.uptime -= 9;
    expect(elapsed()).toBe(5_999);
  });
});
