import { describe, expect, it } from 'vitest';
import { movedRow } from './gridKeys.ts';

describe('keys of a list of cases', () => {
  it('moves by one and stops at both ends', () => {
    expect(movedRow('ArrowDown', 0, 3)).toBe(1);
    expect(movedRow('ArrowDown', 2, 3)).toBe(2);
    expect(movedRow('ArrowUp', 0, 3)).toBe(0);
  });

  it('jumps to the ends and by a screenful without leaving the list', () => {
    expect(movedRow('End', 0, 50)).toBe(49);
    expect(movedRow('Home', 30, 50)).toBe(0);
    expect(movedRow('PageDown', 45, 50)).toBe(49);
    expect(movedRow('PageUp', 4, 50)).toBe(0);
  });

  it('leaves other keys and empty lists alone', () => {
    expect(movedRow('a', 0, 3)).toBeNull();
    expect(movedRow('ArrowDown', 0, 0)).toBeNull();
  });
});
