import { describe, expect, it } from 'vitest';
import { type CaseClock, clockCard, clockKey, groupClocks } from './clockGroups.ts';

const clock = (limitId: string, change: Partial<CaseClock> = {}): CaseClock => ({
  limitId,
  what: limitId,
  scope: 'case',
  holder: null,
  soft: false,
  yellowAt: null,
  state: 'running',
  from: { event: 'accepted', at: '2026-11-02T09:00:00+08:00' },
  stoppedAt: null,
  due: '2026-11-09',
  dueAt: '2026-11-09T23:59:59.999+08:00',
  provisional: false,
  extended: null,
  overdue: false,
  proof: { rule: '', regime: '', documentNumber: null, days: [], summary: '' },
  ...change,
});

describe('clocks of a case', () => {
  it('keeps what is owed to the complainant apart from inner clocks and reminders', () => {
    const groups = groupClocks([
      clock('late', { dueAt: '2026-11-20T23:59:59.999+08:00' }),
      clock('soon'),
      clock('inner', { scope: 'holder', holder: '甲局' }),
      clock('ask', { soft: true }),
      clock('done', { stoppedAt: '2026-11-03T09:00:00+08:00', state: 'met' }),
      clock('inner', {
        scope: 'holder',
        holder: '乙局',
        from: { event: 'forwarded', at: '2026-11-05T09:00:00+08:00' },
      }),
    ]);
    expect(groups.complainant.map((one) => one.limitId)).toEqual(['soon', 'late']);
    expect(groups.holders.map((one) => one.unit)).toEqual(['甲局', '乙局']);
    expect(groups.reminders.map((one) => one.limitId)).toEqual(['ask']);
    expect(groups.stopped.map((one) => one.limitId)).toEqual(['done']);
  });

  it('tells the same limit of two units apart', () => {
    const [a, b] = ['甲局', '乙局'].map((holder) => clockKey(clock('inner', { scope: 'holder', holder })));
    expect(a).not.toBe(b);
  });

  it('turns yellow at its threshold, red when overdue, and neither once stopped', () => {
    const carded = clock('a', { yellowAt: '2026-11-06T00:00:00+08:00' });
    expect(clockCard(carded, '2026-11-05T23:59:59+08:00')).toBeNull();
    expect(clockCard(carded, '2026-11-06T00:00:00+08:00')).toBe('yellow');
    expect(clockCard({ ...carded, overdue: true }, '2026-11-10T00:00:00+08:00')).toBe('red');
    expect(clockCard({ ...carded, stoppedAt: '2026-11-08T09:00:00+08:00' }, '2026-11-10T00:00:00+08:00')).toBeNull();
  });
});
