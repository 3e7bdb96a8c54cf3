import { describe, expect, it } from 'vitest';
import type { DutyRules } from '../regimes/profile-schema.ts';
import { type DutyViewer, maySeeDutyLog } from './restricted.ts';
import type { RosterShift } from './roster.ts';

const DUTY: DutyRules = {
  coverage: 'all_day',
  leaders: { min: 1, max: 1, roles: ['duty_leader'] },
  officers: { min: 1, max: 2, roles: ['duty_officer'] },
  handoverItems: [],
  restrictedTo: ['station_head'],
  source: '',
};
const night = (officerId: string, post: RosterShift['post']): RosterShift => ({
  id: officerId,
  officerId,
  officerName: officerId,
  post,
  startsAt: '2026-11-21T20:00:00+08:00',
  endsAt: '2026-11-22T08:00:00+08:00',
});
const sees = (who: Partial<DutyViewer>): boolean =>
  maySeeDutyLog({
    officerId: 'me',
    roles: ['duty_officer'],
    roster: [],
    shifts: [],
    now: '2026-11-22T00:03:00+08:00',
    duty: DUTY,
    ...who,
  });

describe('who reads the duty log', () => {
  it('keeps out a colleague who is off duty', () => {
    expect(sees({})).toBe(false);
    expect(
      sees({
        roster: [night('other', 'officer')],
        shifts: [{ officerId: 'me', endedAt: '2026-11-21T20:00:00+08:00' }],
      }),
    ).toBe(false);
  });

  it('lets in who is on the roster now, and nobody a minute after the end', () => {
    const roster = [night('me', 'officer')];
    expect(sees({ roster })).toBe(true);
    expect(sees({ roster, now: '2026-11-22T08:00:00+08:00' })).toBe(false);
  });

  it('lets in who began a shift that still runs', () => {
    expect(sees({ shifts: [{ officerId: 'me', endedAt: null }] })).toBe(true);
  });

  it('lets in the leader of this shift, and no other leader while one is named', () => {
    const leader = { roles: ['duty_leader'] };
    expect(sees(leader)).toBe(true);
    expect(sees({ ...leader, roster: [night('me', 'leader')] })).toBe(true);
    expect(sees({ ...leader, roster: [night('other', 'leader')] })).toBe(false);
  });

  it('lets in the roles that the regime lists, and everybody where the regime has no duty room', () => {
    expect(sees({ roles: ['station_head'] })).toBe(true);
    expect(sees({ duty: undefined })).toBe(true);
  });
});
