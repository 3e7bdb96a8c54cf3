import type { Orm } from '../../db/open.ts';
import { readMeta, writeMeta } from '../../db/settings.ts';
import type { ErrorCode } from '../../domain/contract/errors.ts';
import type { CodeSlot } from '../../wire/recovery-code.ts';

export interface BackupSettings {
  /** Folder that backups are written to; null: none are made by themselves. */
  folder: string | null;
  /** How many of this station's backups stay in the folder. */
  keep: number;
  /** Hour of the day (Asia/Shanghai) after which the daily one is made. */
  hour: number;
}

/** The data key under the recovery code that was shown last. */
export interface RecoveryKept {
  slot: CodeSlot;
  madeAt: string;
}

/** A backup that was read back and found whole. */
export interface BackupMade {
  at: string;
  file: string;
  bytes: number;
  entries: number;
  cases: number;
}

export interface BackupFailure {
  at: string;
  code: ErrorCode;
  detail: string;
}

const SETTINGS = 'backup settings';
const RECOVERY = 'backup recovery';
const MADE = 'backup made';
const FAILURE = 'backup failure';
const USUAL: BackupSettings = { folder: null, keep: 14, hour: 12 };

export const readBackupSettings = (orm: Orm): BackupSettings => readMeta<BackupSettings>(orm, SETTINGS) ?? USUAL;
export const writeBackupSettings = (orm: Orm, settings: BackupSettings): void => writeMeta(orm, SETTINGS, settings);

export const readRecovery = (orm: Orm): RecoveryKept | null => readMeta<RecoveryKept>(orm, RECOVERY);
export const writeRecovery = (orm: Orm, kept: RecoveryKept): void => writeMeta(orm, RECOVERY, kept);

export const lastBackup = (orm: Orm): BackupMade | null => readMeta<BackupMade>(orm, MADE);
/** What went wrong since the last backup that succeeded. */
export const lastFailure = (orm: Orm): BackupFailure | null => readMeta<BackupFailure>(orm, FAILURE);

export function noteBackup(orm: Orm, made: BackupMade): void {
  writeMeta(orm, MADE, made);
  writeMeta(orm, FAILURE, null);
}

export const noteFailure = (orm: Orm, failure: BackupFailure): void => writeMeta(orm, FAILURE, failure);

/** Wait after a backup that failed, and after a start at which one is overdue, ms. */
const RETRY = 30 * 60_000;
const AFTER_START = 2 * 60_000;
const DAY = 86_400_000;
const OFFSET = 8 * 3_600_000;

/**
 * When the next daily backup is due; null where none is made. At most one a day, after its hour; one that was missed is
 * made soon, one that failed is tried again after half an hour.
 */
export function nextBackupAt(
  settings: BackupSettings,
  known: { madeAt: Date | null; failedAt: Date | null; startedAt: Date },
): Date | null {
  if (settings.folder === null) return null;
  const made = known.madeAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  // The first moment at this hour after the last backup; one that was never made is due now.
  const due = Number.isFinite(made) ? nextHour(made, settings.hour) : known.startedAt.getTime();
  const earliest = Math.max(
    due <= known.startedAt.getTime() ? known.startedAt.getTime() + AFTER_START : due,
    known.failedAt ? known.failedAt.getTime() + RETRY : 0,
  );
  return new Date(earliest);
}

function nextHour(after: number, hour: number): number {
  const midnight = Math.floor((after + OFFSET) / DAY) * DAY - OFFSET;
  const today = midnight + hour * 3_600_000;
  return today > after ? today : today + DAY;
}
