import { fileBrief, filesNamedAfter, isAcknowledged, lastStationSeq, type NamedFile } from '../../db/file-transfers.ts';
import { readMeta, writeMeta } from '../../db/settings.ts';
import type { ErrorCode } from '../../domain/contract/errors.ts';
import type { FileProgress } from '../../domain/contract/views/sync.ts';
import type { Workspace } from '../workspace.ts';
import { readMark } from './marks.ts';

const CARRIED = 'files carried';
/** Every file that own entries name up to a place in the chain is at the centre, in this life of its database. */
interface Carried {
  epoch: string;
  upTo: number;
  /** Up to here what was noted as reported was so in an earlier life: the centre is asked again. */
  doubted: number;
}

/** Entries after which a place that only moved on is noted: what lies between is looked at again after a restart. */
const NOTED_EVERY = 500;

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
  #epoch: string;
  #doubted: number;
  /** As the place is noted on the disk. */
  #noted: Carried | null;

  constructor(workspace: Workspace, elapsed: () => number) {
    this.#workspace = workspace;
    this.#elapsed = elapsed;
    const carried = readMeta<Carried>(workspace.db.orm, CARRIED);
    this.#noted = carried;
    this.#seen = carried?.upTo ?? 0;
    this.#epoch = carried?.epoch ?? '';
    this.#doubted = carried?.doubted ?? 0;
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
    this.#keepPlace(true);
  }

  refuse(sha256: string, code: ErrorCode): void {
    this.#refused.set(sha256, { code, until: this.#elapsed() + PATIENCE_MS });
  }

  /** Refused files are tried again at the next opportunity. */
  retry(): void {
    for (const refusal of this.#refused.values()) refusal.until = 0;
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

  /** A centre that was restored from a backup may have lost files: all are offered again. */
  #followEpoch(): void {
    const epoch = readMark(this.#workspace, 'centre epoch');
    if (epoch === this.#epoch) return;
    // Before the first life that was named nothing was noted wrongly.
    if (this.#epoch !== '') this.#doubted = this.#seen;
    this.#epoch = epoch;
    this.#seen = 0;
    this.#waiting.clear();
    this.#keepPlace();
  }

  #lookForNew(): void {
    this.#followEpoch();
    const { db } = this.#workspace;
    const { code } = this.#workspace.settings().station;
    const last = lastStationSeq(db, code);
    if (last === this.#seen) return;
    for (const named of filesNamedAfter(db, code, this.#seen)) {
      const file = fileBrief(db.orm, named.sha256);
      const isDoubted = named.stationSeq <= this.#doubted;
      if (file && (isDoubted || !file.reported)) this.#waiting.set(named.stationSeq, { ...named, ...file });
    }
    this.#seen = last;
    this.#keepPlace();
  }

  #keepPlace(always = false): void {
    const first = Math.min(this.#seen + 1, ...this.#waiting.keys());
    const carried: Carried = { epoch: this.#epoch, upTo: first - 1, doubted: this.#doubted };
    const { epoch, doubted, upTo } = this.#noted ?? { epoch: '', doubted: -1, upTo: 0 };
    const isNear = carried.upTo >= upTo && carried.upTo < upTo + NOTED_EVERY;
    if (!always && isNear && carried.epoch === epoch && carried.doubted === doubted) return;
    this.#noted = carried;
    writeMeta(this.#workspace.db.orm, CARRIED, carried);
  }
}
