import type { FeedbackMeans, Outcome, UnitRef, Verification } from '../contract/commands.ts';
import type { Actor, ExclusiveKind, Payload } from '../contract/entries.ts';
import type { ComplaintRecord, Evidence } from '../contract/record.ts';
import type { SignedText } from '../contract/signature.ts';
import type { CaseStatus, Satisfaction } from '../contract/words.ts';

/** Who did a thing and when: every part of the state that a paper cites carries it. */
export interface Stamp {
  at: string;
  by: Actor;
  stationId: string;
}

export interface PaperRecord extends Stamp {
  document: string;
  width: '58' | '80' | 'a4';
  copy: number;
  outcome: 'confirmed' | 'officer_saw_paper' | 'officer_saw_none';
}

/**
 * A fact that came late: another had taken effect of which its writer did not know. Both stay in the file, an officer
 * settles it. With its stamp and words, because it may take effect yet.
 */
export type Conflict = { [K in ExclusiveKind]: ConflictOf<K> }[ExclusiveKind];

interface ConflictOf<K extends ExclusiveKind> extends Stamp {
  entryId: string;
  kind: K;
  payload: Payload<K>;
  baseRevision: number;
  revisionThen: number;
  /** The entry that stood against it when it came; null where none bears the mark. */
  against: string | null;
}

/**
 * A conflict that an officer settled, or tried to. `effect`: the late version was left without effect, or took the place
 * of the other; null where somebody had settled it before, or had gone on without knowing: it stays in the file.
 */
export interface Settlement extends Stamp, Payload<'settled'> {
  /** Of the entry that says so. */
  id: string;
  effect: 'kept' | 'taken' | null;
}

/**
 * The entry that set an exclusive fact, the station that did so (by writing it, or by settling a conflict for it), and
 * `revision` and `written` as they were with it folded in.
 */
export interface ExclusiveMark {
  entryId: string;
  stationId: string;
  revision: number;
  written: Record<string, number>;
  /** Of `extension_decided`: what was there before, should another decision take its place, and how many it left. */
  extending?: { before: Pick<CaseState, 'extension' | 'extensions' | 'extensionRequest'>; extensions: number };
}

/** One unit's time with the case: its own clocks run from `at` until it replied or `endedAt`. */
export interface Holding {
  unit: UnitRef;
  mode: 'handle' | 'read';
  at: string;
  endedAt: string | null;
  ended: 'returned' | 'reassigned' | null;
  outOfArea: boolean | null;
}

/** A step on record, with the answers to its fields. */
export interface StepMark extends Stamp {
  name: string;
  values: Payload<'recorded'>['values'];
  /** How many holdings had begun, and how often the work had been sent back: an earlier round's record may not count. */
  holding: number;
  round: number;
}

/** A promise of another date that holds. */
export interface ExtensionMark extends Stamp {
  promisedDate: string;
  reason: string;
  notified: string;
  /** When it was asked for: what counts is whether the limit ran then. */
  requestedAt: string;
}

/**
 * Current state of one case: a fold of its entries and nothing else, so it can be thrown away and rebuilt.
 * Times are ISO 8601 with offset, as written on the entries.
 */
export interface CaseState {
  caseId: string;
  number: string;
  regime: { id: string; version: string };
  stationId: string;
  stationName: string;
  status: CaseStatus;
  /** Number of entries folded. */
  revision: number;
  record: ComplaintRecord;
  registered: Stamp;
  category: string | null;
  signature: SignedText | null;
  attachments: (Evidence & { sha256: string })[];
  accepted: (Stamp & { noticeNumber: string; note: string | null }) | null;
  refused: (Stamp & { ground: string; groundText: string; explanation: string; noticeNumber: string }) | null;
  investigation: (Stamp & { text: string }) | null;
  approval: (Stamp & { decision: 'agree' | 'return'; opinion: string }) | null;
  /** When the case first reached a handling unit: a later reassignment does not restart the complainant's clock. */
  firstAssignedAt: string | null;
  assignment:
    | (Stamp & {
        unit: UnitRef;
        mode: 'handle' | 'read';
        opinion: string;
        slipNumber: string;
        assisting: UnitRef[];
        outOfArea: boolean | null;
      })
    | null;
  /** Every unit that held the case, in order; the last is the present one unless it ended. */
  holdings: Holding[];
  /** How often the work was sent back to be done again. */
  round: number;
  contributions: (Stamp & Payload<'contributed'>)[];
  reply: (Stamp & { unit: string; opinion: string }) | null;
  feedback:
    | (Stamp & {
        means: FeedbackMeans;
        result: string;
        satisfaction: Satisfaction | 'declined' | null;
        signed: SignedText | null;
        consent: boolean | null;
      })
    | null;
  extension: ExtensionMark | null;
  /** How many extensions were granted or promised. */
  extensions: number;
  /** Asked for and not yet decided. */
  extensionRequest: (Stamp & Payload<'extension_requested'>) | null;
  closing:
    | (Stamp & {
        outcome: Outcome;
        verified: Verification;
        summary: string;
        review: NonNullable<Payload<'closed'>['review']>;
        person: string;
        counted: boolean;
      })
    | null;
  archived: (Stamp & { note: string; items: string[] }) | null;
  /** Steps on record by the regime's step id, oldest first. */
  steps: Record<string, StepMark[]>;
  reclassified: (Stamp & Payload<'reclassified'>)[];
  returns: (Stamp & Payload<'returned'>)[];
  redos: (Stamp & Payload<'redo_ordered'>)[];
  urgings: (Stamp & Payload<'urged'>)[];
  followUps: (Stamp & Payload<'followed_up'>)[];
  recusals: (Stamp & Payload<'recused'>)[];
  /** `statusBefore`: where the case stood, should the merge turn out not to hold. */
  mergedInto: (Stamp & Payload<'merged'> & { statusBefore: CaseStatus }) | null;
  absorbed: (Stamp & Payload<'absorbed'>)[];
  marks: (Stamp & Payload<'marked'>)[];
  papers: PaperRecord[];
  notes: (Stamp & { text: string })[];
  /** Not settled yet, oldest first. */
  conflicts: Conflict[];
  settlements: Settlement[];
  /** How many of the folded entries each station wrote. */
  written: Record<string, number>;
  /** Who set each exclusive fact: what a late rival is measured against. */
  exclusive: Record<string, ExclusiveMark>;
}
