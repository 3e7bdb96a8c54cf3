import { describe, expect, it } from 'vitest';
import type { Strokes } from '../domain/contract/signature.ts';
import { inkIn } from './bitmap.ts';
import { signatureBitmap } from './signature.ts';

const line = (from: number, to: number, y: number): Strokes => ({
  width: 600,
  height: 260,
  strokes: [
    Array.from({ length: 20 }, (_, at) => ({ x: from + ((to - from) * at) / 19, y: y + at, t: at, pressure: 1 })),
  ],
});

describe('a signature as dots', () => {
  it('is of its own strokes only, whatever was signed before', () => {
    const small = signatureBitmap(line(100, 160, 40), 268, 168);
    const other = signatureBitmap(line(20, 560, 200), 403, 168);
    expect(signatureBitmap(line(100, 160, 40), 268, 168)).toEqual(small);
    expect(signatureBitmap(line(20, 560, 200), 403, 168)).toEqual(other);
    // A line of some three dots across the whole width, and nothing else.
    expect(other.width).toBeLessThanOrEqual(403);
    const ink = inkIn(other, 0, 0, other.width, other.height);
    expect(ink).toBeGreaterThan(2 * 380);
    expect(ink).toBeLessThan(5 * other.width);
  });
});
