import type { DutyLink } from '../../duty/chain.ts';
import type { DutyPost, RosterFault, RosterShift } from '../../duty/roster.ts';
import type { CaseRow } from './cases.ts';

/** What the screen gets of timers, shifts and rosters. Plain data; times are ISO 8601 with offset unless said otherwise. */

/**
 * A clock of minutes that runs now (分钟时限), with what the alarm needs. Nothing of it is about a person: it is shown while
 * nobody is signed in too. Times are ISO 8601 with offset.
 */
export interface RunningTimer {
  caseId: string;
  number: string;
  limitId: string;
  what: string;
  from: string;
  dueAt: string;
  /** Who silenced its alarm last, and when. */
  muted: { name: string; at: string } | null;
}

export interface TimersView {
  /** The core's clock when it answered. */
  now: string;
  timers: RunningTimer[];
}

export interface ShiftView {
  current: { id: string; startedAt: string; officers: string[] } | null;
  /** Who should be here by the roster, and who is signed in, by name. */
  onDuty: { leaders: string[]; officers: string[]; signedIn: string[] };
  open: CaseRow[];
  drafts: { draftId: string; words: string; officerName: string; savedAt: string }[];
  timers: RunningTimer[];
  /** What the regime wants answered at a handover (交接事项). */
  items: { id: string; label: string }[];
  /** Whether the asker reads the duty log: on duty now, or the leader. */
  mayReadLog: boolean;
  handovers: {
    id: string;
    startedAt: string;
    at: string;
    from: string;
    to: string;
    leader: string | null;
    note: string;
    openCases: number;
    /** The sheet both signed, as it stood then; empty for whoever may not read the duty log. */
    sheet: { kind: 'item' | 'timer' | 'case' | 'draft'; label: string; text: string }[];
  }[];
}

/** The duty log (接报传跟) of what is open; no case for whoever may not read it. */
export interface DutyLogView {
  mayRead: boolean;
  /** Whether the regime keeps a duty log at all. */
  kept: boolean;
  cases: { caseId: string; number: string; summary: string; links: DutyLink[] }[];
}

/** Some days of the roster (值班表). */
export interface RosterView {
  shifts: RosterShift[];
  faults: RosterFault[];
  /** What the regime says of the duty; null where it has no duty rules and nothing is checked. */
  rules: {
    allDay: boolean;
    leaders: { min: number; max: number };
    officers: { min: number; max: number };
    source: string;
  } | null;
  people: { id: string; name: string; posts: DutyPost[] }[];
  mayEdit: boolean;
  now: string;
}
