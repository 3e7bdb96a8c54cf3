import type { DutyRules } from '../regimes/profile-schema.ts';
import { onRosterAt, type RosterShift } from './roster.ts';

export interface DutyViewer {
  officerId: string;
  roles: readonly string[];
  /** The roster around `now`. */
  roster: readonly RosterShift[];
  /** Shifts that somebody began; `endedAt` null while one runs. */
  shifts: readonly { officerId: string; endedAt: string | null }[];
  /** ISO 8601 with offset. */
  now: string;
  /** Undefined where the regime has no duty rules. */
  duty: DutyRules | undefined;
}

/**
 * Whether somebody reads the duty log (值班日记、值班报告): those on duty now by roster or by a running shift, and their
 * leader. The leader is whoever the roster names; while it names none, those whose post makes them leaders. Roles that
 * the regime lists besides always do (12312应急值班制度: 无关人员不允许随意翻看).
 */
export function maySeeDutyLog({ officerId, roles, roster, shifts, now, duty }: DutyViewer): boolean {
  if (!duty) return true;
  if (roles.some((role) => duty.restrictedTo.includes(role))) return true;
  if (shifts.some((shift) => shift.endedAt === null && shift.officerId === officerId)) return true;
  const present = onRosterAt(roster, now);
  if (present.some((shift) => shift.officerId === officerId)) return true;
  const led = present.some((shift) => shift.post === 'leader');
  return !led && roles.some((role) => duty.leaders.roles.includes(role));
}
