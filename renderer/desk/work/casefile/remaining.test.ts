import { describe, expect, it } from 'vitest';
import { workingDaysLeft } from './remaining.ts';

describe('working days that remain', () => {
  it('jumps the National Day holiday and counts the due day', () => {
    expect(workingDaysLeft('2026-10-09T23:59:59.999+08:00', '2026-09-30T09:00:00+08:00')).toBe(2);
  });

  it('is nothing on the due day and after it', () => {
    expect(workingDaysLeft('2026-09-30T23:59:59.999+08:00', '2026-09-30T23:00:00+08:00')).toBe(0);
    expect(workingDaysLeft('2026-09-29T23:59:59.999+08:00', '2026-09-30T00:10:00+08:00')).toBe(0);
  });

  it('counts a Saturday that is worked', () => {
    expect(workingDaysLeft('2026-10-12T23:59:59.999+08:00', '2026-10-09T09:00:00+08:00')).toBe(2);
  });
});
