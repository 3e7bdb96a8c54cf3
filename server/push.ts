import { DeskError } from '../domain/contract/errors.ts';
import { MAX_BATCH_ENTRIES, type PushResponse, receiptText } from '../domain/contract/wire.ts';
import type { Viewer } from '../domain/disclosure/see.ts';
import { unpack } from '../wire/pack.ts';
import type { CentreDatabase } from './db/open.ts';
import { presentEpoch } from './epochs.ts';
import { ingest } from './ingest.ts';
import type { RulebookSigner } from './rulebook-signer.ts';

/**
 * Takes in a batch and signs for the chain as it then stands.
 *
 * @param body as sent
 * @returns the answer, and the stations whose feeds grew
 * @throws DeskError `too_large`, `bad_request`
 */
export async function push(
  db: CentreDatabase,
  signer: RulebookSigner,
  author: Viewer,
  body: Uint8Array,
  unpackedBytes: number,
  now: Date,
): Promise<{ answer: PushResponse; woken: string[] }> {
  const text = await unpack(body, unpackedBytes);
  const lines = text.split('\n');
  if (text === '' || lines.length > MAX_BATCH_ENTRIES) throw new DeskError('bad_request', { detail: 'entries' });
  const { answers, head, woken } = await ingest(db, author, lines, now);
  const epoch = await presentEpoch(db);
  const place = { seq: head.seq, backed: head.backed };
  const signature = Buffer.from(signer.sign(receiptText(epoch, author.code, place, head.hash)), 'base64');
  return { answer: { answers, epoch, receipt: { ...place, signature: signature.toString('base64url') } }, woken };
}
