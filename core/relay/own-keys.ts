import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { Orm } from '../../db/open.ts';
import { readMeta } from '../../db/settings.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import { type SealingKeys, sealingKeysOf } from '../../wire/seal.ts';
import type { CentreLink } from '../sync/centre-link.ts';

/** This station's keys, as its enrolment gave them. */
export interface OwnKeys {
  signing: KeyObject;
  sealing: SealingKeys;
  /** Raw X25519 key of the centre, base64. */
  centreSealingKey: string;
}

/** @throws DeskError `centre_none` before enrolment, or for one under protocol 1, which made no key for sealing */
export function ownKeys(orm: Orm): OwnKeys {
  const link = readMeta<CentreLink>(orm, 'centre link');
  if (!link?.sealingKey || !link.centreSealingKey) throw new DeskError('centre_none');
  return {
    signing: createPrivateKey(link.privateKey),
    sealing: sealingKeysOf(createPrivateKey(link.sealingKey)),
    centreSealingKey: link.centreSealingKey,
  };
}
