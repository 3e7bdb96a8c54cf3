import { describe, expect, it } from 'vitest';
import { currentRecompute, noteRecompute } from './recompute.ts';

describe('the bar for deadlines that are computed anew', () => {
  it('appears after half a second, follows, and goes', () => {
    noteRecompute({ type: 'recompute', done: 10, total: 900 }, 1_000);
    expect(currentRecompute()).toBeNull();
    noteRecompute({ type: 'recompute', done: 300, total: 900 }, 1_499);
    expect(currentRecompute()).toBeNull();
    noteRecompute({ type: 'sync' }, 1_900);
    noteRecompute({ type: 'recompute', done: 400, total: 900 }, 1_500);
    expect(currentRecompute()).toEqual({ done: 400, total: 900 });
    noteRecompute({ type: 'recompute', done: 900, total: 900 }, 1_800);
    expect(currentRecompute()).toBeNull();
    noteRecompute({ type: 'recompute', done: 1, total: 5 }, 9_000);
    expect(currentRecompute()).toBeNull();
  });
});
