import { DeskError } from '../domain/contract/errors.ts';
import type { KeySlot } from './backup-file.ts';
import {
  isRawKey,
  keyForOpening,
  keyForSealing,
  newSealingKeys,
  openChunks,
  type SealingKeys,
  sealChunks,
} from './seal.ts';

/** The data key, sealed to the centre: a second way into a backup when the recovery code is lost. */
export type CentreSlot = Extract<KeySlot, { kind: 'centre' }>;

const INFO = 'jiesu-desk/backup/1 centre';
const NOTHING = new Uint8Array();

/** @param recipient the centre's raw X25519 key, base64. @throws DeskError `backup_failed` for what is no key */
export function sealForCentre(dataKey: Uint8Array, recipient: string): CentreSlot {
  if (!isRawKey(recipient)) throw new DeskError('backup_failed', { detail: 'centre key' });
  const ephemeral = newSealingKeys();
  const sealed = sealChunks(keyForSealing(ephemeral, recipient, INFO), NOTHING, dataKey);
  return { kind: 'centre', recipient, ephemeral: ephemeral.publicKey, sealed: Buffer.from(sealed).toString('hex') };
}

/** What the centre does with the slot. @throws DeskError `backup_code_wrong` when it was sealed to another key */
export function openForCentre(slot: CentreSlot, keys: SealingKeys): Uint8Array {
  try {
    return openChunks(keyForOpening(keys, slot.ephemeral, INFO), NOTHING, Buffer.from(slot.sealed, 'hex'));
  } catch (cause) {
    throw new DeskError('backup_code_wrong', { cause });
  }
}
