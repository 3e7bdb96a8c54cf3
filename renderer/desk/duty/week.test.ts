import { describe, expect, it } from 'vitest';
import { faultWords } from './rosterWords.ts';
import { mondayOf, partOfDay, timeOfDay, turnTimes } from './week.ts';

describe('the week of the roster', () => {
  it('begins on Monday, on a Sunday too and across a year', () => {
    expect(mondayOf('2026-11-22')).toBe('2026-11-16');
    expect(mondayOf('2026-11-16')).toBe('2026-11-16');
    expect(mondayOf('2027-01-01')).toBe('2026-12-28');
  });

  it('lets a night turn end the next morning, and a whole day the next midnight', () => {
    expect(turnTimes('2026-12-31', '20:00', '08:00').endsAt).toBe('2027-01-01T08:00:00+08:00');
    expect(turnTimes('2026-11-22', '00:00', '00:00').endsAt).toBe('2026-11-23T00:00:00+08:00');
    expect(turnTimes('2026-11-22', '08:00', '20:00').endsAt).toBe('2026-11-22T20:00:00+08:00');
  });

  it('takes a time as people type it, and no other', () => {
    expect(['8', '0830', '20：30', '２０:００', '24:00'].map(timeOfDay)).toEqual([
      '08:00',
      '08:30',
      '20:30',
      '20:00',
      '00:00',
    ]);
    expect(['', '25', '8:60', '24:30', '八点', '8:3'].map(timeOfDay)).toEqual(Array(6).fill(null));
  });

  it('shows a night turn on both its days', () => {
    const night = turnTimes('2026-11-21', '18:00', '06:00');
    expect(partOfDay(night, '2026-11-21')).toEqual([0.75, 1]);
    expect(partOfDay(night, '2026-11-22')).toEqual([0, 0.25]);
    expect(partOfDay(night, '2026-11-23')).toBeNull();
  });

  it('says what is wrong in words that name time, post and people', () => {
    const span = { from: '2026-11-22T08:00:00+08:00', to: '2026-11-23T00:00:00+08:00' };
    expect(faultWords({ kind: 'gap', ...span })).toBe('11-22 08:00 至 24:00 没有人值班');
    expect(faultWords({ kind: 'few', post: 'leader', people: [], wanted: 1, ...span })).toBe(
      '11-22 08:00 至 24:00 没有带班领导，至少要1人',
    );
    expect(faultWords({ kind: 'many', post: 'officer', people: ['甲', '乙', '丙'], wanted: 2, ...span })).toBe(
      '11-22 08:00 至 24:00 值班员3人（甲、乙、丙），最多2人',
    );
  });
});
