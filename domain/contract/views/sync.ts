import type { EntryKind } from '../entries.ts';
import type { ErrorCode } from '../errors.ts';

/** What the screen gets of reporting to the centre. Plain data; times are ISO 8601 with offset unless said otherwise. */

export interface SyncStatus {
  /** `none`: no centre set. */
  state: 'none' | 'offline' | 'sending' | 'idle' | 'refused';
  address: string | null;
  centreName: string | null;
  pending: number;
  rejected: number;
  conflicts: number;
  lastSuccessAt: string | null;
  lastError: ErrorCode | null;
  nextTryAt: string | null;
  /** Entries of the present sending; null while nothing is sent. */
  progress: { done: number; total: number } | null;
  /** How many entries this station has written, and how many of them are in the centre's backup too. */
  written: number;
  backed: number;
  /** Entries from elsewhere that do not hold and stand aside. */
  quarantined: number;
  /** When a centre restored from a backup was noticed, and how many own entries were sent to it again. */
  restored: { at: string; again: number } | null;
  /** What stands before the centre holds this station's files; left out where the core does not say. */
  files?: FileProgress;
}

/** An entry that came from the centre and does not hold: kept, shown, never mixed into a case. */
export interface QuarantinedEntry {
  stationId: string;
  stationSeq: number;
  hash: string;
  /** The case it says it is of; null where it names none that is here. */
  caseId: string | null;
  number: string | null;
  kind: EntryKind | null;
  code: ErrorCode;
  message: string;
  at: string;
}

/** A file that the centre did not take; it is tried again later and keeps no other waiting. */
export interface RefusedFile {
  sha256: string;
  caseId: string;
  name: string;
  code: ErrorCode;
}

/** What stands before the centre holds all files, for the page 同步. */
export interface FileProgress {
  /** Files not reported yet, refused ones among them. */
  files: number;
  bytes: number;
  /** Bytes of these that the centre said it holds. */
  sentBytes: number;
  refused: RefusedFile[];
}

/** Where a file that an entry names is, as seen from this desk. */
export type FileWhereabouts =
  | { state: 'here' }
  /** 不在本机: nobody has asked for it, or what came of it waits to be gone on with. */
  | { state: 'absent'; bytes: number; size: number | null }
  /** 正在取回. `size` is null until the centre has said it. */
  | { state: 'fetching'; bytes: number; size: number | null }
  /** 中心尚未收到: its author has not sent it yet (or it is not for this station, which the centre does not tell apart). */
  | { state: 'not_at_centre' }
  /** 取不到, and why. What came is kept. */
  | { state: 'failed'; code: ErrorCode };
