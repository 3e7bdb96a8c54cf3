import type { Calendar } from '../calendar/holidays.ts';
import type { Command, CommandType } from '../contract/commands.ts';
import { DeskError } from '../contract/errors.ts';
import type { SignedText } from '../contract/signature.ts';
import type { Profile } from '../regimes/profile-schema.ts';
import type { CaseState } from './state.ts';

/** What a decision needs from outside, so that it stays pure. */
export interface DecideContext {
  profile: Profile;
  officerId: string;
  /** Regime roles of the officer who acts. */
  roles: readonly string[];
  /** Name of the unit the officer speaks for, for replies; the assigned unit's name where unknown. */
  unitName: string | null;
  /** Next number of a numbered paper: final once used, so drawn by the caller's transaction. */
  nextPaperNumber: (
    paper: 'acceptance_notice' | 'refusal_notice' | 'assignment_slip' | 'urging_slip' | 'supervision_slip',
  ) => string;
  /** The signature that a signing task collected, already checked against the text shown. */
  signed: SignedText | null;
  /** Of `merge`: the case that takes this one in, when the desk holds it. */
  target: CaseState | null;
  /** ISO 8601 with offset. */
  now: string;
  calendar: Calendar;
}

/** The command of one type. */
export type Wish<T extends CommandType> = Extract<Command, { type: T }>;

/** A refusal beside one field of the command. */
export function wrong(path: string, code: ConstructorParameters<typeof DeskError>[0], detail?: string): DeskError {
  return new DeskError(code, { fields: [{ path, code }], ...(detail === undefined ? {} : { detail }) });
}
