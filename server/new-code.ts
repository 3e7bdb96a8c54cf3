import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { DeskError } from '../domain/contract/errors.ts';
import { type BackupHead, checkBackup, demandOwnMac } from '../wire/backup-file.ts';
import { openForCentre } from '../wire/centre-slot.ts';
import { newRecoveryCode, sealUnderCode } from '../wire/recovery-code.ts';
import { sealingKeysOf } from '../wire/seal.ts';
import { sparePath, spareText } from '../wire/spare-code.ts';
import { sealingKey } from './sealing-key.ts';

/** A backup that can be opened again. */
export interface NewCode {
  station: BackupHead['station'];
  made: string;
  /** The recovery code, shown once and kept nowhere. */
  code: string;
  /** File beside the backup that it belongs to. */
  key: string;
}

/**
 * Gives a station's backup a new recovery code when its own is lost: the centre opens the slot that is sealed to it, and
 * seals the data key under a fresh code into a file beside the backup. An earlier such file is replaced, and its code opens
 * nothing any more.
 *
 * @param sealingKeyPath the centre's X25519 key (PKCS 8, PEM); nothing is made when it is missing
 * @throws DeskError `not_found`, `backup_damaged`, `backup_newer`, `backup_code_wrong` (sealed to another centre, or to none)
 */
export async function newCodeFor(file: string, sealingKeyPath: string): Promise<NewCode> {
  if (!existsSync(file)) throw new DeskError('not_found', { detail: `没有这个文件：${file}` });
  if (!existsSync(sealingKeyPath)) throw new DeskError('not_found', { detail: `没有中心的密钥：${sealingKeyPath}` });
  const checked = checkBackup(file);
  const keys = sealingKeysOf(sealingKey(sealingKeyPath).privateKey);
  const slot = checked.head.slots.find((one) => one.kind === 'centre' && one.recipient === keys.publicKey);
  if (slot?.kind !== 'centre') throw new DeskError('backup_code_wrong', { detail: '这份备份不是交给本中心的' });
  const dataKey = openForCentre(slot, keys);
  demandOwnMac(dataKey, checked);
  const code = newRecoveryCode();
  const { id, station, made } = checked.head;
  const key = sparePath(file);
  const text = spareText(id, await sealUnderCode(dataKey, code));
  rmSync(key, { force: true });
  writeFileSync(key, text, { mode: 0o600, flag: 'wx' });
  return { station, made, code, key };
}
