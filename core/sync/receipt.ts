import { ownEntryAt } from '../../db/placement.ts';
import { GENESIS_HASH } from '../../domain/contract/entries.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import { type PushResponse, receiptText } from '../../domain/contract/wire.ts';
import type { PinnedKey } from '../../domain/rulebook/rulebook.ts';
import { verifyEd25519 } from '../keys/ed25519.ts';
import type { Workspace } from '../workspace.ts';
import type { Batch } from './outgoing.ts';

/**
 * Checks that the centre put its name to the chain as it stands here, up to all that it says it stored.
 *
 * @throws DeskError `receipt_invalid`: nothing of the answer counts
 */
export function demandReceipt(
  { db, settings }: Pick<Workspace, 'db' | 'settings'>,
  key: PinnedKey | undefined,
  batch: Batch,
  { answers, epoch, receipt }: PushResponse,
): void {
  const station = settings().station.code;
  const refuse = (detail: string): never => {
    throw new DeskError('receipt_invalid', { detail });
  };
  if (!key) return refuse('no key pinned');
  const hash = receipt.seq === 0 ? GENESIS_HASH : ownEntryAt(db, station, receipt.seq)?.hash;
  if (hash === undefined || receipt.backed > receipt.seq) return refuse(`seq ${receipt.seq}`);
  const beyond = batch.entries.some(({ stationSeq }, index) => stationSeq > receipt.seq && !isRejected(answers[index]));
  if (beyond) return refuse('stored beyond the receipt');
  if (!verifyEd25519(key.publicKey, receiptText(epoch, station, receipt, hash), receipt.signature))
    return refuse('signature');
}

const isRejected = (answer: PushResponse['answers'][number] | undefined): boolean =>
  Array.isArray(answer) && answer[0] === 'rejected';
