import type { ErrorCode } from '../errors.ts';

/** What the screen gets of backups and relay bundles. Plain data; times are ISO 8601 with offset unless said otherwise. */

/** How this desk stands to its own chain after a restoration. */
export interface StandingView {
  /** `behind`: asks the centre for the rest; `elsewhere`: another PC works as this station; `alone`: went on without. */
  state: 'behind' | 'elsewhere' | 'alone' | 'settled';
  backupMade: string | null;
  since: string;
}

export interface BackupView {
  folder: string | null;
  keep: number;
  hour: number;
  /** When the recovery code was made that opens new backups; null: none was made, and no backup can be. */
  codeMadeAt: string | null;
  /** The last one that was read back and found whole. */
  last: { at: string; file: string; bytes: number; entries: number; cases: number } | null;
  /** What went wrong since then. */
  failure: { at: string; code: ErrorCode; message: string; detail: string } | null;
  nextAt: string | null;
  running: { part: 'copying' | 'checking' | 'writing' | 'reading_back'; done: number } | null;
  standing: StandingView | null;
}

/** A relay bundle as this desk knows it. */
export interface BundleView {
  id: string;
  role: 'made' | 'taken' | 'carried';
  from: string;
  /** `centre` or a station's code. */
  to: string;
  entries: number;
  at: string;
  /** When a carried one was handed to the centre. */
  deliveredAt: string | null;
  /** Why the centre did not take a carried one yet, or will not. */
  trouble: { code: ErrorCode; message: string } | null;
}

export interface BundlesView {
  bundles: BundleView[];
  /** Stations that a bundle can be made for; empty until the centre's directory is here. */
  stations: { code: string; name: string }[];
  /** Whether one can be made for the centre: this desk has enrolled. */
  centre: boolean;
  /** Own entries that the centre has not acknowledged. */
  pending: number;
}

export interface BundleMade {
  id: string;
  fileName: string;
  bytes: number;
  entries: number;
  cases: number;
  files: number;
  /** Attachments that did not fit in; they go by the line. */
  filesLeftOut: number;
  /** Entries that did not fit in: make another one when this one was taken in. */
  entriesLeftOut: number;
}

/** What became of a bundle that was brought here. */
export interface BundleTaken {
  id: string;
  role: 'taken' | 'carried';
  from: string;
  entries: number;
  /** Entries that were not here before. */
  fresh: number;
}
