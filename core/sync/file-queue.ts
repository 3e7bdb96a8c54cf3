import {
  fileBrief,
  filesNamedAfter,
  forgetSent,
  isAcknowledged,
  lastStationSeq,
  type NamedFile,
} from '../../db/file-transfers.ts';
import { readMeta, writeMeta } from '../../db/settings.ts';
import type { ErrorCode } from '../../domain/contract/errors.ts';
import type { FileProgress } from '../../domain/contract/views.ts';
import type { Workspace } from '../workspace.ts';

/** Place in the chain up to which every file that own entries name is at the centre. */
const CARRIED = 'files carried';
/** How long a refused file is left alone, ms. */
const PATIENCE_MS = 10 * 60_000;

/**
 * Which files wait for the centre, in the order of the chain. Looks only at entries that are new since the last time:
 * asking costs nothing when nothing waits.
 */
export class FileQueue {
  readonly #workspace: Workspace;
  /** ms that never jump. */
  readonly #elapsed: () => number;
  readonly #waiting = new Map<number, NamedFile & { size: number; sentBytes: number }>();
  readonly #refused = new Map<string, { code: ErrorCode; until: number }>();
  #seen: number;

  constructor(workspace: Workspace, elapsed: () => number) {
    this.#workspace = workspace;
    this.#elapsed = elapsed;
    this.#seen = readMeta<number>(workspace.db.orm, CARRIED) ?? 0;
  }

  /** The next file that the centre may be given; null when none waits or all that do were refused just now. */
  next(): string | null {
    this.#lookForNew();
    for (const { sha256, entryId } of this.#waiting.values()) {
      if ((this.#refused.get(sha256)?.until ?? 0) > this.#elapsed()) continue;
      if (isAcknowledged(this.#workspace.db.orm, entryId)) return sha256;
    }
    return null;
  }

  /** The centre's word on how far a file is. */
  sent(sha256: string, sentBytes: number): void {
    for (const file of this.#waiting.values()) if (file.sha256 === sha256) file.sentBytes = sentBytes;
  }

  /** A file is at the centre, or no longer on this PC. */
  done(sha256: string): void {
    this.#refused.delete(sha256);
    for (const [seq, file] of this.#waiting) if (file.sha256 === sha256) this.#waiting.delete(seq);
    this.#keepPlace();
  }

  refuse(sha256: string, code: ErrorCode): void {
    this.#refused.set(sha256, { code, until: this.#elapsed() + PATIENCE_MS });
  }

  /** Refused files are tried again at the next opportunity. */
  retry(): void {
    for (const refusal of this.#refused.values()) refusal.until = 0;
  }

  /** The centre was restored from a backup and may have lost files: all are offered again. */
  restart(): void {
    const { orm } = this.#workspace.db;
    forgetSent(orm);
    writeMeta(orm, CARRIED, 0);
    this.#waiting.clear();
    this.#seen = 0;
  }

  progress(): FileProgress {
    const files = [...new Map([...this.#waiting.values()].map((file) => [file.sha256, file])).values()];
    return {
      files: files.length,
      bytes: files.reduce((sum, file) => sum + file.size, 0),
      sentBytes: files.reduce((sum, file) => sum + file.sentBytes, 0),
      refused: files.flatMap(({ sha256, caseId, name }) => {
        const refusal = this.#refused.get(sha256);
        return refusal ? [{ sha256, caseId, name, code: refusal.code }] : [];
      }),
    };
  }

  #lookForNew(): void {
    const { db } = this.#workspace;
    const { code } = this.#workspace.settings().station;
    const last = lastStationSeq(db, code);
    if (last === this.#seen) return;
    for (const named of filesNamedAfter(db, code, this.#seen)) {
      const file = fileBrief(db.orm, named.sha256);
      if (file && !file.reported) this.#waiting.set(named.stationSeq, { ...named, ...file });
    }
    this.#seen = last;
    this.#keepPlace();
  }

  #keepPlace(): void {
    const first = Math.min(this.#seen + 1, ...this.#waiting.keys());
    writeMeta(this.#workspace.db.orm, CARRIED, first - 1);
  }
}
