import { describe, expect, it } from 'vitest';
import { type ClockEvidence, judgeClock } from './clock-jump.ts';

const at = (iso: string) => Date.parse(`${iso}+08:00`);
const NOW = at('2026-03-10T09:00:00');
const nothing: ClockEvidence = { now: NOW, lastEntryAt: null, fileSystemAt: null, centreAt: null, expectedAt: null };
const judge = (evidence: Partial<ClockEvidence>) => judgeClock({ ...nothing, ...evidence });

describe('the clock of a station', () => {
  it('is believed on the first start, when nothing is known', () => {
    expect(judge({})).toEqual({ state: 'ok', trusted: NOW });
  });

  it('is believed after a week or a year off: old entries and files are no witness of the present', () => {
    for (const then of [at('2026-03-03T17:00:00'), at('2025-03-10T17:00:00')])
      expect(judge({ lastEntryAt: then, fileSystemAt: then })).toEqual({ state: 'ok', trusted: NOW });
  });

  it('is behind when the last entry is later by more than two minutes', () => {
    expect(judge({ lastEntryAt: NOW + 119_000 }).state).toBe('ok');
    const later = NOW + 121_000;
    expect(judge({ lastEntryAt: later })).toEqual({ state: 'backwards', trusted: later });
    expect(judge({ lastEntryAt: later, expectedAt: later + 5_000 }).trusted).toBe(later + 5_000);
  });

  it('is ahead when this process saw it leap by more than a day, and not when it was set right by hours', () => {
    const expectedAt = NOW - 26 * 3_600_000;
    expect(judge({ expectedAt })).toEqual({ state: 'ahead', trusted: expectedAt });
    expect(judge({ expectedAt: NOW - 20 * 3_600_000 })).toEqual({ state: 'ok', trusted: NOW });
  });

  it('is what the centre says it is', () => {
    const year = 365 * 86_400_000;
    const centreAt = NOW - year;
    expect(judge({ centreAt, lastEntryAt: centreAt - 60_000 })).toEqual({ state: 'ahead', trusted: centreAt });
    // An empty battery: the clock begins in 2010, before there is any entry.
    expect(judge({ now: 0, centreAt: NOW })).toEqual({ state: 'backwards', trusted: NOW });
    // Off for a year, then the clock is right and the centre agrees, whatever the process expected.
    expect(judge({ centreAt: NOW + 500, expectedAt: NOW - year, lastEntryAt: NOW - year }).state).toBe('ok');
    // Written a year ahead before, set right since: the centre frees the desk.
    expect(judge({ centreAt: NOW + 500, lastEntryAt: NOW + year })).toEqual({ state: 'ok', trusted: NOW });
  });

  it('never lets a centre that lies push entries before the last one', () => {
    const lastEntryAt = NOW - 3_600_000;
    expect(judge({ centreAt: 0, lastEntryAt }).trusted).toBe(lastEntryAt);
  });
});
