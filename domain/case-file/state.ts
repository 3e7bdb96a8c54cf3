import type { FeedbackMeans, Outcome, UnitRef, Verification } from '../contract/commands.ts';
import type { Actor, EntryKind } from '../contract/entries.ts';
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

/** Two exclusive facts written without knowing of each other; both stay, an officer settles it. */
export interface Conflict {
  entryId: string;
  kind: EntryKind;
  baseRevision: number;
  revisionThen: number;
  at: string;
}

/** The station that set an exclusive fact, and `revision` and `written` as they were with it folded in. */
export interface ExclusiveMark {
  stationId: string;
  revision: number;
  written: Record<string, number>;
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
  assignment: (Stamp & { unit: UnitRef; mode: 'handle' | 'read'; opinion: string; slipNumber: string }) | null;
  reply: (Stamp & { unit: string; opinion: string }) | null;
  feedback:
    | (Stamp & {
        means: FeedbackMeans;
        result: string;
        satisfaction: Satisfaction | 'declined' | null;
        signed: SignedText | null;
      })
    | null;
  extension: (Stamp & { promisedDate: string; reason: string; notified: string }) | null;
  closing: (Stamp & { outcome: Outcome; verified: Verification; summary: string }) | null;
  archived: (Stamp & { note: string }) | null;
  papers: PaperRecord[];
  notes: (Stamp & { text: string })[];
  conflicts: Conflict[];
  /** How many of the folded entries each station wrote. */
  written: Record<string, number>;
  /** Who set each exclusive fact: what a late rival is measured against. */
  exclusive: Record<string, ExclusiveMark>;
}
