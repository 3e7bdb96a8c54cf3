import { describe, expect, it } from 'vitest';
import { everyDay, percent } from './share.ts';

describe('figures of the statistics page', () => {
  it('show the days without registrations too', () => {
    const days = everyDay({ from: '2026-02-27', to: '2026-03-01' }, [{ value: '2026-02-28', count: 3 }]);
    expect(days.map((day) => day.count)).toEqual([0, 3, 0]);
  });

  it('never divide by nothing', () => {
    expect(percent(0, 0)).toBe(0);
    expect(percent(2, 3)).toBe(67);
  });
});
