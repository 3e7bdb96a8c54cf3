import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { readMeta } from '../../db/settings.ts';
import { DeskError, messageOf } from '../../domain/contract/errors.ts';
import type { BackupView } from '../../domain/contract/views/keeping.ts';
import type { BackupHead, KeySlot } from '../../wire/backup-file.ts';
import { sealForCentre } from '../../wire/centre-slot.ts';
import { newRecoveryCode, sealUnderCode } from '../../wire/recovery-code.ts';
import { loadDataKey } from '../keys/data-key.ts';
import type { Keyring } from '../options.ts';
import { shanghaiIso } from '../platform.ts';
import { VERSION } from '../version.ts';
import type { Workspace } from '../workspace.ts';
import { type BackupJob, type BackupProgress, forgetHalfBackup } from './backup-job.ts';
import {
  type BackupMade,
  type BackupSettings,
  lastBackup,
  lastFailure,
  nextBackupAt,
  noteBackup,
  noteFailure,
  readBackupSettings,
  readRecovery,
  writeBackupSettings,
  writeRecovery,
} from './backup-settings.ts';
import { runBackupInWorker } from './in-worker.ts';
import { standingView } from './standing-view.ts';

/** Longest time that a timer sleeps, ms: the clock may be set meanwhile. */
const LONGEST_SLEEP = 3_600_000;

type Run = (job: BackupJob, told: (progress: BackupProgress) => void) => Promise<BackupHead>;

/** The backups of a running desk: daily by themselves, and when somebody asks. They never hold up the desk's own work. */
export function createBackups(workspace: Workspace, keyring: Keyring, run: Run = runBackupInWorker) {
  const { db, platform, events, dataDir } = workspace;
  const startedAt = platform.now();
  let running: { progress: BackupProgress; ended: Promise<BackupMade> } | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  const dateOf = (text: string | undefined) => (text === undefined ? null : new Date(text));

  function nextAt(): Date | null {
    if (readRecovery(db.orm) === null) return null;
    return nextBackupAt(readBackupSettings(db.orm), {
      madeAt: dateOf(lastBackup(db.orm)?.at),
      failedAt: dateOf(lastFailure(db.orm)?.at),
      startedAt,
    });
  }

  function schedule(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    const next = nextAt();
    if (stopped || running || next === null) return;
    const wait = next.getTime() - platform.now().getTime();
    timer = setTimeout(
      () => {
        if (nextAt()?.getTime() === next.getTime() && platform.now() >= next) make().catch(() => undefined);
        else schedule();
      },
      Math.min(Math.max(wait, 0), LONGEST_SLEEP),
    );
    timer.unref();
  }

  async function slots(key: Uint8Array): Promise<KeySlot[]> {
    const kept = readRecovery(db.orm);
    if (!kept) throw new DeskError('backup_failed', { detail: '请先生成恢复码' });
    const recipient = readMeta<{ centreSealingKey?: string }>(db.orm, 'centre link')?.centreSealingKey;
    return recipient === undefined ? [kept.slot] : [kept.slot, sealForCentre(key, recipient)];
  }

  async function makeOne(target: string | null): Promise<BackupMade> {
    const settings = readBackupSettings(db.orm);
    const folder = target ?? settings.folder;
    if (folder === null) throw new DeskError('backup_failed', { detail: '请先设置备份的位置' });
    const key = await loadDataKey(dataDir, keyring, true);
    const made = shanghaiIso(platform.now());
    const { code, name } = workspace.settings().station;
    const file = join(folder, fileName(code, made));
    const head = await run(
      {
        dataDir,
        key,
        target: file,
        head: {
          id: randomBytes(16).toString('hex'),
          station: { code, name },
          made,
          program: VERSION,
          slots: await slots(key),
        },
      },
      (progress) => {
        if (running) running.progress = progress;
        events.emit({ type: 'backup' });
      },
    );
    const done = { at: made, file, bytes: head.bytes, ...head.counts };
    noteBackup(db.orm, done);
    if (target === null) prune(folder, code, settings.keep);
    return done;
  }

  /** Makes one now; asked while one is under way it waits for that one. @throws DeskError as `runBackupJob` */
  function make(folder: string | null = null): Promise<BackupMade> {
    if (running) return running.ended;
    const ended = makeOne(folder)
      .catch((error: unknown) => {
        const known = error instanceof DeskError ? error : new DeskError('backup_failed', { cause: error });
        if (!stopped)
          noteFailure(db.orm, { at: shanghaiIso(platform.now()), code: known.code, detail: known.detail ?? '' });
        platform.log(`backup: ${known.code}`);
        throw known;
      })
      .finally(() => {
        running = null;
        events.emit({ type: 'backup' });
        schedule();
      });
    running = { progress: { part: 'copying', done: 0 }, ended };
    events.emit({ type: 'backup' });
    return ended;
  }

  return {
    start(): void {
      forgetHalfBackup(dataDir);
      schedule();
    },
    make,
    view(): BackupView {
      const failure = lastFailure(db.orm);
      return {
        ...readBackupSettings(db.orm),
        codeMadeAt: readRecovery(db.orm)?.madeAt ?? null,
        last: lastBackup(db.orm),
        failure: failure && { ...failure, message: messageOf(failure.code) },
        nextAt: nextAt()?.toISOString() ?? null,
        running: running?.progress ?? null,
        standing: standingView(db.orm),
      };
    },
    /** @throws DeskError `invalid` beside `folder` when nothing can be written there */
    configure(settings: BackupSettings): void {
      if (settings.folder !== null) demandFolder(settings.folder);
      writeBackupSettings(db.orm, settings);
      schedule();
      events.emit({ type: 'backup' });
    },
    /** Makes a new recovery code. It is kept nowhere: this answer is the only one that says it. */
    async newCode(): Promise<{ code: string }> {
      const code = newRecoveryCode();
      const slot = await sealUnderCode(await loadDataKey(dataDir, keyring, true), code);
      writeRecovery(db.orm, { slot, madeAt: shanghaiIso(platform.now()) });
      schedule();
      events.emit({ type: 'backup' });
      return { code };
    },
    async stop(): Promise<void> {
      stopped = true;
      if (timer) clearTimeout(timer);
      await running?.ended.catch(() => undefined);
    },
  };
}

export type Backups = ReturnType<typeof createBackups>;

/** `jiesu-TH03-20261122-090000.jsk`: sorts by time. */
const fileName = (code: string, made: string) =>
  `jiesu-${code}-${made.slice(0, 10).replaceAll('-', '')}-${made.slice(11, 19).replaceAll(':', '')}.jsk`;

function demandFolder(folder: string): void {
  try {
    if (!isAbsolute(folder)) throw new Error('relative');
    mkdirSync(folder, { recursive: true });
    if (!existsSync(folder)) throw new Error('not there');
  } catch (cause) {
    throw new DeskError('backup_failed', { fields: [{ path: 'folder', code: 'backup_failed' }], cause });
  }
}

/** Removes the oldest of this station's own backups beyond the number that is kept. */
function prune(folder: string, code: string, keep: number): void {
  const own = new RegExp(`^jiesu-${code}-\\d{8}-\\d{6}\\.jsk$`);
  const files = readdirSync(folder)
    .filter((name) => own.test(name))
    .sort();
  for (const name of files.slice(0, Math.max(0, files.length - keep))) rmSync(join(folder, name), { force: true });
}
