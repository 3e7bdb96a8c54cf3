import { nextOutgoing, type Outgoing } from '../../db/outbox.ts';
import { canonicalJson } from '../../domain/case-file/chain.ts';
import { MAX_BATCH_BYTES, MAX_BATCH_ENTRIES } from '../../domain/contract/wire.ts';
import { linesOf } from '../../wire/lines.ts';
import { packBytes } from '../../wire/pack.ts';
import type { Workspace } from '../workspace.ts';
import { readMark } from './marks.ts';

/** Entries that go out in one request. */
export interface Batch {
  entries: readonly Outgoing[];
  packed: Uint8Array;
  known: Known;
}

/** What a station knew of the centre when it read the entries of a batch: an answer may be older than what it knows since. */
export interface Known {
  /** Last position of the feed that it held: what came later, the centre may not have had yet. */
  feedPos: number;
  /** How often it had gone back in the feed. */
  wentBack: number;
  /** Last entry of its own chain that a receipt vouched for. */
  head: number;
}

export function knownOf(workspace: Pick<Workspace, 'db'>): Known {
  return {
    feedPos: readMark(workspace, 'feed cursor'),
    wentBack: readMark(workspace, 'feed went back'),
    head: readMark(workspace, 'centre head'),
  };
}

/** Bytes of the entries of a first batch, small enough for a bad line, and of the largest. */
const FIRST_BYTES = 160 * 1024;
const MOST_BYTES = 4 * 1024 * 1024;
/** A batch that took less than this may be larger the next time, one that took longer is to be smaller, ms. */
const QUICK_MS = 4_000;
const SLOW_MS = 15_000;
/** Batches that take less than this go two at a time, ms: a cut of such a line costs little that was sent in vain. */
const ABREAST_MS = 1_000;

/** How much goes out at a time: more where the line is quick, half of it where it is slow, cut, or the centre says 413. */
export class BatchSize {
  #entries = MAX_BATCH_ENTRIES;
  #bytes = FIRST_BYTES;
  #abreast = 1;
  /** What was too much once is come to in smaller steps. */
  #wasHalved = false;

  /** How many batches may be under way at a time. */
  get abreast(): number {
    return this.#abreast;
  }

  next(workspace: Pick<Workspace, 'db'>, after: number): readonly Outgoing[] {
    return nextOutgoing(workspace.db, after, this.#entries, this.#bytes);
  }

  took(batch: Batch, ms: number): void {
    this.#abreast = ms < ABREAST_MS ? 2 : 1;
    if (ms > SLOW_MS) this.halve(batch);
    else if (ms < QUICK_MS) {
      const more = ms < ABREAST_MS && !this.#wasHalved ? 4 : 2;
      this.#entries = Math.min(MAX_BATCH_ENTRIES, this.#entries * more);
      this.#bytes = Math.min(MOST_BYTES, this.#bytes * more);
    }
  }

  /** Never below one entry: `nextOutgoing` gives one whatever its length. */
  halve({ entries }: Batch): void {
    this.#abreast = 1;
    this.#wasHalved = true;
    this.#entries = Math.max(1, Math.floor(entries.length / 2));
    this.#bytes = Math.max(1, Math.floor(entries.reduce((sum, { body }) => sum + body.length, 0) / 2));
  }
}

/**
 * Packs entries, each as the text that its hash covers.
 *
 * @param known what was known of the centre when they were read
 */
export async function packBatch(entries: readonly Outgoing[], known: Known): Promise<Batch> {
  return { entries, known, packed: await packBytes(linesOf(entries.map(({ body }) => canonical(body)))) };
}

/**
 * Whether one batch may be sent while the other is under way. They go on lines of their own, and the second may come first:
 * only where the chain itself holds it back until the first is there are they judged in the order they were written. What
 * was refused and is sent again has its place in the chain already, and nothing holds it back.
 */
export function holdsBack(first: Batch, second: Batch): boolean {
  const last = first.entries.at(-1)?.stationSeq ?? 0;
  return last > second.known.head && second.entries[0]?.stationSeq === last + 1;
}

/** Whether a batch of one is too long for any centre: nobody needs to be asked. */
export const isTooLong = ({ entries, packed }: Batch): boolean =>
  entries.length === 1 && packed.length > MAX_BATCH_BYTES;

const CANONICAL = Buffer.from('{"actor":');

/** Bodies that programs before protocol 2 stored begin with `id`, in the order in which they were written. */
function canonical(body: Uint8Array): Uint8Array {
  const text = Buffer.from(body.buffer, body.byteOffset, body.length);
  return CANONICAL.equals(text.subarray(0, CANONICAL.length))
    ? body
    : Buffer.from(canonicalJson(JSON.parse(text.toString('utf8'))));
}
