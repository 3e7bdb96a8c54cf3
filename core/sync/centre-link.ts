import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { DeskError } from '../../domain/contract/errors.ts';
import { type EnrolResponse, enrolResponseSchema, PATHS, PROTOCOL } from '../../domain/contract/wire.ts';
import { keyIdOf, type PinnedKey } from '../../domain/rulebook/rulebook.ts';
import { ANSWER_MS, errorCodeOf, readJson, versionTrouble } from './answers.ts';
import type { Transport } from './transport.ts';

/** What a station needs to speak to its centre; kept in the encrypted database. */
export interface CentreLink {
  address: string;
  centreName: string;
  stationCode: string;
  /** Ed25519, PKCS 8, PEM: signs requests. */
  privateKey: string;
  /** X25519, PKCS 8, PEM: opens bundles for this station. Stations that enrolled under protocol 1 have none. */
  sealingKey?: string;
  /** The key that signs this centre's rulebooks and receipts, as it was given at enrolment. */
  rulebookKey?: PinnedKey;
  /** Raw X25519 key, base64: what is for the centre is sealed to it. */
  centreSealingKey?: string;
  /** Epoch of the centre's database at enrolment. */
  epoch?: string;
}

/** Keys made for one enrolment, and the code they were made for (its SHA-256). */
export interface EnrolmentKey {
  codeHash: string;
  /** PKCS 8, PEM. */
  privateKey: string;
  /** PKCS 8, PEM. */
  sealingKey: string;
}

/**
 * The keys to enrol with: those of the last try when the code is the same. The centre takes a used code again from the
 * same key only, so that an answer lost on the line does not use the code up for nothing.
 */
export function enrolmentKey(enrolCode: string, before: EnrolmentKey | null): EnrolmentKey {
  const codeHash = createHash('sha256')
    .update(enrolCode.toUpperCase().replace(/[^0-9A-Z]/g, ''))
    .digest('hex');
  if (before?.codeHash === codeHash && before.sealingKey !== undefined) return before;
  const pem = { format: 'pem', type: 'pkcs8' } as const;
  return {
    codeHash,
    privateKey: generateKeyPairSync('ed25519').privateKey.export(pem).toString(),
    sealingKey: generateKeyPairSync('x25519').privateKey.export(pem).toString(),
  };
}

/**
 * Enrols this station with a one-time code.
 *
 * @param key kept by the caller until this succeeds
 * @param at path of the caller's fields, before `address` and `enrolCode`
 * @throws DeskError `centre_insecure` (personal data never leaves this PC in the clear), `enrol_code_wrong`,
 *   `enrol_code_expired`, `centre_unreachable`, `centre_protocol`, `centre_newer`, `centre_older`
 */
export async function enrol(
  transport: Transport,
  address: string,
  enrolCode: string,
  station: { code: string; name: string },
  key: EnrolmentKey,
  at = '',
): Promise<CentreLink> {
  const wrong = (field: 'address' | 'enrolCode', code: 'centre_insecure' | 'enrol_code_wrong' | 'enrol_code_expired') =>
    new DeskError(code, { fields: [{ path: `${at}${field}`, code }] });
  if (!isPrivate(address)) throw wrong('address', 'centre_insecure');
  const base = address.replace(/\/+$/, '');
  const publicKey = rawPublicKey(key.privateKey);
  const asked = { protocol: PROTOCOL, enrolCode, station, publicKey, sealingKey: rawPublicKey(key.sealingKey) };
  const response = await transport({
    method: 'POST',
    address: base,
    path: PATHS.enrol,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(asked)),
    silenceMs: ANSWER_MS,
    signal: new AbortController().signal,
  });
  if (response.status === 401 || response.status === 403) {
    const expired = (await errorCodeOf(response)) === 'enrol_code_expired';
    throw wrong('enrolCode', expired ? 'enrol_code_expired' : 'enrol_code_wrong');
  }
  const trouble = await versionTrouble(response);
  if (trouble) throw trouble;
  const answer: EnrolResponse = await readJson(response, enrolResponseSchema);
  return {
    address: base,
    centreName: answer.centreName,
    stationCode: station.code,
    privateKey: key.privateKey,
    sealingKey: key.sealingKey,
    rulebookKey: pinned(answer.centreKey),
    centreSealingKey: answer.centreSealingKey,
    epoch: answer.epoch,
  };
}

/** A centre at the same address has the key that it had: what comes with another one is somebody else's. */
export function demandSameKey(before: CentreLink | null, fresh: CentreLink): void {
  if (before?.rulebookKey === undefined || before.address !== fresh.address) return;
  if (before.rulebookKey.id !== fresh.rulebookKey?.id) throw new DeskError('centre_key_changed');
}

/** The last 32 bytes of the key's public half, base64: both curves end their SPKI with the raw key. */
function rawPublicKey(privateKey: string): string {
  const key = createPublicKey(createPrivateKey(privateKey));
  return key.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
}

/** @throws DeskError `centre_protocol` for what is no Ed25519 key */
function pinned(publicKey: string): PinnedKey {
  const raw = Buffer.from(publicKey, 'base64');
  if (raw.length !== 32) throw new DeskError('centre_protocol', { detail: 'centreKey' });
  return { id: keyIdOf(raw, (data) => createHash('sha256').update(data).digest('hex')), publicKey };
}

/** Whether nobody on the way can read what is sent: TLS, or a centre on this very PC. */
function isPrivate(address: string): boolean {
  const url = URL.parse(address);
  const here =
    url?.hostname === 'localhost' || url?.hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(url?.hostname ?? '');
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && here);
}
