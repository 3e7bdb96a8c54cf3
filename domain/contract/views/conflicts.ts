import type { Clock } from '../../regimes/clocks.ts';
import type { Entry, EntryKind, ExclusiveKind } from '../entries.ts';
import type { CaseStatus } from '../words.ts';

/** What the screen gets of entries that contradict each other. Plain data; times are ISO 8601 with offset unless said otherwise. */

/** One of the two versions of a step that two desks took without knowing of each other. */
export interface VersionView {
  entry: Entry;
  masked: boolean;
  /** How many entries stood before it, and those of them that its writer had not seen. */
  before: number;
  unseen: { entryId: string; kind: EntryKind; at: string; name: string; stationId: string }[];
  /** Papers that belong to it: the number given out, and how often it was printed there. */
  paper: { title: string; number: string | null; printed: number } | null;
}

/** What the case would be after a settling. Clocks are those that are then counted, in the order of the text. */
export interface SettlingOutcome {
  status: CaseStatus;
  category: string | null;
  unit: string | null;
  nextStep: string | null;
  clocks: { limitId: string; what: string; holder: string | null; state: Clock['state']; dueAt: string | null }[];
}

/** One conflict, both versions of it, and what follows from each choice. */
export interface ConflictView {
  entryId: string;
  kind: ExclusiveKind;
  /** What took effect; null where nothing that bears an id stands against the late one. */
  standing: VersionView | null;
  late: VersionView;
  keep: SettlingOutcome | null;
  /** Null where the late version cannot be taken any more: `obstacle` says why. */
  take: SettlingOutcome | null;
  obstacle: string | null;
  /** Names of the roles that may settle it. */
  settlers: string[];
  allowed: boolean;
  /** Why this officer may not. */
  reason: string | null;
}

export interface CaseConflictsView {
  caseId: string;
  number: string;
  revision: number;
  status: CaseStatus;
  summary: string;
  conflicts: ConflictView[];
}
