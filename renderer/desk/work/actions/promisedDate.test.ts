import { describe, expect, it } from 'vitest';
import { judgePromise, workingDaysFromNow } from './promisedDate.ts';

const now = '2026-09-18T10:00:00+08:00';

describe('the date promised for an extension', () => {
  it('warns of holidays and weekends but lets the officer promise them', () => {
    expect(judgePromise('2026-10-02', now)).toMatchObject({ blocked: false, warning: true });
    expect(judgePromise('2026-10-02', now).words).toContain('国庆节');
    expect(judgePromise('2026-09-26', now).warning).toBe(true);
  });

  it('knows the Sunday that is worked instead', () => {
    expect(judgePromise('2026-09-20', now)).toMatchObject({ blocked: false, warning: false });
  });

  it('stops dates that cannot be promised', () => {
    expect(judgePromise('2026-09-18', now).blocked).toBe(true);
    expect(judgePromise('2026-02-30', now).blocked).toBe(true);
    expect(judgePromise('', now).blocked).toBe(true);
  });

  it('says that a year without its notice is provisional', () => {
    expect(judgePromise('2031-03-05', now).words).toContain('暂定');
  });

  it('counts working days over the adjusted Sunday', () => {
    expect(workingDaysFromNow(1, now)).toBe('2026-09-20');
    expect(workingDaysFromNow(3, now)).toBe('2026-09-22');
  });
});
