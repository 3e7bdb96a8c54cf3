import { describe, expect, it } from 'vitest';
import { strokePath, strokesBox } from './strokePath.ts';

const point = (x: number, y: number) => ({ x, y, t: 0, pressure: 0.5 });

describe('the picture of a signature', () => {
  it('begins and ends where the pen did', () => {
    expect(strokePath([point(1, 2), point(5, 6), point(9, 2)])).toBe('M1 2Q5 6 7 4L9 2');
  });

  it('draws a dot for a single point and nothing for none', () => {
    expect(strokePath([point(1, 2)])).toBe('M1 2l0.1 0');
    expect(strokePath([])).toBe('');
  });

  it('frames all the ink, whatever the size of the pad', () => {
    const box = strokesBox({ width: 800, height: 300, strokes: [[point(100, 50), point(200, 90)]] });
    expect(box).toEqual({ x: 88, y: 38, width: 124, height: 64 });
  });
});
