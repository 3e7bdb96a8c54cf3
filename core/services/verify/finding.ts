import type { StationDb } from '../../../db/open.ts';
import type { Calendar } from '../../../domain/calendar/holidays.ts';
import type { Profiles } from '../../load-profiles.ts';

/** What a verification looks at. */
export const checks = [
  'database',
  'settings',
  'chain',
  'entry',
  'signature',
  'file',
  'orphan',
  'projection',
  'search',
  'number',
  'counter',
] as const;
export type Check = (typeof checks)[number];

/** One thing that is not as it should be. Ids and numbers only: a finding is printed, mailed and logged. */
export interface Finding {
  check: Check;
  /** An entry `TH03#12`, a case id, a number, a table, a setting. */
  subject: string;
  /** One Chinese sentence. */
  problem: string;
}

export interface VerifyParts {
  db: StationDb;
  profiles: Profiles;
  calendar: Calendar;
  /** Hex. */
  sha256(data: string | Uint8Array): string;
}

export type Report = (check: Check, subject: string, problem: string) => void;
