import { ownEntryAt } from '../../db/placement.ts';
import { GENESIS_HASH } from '../../domain/contract/entries.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import { type PushResponse, receiptText } from '../../domain/contract/wire.ts';
import type { PinnedKey } from '../../domain/rulebook/rulebook.ts';
import { verifyEd25519 } from '../keys/ed25519.ts';
import type { Workspace } from '../workspace.ts';
import type { Batch } from './outgoing.ts';

type Parts = Pick<Workspace, 'db' | 'settings' | 'platform'>;

/**
 * Checks that the centre put its name to these answers to this batch, and to the chain as it stands here, up to all that it
 * says it stored.
 *
 * @throws DeskError `receipt_invalid`: nothing of the answer counts
 */
export function demandReceipt(
  workspace: Parts,
  key: PinnedKey | undefined,
  batch: Batch,
  response: PushResponse,
): void {
  const detail = faultOf(workspace, key, batch, response);
  if (detail !== null) throw new DeskError('receipt_invalid', { detail });
}

function faultOf(
  { db, settings, platform }: Parts,
  key: PinnedKey | undefined,
  batch: Batch,
  { answers, epoch, receipt }: PushResponse,
): string | null {
  if (!key) return 'no key pinned';
  const station = settings().station.code;
  const hash = receipt.seq === 0 ? GENESIS_HASH : ownEntryAt(db, station, receipt.seq)?.hash;
  if (hash === undefined || receipt.backed > receipt.seq) return `seq ${receipt.seq}`;
  const isBeyond = batch.entries.some(
    ({ stationSeq }, index) => stationSeq > receipt.seq && !isRejected(answers[index]),
  );
  if (isBeyond) return 'stored beyond the receipt';
  const text = receiptText(epoch, station, receipt, hash, platform.sha256(batch.packed), answers);
  return verifyEd25519(key.publicKey, text, receipt.signature) ? null : 'signature';
}

const isRejected = (answer: PushResponse['answers'][number] | undefined): boolean =>
  Array.isArray(answer) && answer[0] === 'rejected';
