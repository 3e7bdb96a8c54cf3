import { setImmediate } from 'node:timers/promises';
import { DeskError } from '../domain/contract/errors.ts';
import { MAX_BATCH_ENTRIES, type PushResponse, receiptText } from '../domain/contract/wire.ts';
import { unpackBoth } from '../wire/pack.ts';
import type { Direct } from './db/direct.ts';
import { sha256Hex } from './digest.ts';
import { type Author, ingest, type Memory } from './ingest.ts';
import { type Link, readLink } from './links.ts';
import type { RulebookSigner } from './rulebook-signer.ts';
import type { Turns } from './turns.ts';

/** Lines that are read before others get a turn of the event loop: some 4 ms. */
const LINES_AT_A_TIME = 100;
const LINE_FEED = 0x0a;

export interface PushDeps {
  direct: Direct;
  memory: Memory;
  /** Batches of one station are stored in the order in which they came. */
  turns: Turns;
  signer: RulebookSigner;
}

/**
 * Takes in a batch, tells the feeds that grew, and signs for the chain as it then stands and for the answers. A batch is unpacked, parsed and
 * hashed while the one before it is still being stored.
 *
 * @param body as sent
 * @throws DeskError `too_large`, `bad_request`; AuthorChanged
 */
export async function push(
  { direct, memory, turns, signer }: PushDeps,
  author: Author,
  body: Uint8Array,
  unpackedBytes: number,
  now: Date,
): Promise<PushResponse> {
  const { answers, epoch, backed, grown, batch } = await turns.take(author.code, async (mine) => {
    const links = await readLinks(body, unpackedBytes);
    await mine;
    return ingest(direct, memory, author, links, now);
  });
  if (grown.size > 0) {
    direct.bells.ring([...grown.keys()]);
    // Readers first: what waits for them is another officer's screen, what waits for the answer is a mark.
    await setImmediate();
  }
  const { seq, hash } = batch.head;
  const text = receiptText(epoch, author.code, { seq, backed }, hash, sha256Hex(body), answers);
  const signature = Buffer.from(signer.sign(text), 'base64');
  const receipt = { seq, backed, signature: signature.toString('base64url') };
  return { answers, epoch, receipt };
}

async function readLinks(body: Uint8Array, unpackedBytes: number): Promise<(Link | null)[]> {
  const { text, bytes } = await unpackBoth(body, unpackedBytes);
  const lines = text.split('\n');
  if (text === '' || lines.length > MAX_BATCH_ENTRIES) throw new DeskError('bad_request', { detail: 'entries' });
  const links: (Link | null)[] = [];
  let at = 0;
  const nextBytes = (): Uint8Array => {
    const end = bytes.indexOf(LINE_FEED, at);
    const line = bytes.subarray(at, end < 0 ? bytes.length : end);
    at += line.length + 1;
    return line;
  };
  for (let from = 0; from < lines.length; from += LINES_AT_A_TIME) {
    if (from > 0) await setImmediate();
    links.push(...lines.slice(from, from + LINES_AT_A_TIME).map((line) => readLink(line, nextBytes())));
  }
  return links;
}
