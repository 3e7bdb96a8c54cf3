import { describe, expect, it } from 'vitest';
import { everyDay, percent, periodOf } from './periods.ts';

describe('periods of the statistics page', () => {
  it('takes the whole month, leap February included', () => {
    expect(periodOf('month', '2028-02-10')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
    expect(periodOf('month', '2026-12-31')).toEqual({ from: '2026-12-01', to: '2026-12-31' });
  });

  it('takes the quarter of the day', () => {
    expect(periodOf('quarter', '2026-11-22')).toEqual({ from: '2026-10-01', to: '2026-12-31' });
    expect(periodOf('quarter', '2026-03-31')).toEqual({ from: '2026-01-01', to: '2026-03-31' });
  });

  it('takes the year', () => {
    expect(periodOf('year', '2026-11-22')).toEqual({ from: '2026-01-01', to: '2026-12-31' });
  });

  it('shows the days without registrations too', () => {
    const days = everyDay({ from: '2026-02-27', to: '2026-03-01', byDay: [{ date: '2026-02-28', count: 3 }] });
    expect(days.map((day) => day.count)).toEqual([0, 3, 0]);
  });

  it('never divides by nothing', () => {
    expect(percent(0, 0)).toBe(0);
    expect(percent(2, 3)).toBe(67);
  });
});
