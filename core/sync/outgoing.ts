import { nextOutgoing, type Outgoing } from '../../db/outbox.ts';
import { canonicalJson } from '../../domain/case-file/chain.ts';
import { MAX_BATCH_BYTES, MAX_BATCH_ENTRIES } from '../../domain/contract/wire.ts';
import { pack } from '../../wire/pack.ts';
import type { Workspace } from '../workspace.ts';

/** Entries that go out in one request. */
export interface Batch {
  entries: readonly Outgoing[];
  packed: Uint8Array;
  /** Last position of the feed that was held when they were read: what came later, the centre may not have had yet. */
  feedHeld: number;
}

/** Characters of a first batch, small enough for a bad line, and of the largest. */
const FIRST_CHARS = 128 * 1024;
const MOST_CHARS = 4 * 1024 * 1024;
/** A batch that took less than this may be larger the next time, one that took longer is to be smaller, ms. */
const QUICK_MS = 4_000;
const SLOW_MS = 15_000;

/** How much goes out at a time: doubled where the line is quick, halved where it is slow, cut, or the centre says 413. */
export class BatchSize {
  #entries = MAX_BATCH_ENTRIES;
  #chars = FIRST_CHARS;

  next(workspace: Pick<Workspace, 'db'>, after: number): readonly Outgoing[] {
    return nextOutgoing(workspace.db, after, this.#entries, this.#chars);
  }

  took(batch: Batch, ms: number): void {
    if (ms > SLOW_MS) this.halve(batch);
    else if (ms < QUICK_MS) {
      this.#entries = Math.min(MAX_BATCH_ENTRIES, this.#entries * 2);
      this.#chars = Math.min(MOST_CHARS, this.#chars * 2);
    }
  }

  /** Never below one entry: `nextOutgoing` gives one whatever its length. */
  halve({ entries }: Batch): void {
    this.#entries = Math.max(1, Math.floor(entries.length / 2));
    this.#chars = Math.max(1, Math.floor(entries.reduce((sum, { body }) => sum + body.length, 0) / 2));
  }
}

/**
 * Packs entries, each as the text that its hash covers.
 *
 * @param feedHeld last position of the feed that was held when they were read
 */
export async function packBatch(entries: readonly Outgoing[], feedHeld: number): Promise<Batch> {
  return { entries, feedHeld, packed: await pack(entries.map(({ body }) => canonicalText(body)).join('\n')) };
}

/** Whether a batch of one is too long for any centre: nobody needs to be asked. */
export const isTooLong = ({ entries, packed }: Batch): boolean =>
  entries.length === 1 && packed.length > MAX_BATCH_BYTES;

/** Bodies that programs before protocol 2 stored begin with `id`, in the order in which they were written. */
function canonicalText(body: string): string {
  return body.startsWith('{"actor":') ? body : canonicalJson(JSON.parse(body));
}
