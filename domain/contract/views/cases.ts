import type { CaseState } from '../../case-file/state.ts';
import type { Clock } from '../../regimes/clocks.ts';
import type { ActionOffer } from '../../regimes/workflow.ts';
import type { Entry } from '../entries.ts';
import type { ErrorCode } from '../errors.ts';
import type { DocumentKind, PrintJob } from '../printing.ts';
import type { CaseKind, Channel, ComplainantType, ComplaintRecord, Urgency } from '../record.ts';
import type { Strokes } from '../signature.ts';
import type { CaseStatus, Satisfaction, SyncState } from '../words.ts';

/** What the screen gets of cases, drafts and signatures. Plain data; times are ISO 8601 with offset unless said otherwise. */

export interface CaseRow {
  caseId: string;
  number: string;
  kind: CaseKind;
  channel: Channel;
  status: CaseStatus;
  urgency: Urgency;
  complainantType: ComplainantType;
  complainantName: string;
  respondent: string;
  /** First words of the request or narrative, at most 80 characters. */
  summary: string;
  registeredAt: string;
  stationId: string;
  nextDue: { limitId: string; what: string; dueAt: string; provisional: boolean } | null;
  /** Warning card (红黄牌) that the case bears now. */
  card: 'yellow' | 'red' | null;
  /** Action expected next and the roles that may take it. */
  nextStep: { name: string; roles: string[] } | null;
  mine: boolean;
  sync: SyncState;
  conflict: boolean;
}

export interface CaseFileView {
  row: CaseRow;
  state: CaseState;
  entries: (Entry & { sync: SyncState; syncError: ErrorCode | null; masked: boolean })[];
  clocks: (Clock & { overdue: boolean })[];
  /** The version of the procedure that the case began under is not here: it can be read, and nothing is computed. */
  regimeMissing: boolean;
  /** Deadlines that moved although nobody acted on the case, first to last; `before` and `after` as `Clock.due`. */
  deadlineChanges: {
    limitId: string;
    what: string;
    before: string | null;
    after: string | null;
    reason: string;
    at: string;
  }[];
  actions: ActionOffer[];
  documents: {
    document: DocumentKind;
    title: string;
    /** `desk`: what every desk gives out; `form`: a form of the regime. */
    group: 'desk' | 'form';
    /** The case is about it now, and it did not come out yet. */
    due: boolean;
    available: boolean;
    reason: string | null;
    widths: ('58' | '80' | 'a4')[];
  }[];
  jobs: PrintJob[];
}

export interface DraftView {
  draftId: string;
  record: ComplaintRecord;
  savedAt: string;
  officerName: string;
  signed: SignatureView | null;
}

/** A collected signature, without its strokes: the picture is fetched apart. */
export interface SignatureView {
  taskId: string;
  textHash: string;
  signedAt: string;
  /** False when the record was changed after signing, so that it must be signed again. */
  current: boolean;
}

export interface SigningView {
  taskId: string;
  purpose: 'registration' | 'feedback';
  state: 'waiting' | 'opened' | 'signed' | 'cancelled' | 'expired';
  /** Address for a window on this PC. */
  localUrl: string;
  /** Address for a tablet on the LAN, when one was asked for and the PC has a LAN address. */
  lanUrl: string | null;
  expiresAt: string;
  textHash: string;
  signedAt: string | null;
  /** The signature itself, to be drawn, once the task is signed. */
  strokes: Strokes | null;
  satisfaction: Satisfaction | 'declined' | null;
}

export interface IntakeAdvice {
  /** What the regime wants now: duties of the channel, truthfulness notice, phrases to say. */
  duties: { id: string; text: string }[];
  phrases: string[];
  errors: { path: string; code: ErrorCode; message: string }[];
  duplicates: {
    caseId: string;
    number: string;
    complainantName: string;
    summary: string;
    registeredAt: string;
    status: CaseStatus;
    /** 0 to 1; see `domain/duplicates`. */
    score: number;
    /** `same`: probably the same matter; `person`: the same person, another matter. */
    kind: 'same' | 'person';
    /** In Chinese, what speaks for it. */
    reasons: string[];
  }[];
  clocks: Clock[];
  signatureRequired: boolean;
}
