import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { DeskError } from '../../domain/contract/errors.ts';
import {
  CENTRE_TIME,
  type EnrolResponse,
  enrolResponseSchema,
  type FeedItem,
  PATHS,
  PROTOCOL,
  type PushAnswer,
  pullResponseSchema,
  pushResponseSchema,
  rulebooksResponseSchema,
  signingText,
} from '../../domain/contract/wire1.ts';
import { keyIdOf, type PinnedKey } from '../../domain/rulebook/rulebook.ts';
import type { Platform } from '../options.ts';

/** What a station needs to speak to its centre; kept in the encrypted database. */
export interface CentreLink {
  address: string;
  centreName: string;
  stationCode: string;
  /** PKCS 8, PEM. */
  privateKey: string;
  /** The key that signs this centre's rulebooks, as it was given at enrolment; without one the station takes none. */
  rulebookKey?: PinnedKey;
}

/** Longest a call may take, in ms: a centre that hangs is a centre that is away. */
const CALL_TIMEOUT = 20_000;
/** Longest answer that is read, in bytes: a lying server must not fill the memory. */
const MAX_ANSWER = 64 * 1024 * 1024;

/** Thrown when the centre finds a batch too large: the caller halves it. */
export class BatchTooLarge extends Error {}

/** A key made for one enrolment, and the code it was made for (its SHA-256). */
export interface EnrolmentKey {
  codeHash: string;
  /** PKCS 8, PEM. */
  privateKey: string;
}

/**
 * The Ed25519 key (RFC 8032) to enrol with: the one of the last try when the code is the same. The centre takes a used
 * code again from the same key only, so that an answer lost on the line does not use the code up for nothing.
 */
export function enrolmentKey(enrolCode: string, before: EnrolmentKey | null): EnrolmentKey {
  const codeHash = createHash('sha256')
    .update(enrolCode.toUpperCase().replace(/[^0-9A-Z]/g, ''))
    .digest('hex');
  if (before?.codeHash === codeHash) return before;
  const { privateKey } = generateKeyPairSync('ed25519');
  return { codeHash, privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() };
}

/**
 * Enrols this station with a one-time code.
 *
 * @param key kept by the caller until this succeeds
 * @param at path of the caller's fields, before `address` and `enrolCode`
 * @throws DeskError `centre_insecure` (personal data never leaves this PC in the clear), `enrol_code_wrong`,
 *   `centre_unreachable`, `centre_protocol`
 */
export async function enrol(
  address: string,
  enrolCode: string,
  station: { code: string; name: string },
  { privateKey }: EnrolmentKey,
  at = '',
): Promise<CentreLink> {
  if (!isPrivate(address)) {
    throw new DeskError('centre_insecure', { fields: [{ path: `${at}address`, code: 'centre_insecure' }] });
  }
  const publicKey = createPublicKey(privateKey);
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
  const body = JSON.stringify({ protocol: PROTOCOL, enrolCode, station, publicKey: raw });
  const base = address.replace(/\/+$/, '');
  const response = await reach(`${base}${PATHS.enrol}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  if (response.status === 401 || response.status === 403)
    throw new DeskError('enrol_code_wrong', { fields: [{ path: `${at}enrolCode`, code: 'enrol_code_wrong' }] });
  const answer: EnrolResponse = await readJson(response, enrolResponseSchema);
  return {
    address: base,
    centreName: answer.centreName,
    stationCode: station.code,
    privateKey,
    ...(answer.rulebookKey === undefined ? {} : { rulebookKey: pinned(answer.rulebookKey) }),
  };
}

/** @throws DeskError `centre_protocol` for what is no Ed25519 key */
function pinned(publicKey: string): PinnedKey {
  const raw = Buffer.from(publicKey, 'base64');
  if (raw.length !== 32) throw new DeskError('centre_protocol', { detail: 'rulebookKey' });
  return { id: keyIdOf(raw, (data) => createHash('sha256').update(data).digest('hex')), publicKey };
}

/**
 * Signed calls of an enrolled station; `stop` ends whatever is under way. `heardTime` gets the centre's clock with every
 * answer, refusals included: a station whose clock is wrong is refused for that.
 * Every method throws DeskError: `centre_unreachable`, `centre_refused`, `centre_protocol`.
 */
export function createCentreClient(
  link: CentreLink,
  platform: Platform,
  stop: AbortSignal,
  heardTime: (time: Date) => void = () => {},
) {
  const key = createPrivateKey(link.privateKey);

  async function call(
    method: string,
    path: string,
    body: Uint8Array | null,
    extra: Record<string, string>,
    timeout = CALL_TIMEOUT,
  ) {
    const time = platform.now().toISOString();
    const text = signingText(method, path, time, platform.sha256(body ?? new Uint8Array()));
    const headers = {
      ...extra,
      'x-station': link.stationCode,
      'x-time': time,
      'x-signature': sign(null, Buffer.from(text), key).toString('base64'),
    };
    const response = await reach(
      `${link.address}${path}`,
      { method, headers, ...(body === null ? {} : { body: body as BodyInit }) },
      timeout,
      stop,
    );
    const centreTime = new Date(response.headers.get(CENTRE_TIME) ?? Number.NaN);
    if (!Number.isNaN(centreTime.getTime())) heardTime(centreTime);
    if (response.status === 413) throw new BatchTooLarge();
    if (response.status === 401 || response.status === 403) throw new DeskError('centre_refused');
    return response;
  }

  return {
    /** Sends entries; answers come one per entry, in order. @throws BatchTooLarge */
    async push(bodies: readonly string[]): Promise<PushAnswer[]> {
      const json = `{"protocol":${PROTOCOL},"entries":[${bodies.join(',')}]}`;
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
      const response = await call('POST', PATHS.entries, gzipSync(json), headers);
      const { answers } = await readJson(response, pushResponseSchema);
      if (answers.length !== bodies.length) throw new DeskError('centre_protocol', { detail: 'answers missing' });
      return answers;
    },
    /** One page of this station's feed after `pos`; waits up to `wait` seconds for news, or for rulebooks after `rules`. */
    async pull(after: number, wait: number, rules: number): Promise<{ items: FeedItem[]; more: boolean }> {
      const path = `${PATHS.feed}?after=${after}&wait=${wait}&rules=${rules}`;
      const response = await call('GET', path, null, {}, CALL_TIMEOUT + wait * 1_000);
      return readJson(response, pullResponseSchema);
    },
    /** Rulebooks after a sequence number, as they came: each is judged by itself. A centre that has none to give says 404. */
    async rulebooks(after: number): Promise<{ items: unknown[]; more: boolean; upTo: number }> {
      const response = await call('GET', `${PATHS.rulebooks}?after=${after}`, null, {});
      if (response.status === 404) {
        await response.body?.cancel();
        return { items: [], more: false, upTo: 0 };
      }
      return readJson(response, rulebooksResponseSchema);
    },
    async putFile(sha256: string, mime: string, content: Uint8Array): Promise<void> {
      const response = await call(
        'PUT',
        `${PATHS.files}/${sha256}`,
        content,
        { 'content-type': mime },
        CALL_TIMEOUT * 3,
      );
      await response.body?.cancel();
      if (!response.ok) throw new DeskError('centre_protocol', { detail: `file ${response.status}` });
    },
  };
}

export type CentreClient = ReturnType<typeof createCentreClient>;

/** Whether nobody on the way can read what is sent: TLS, or a centre on this very PC. */
function isPrivate(address: string): boolean {
  const url = URL.parse(address);
  const here =
    url?.hostname === 'localhost' || url?.hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(url?.hostname ?? '');
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && here);
}

async function reach(url: string, init: RequestInit, timeout = CALL_TIMEOUT, stop?: AbortSignal): Promise<Response> {
  const limit = AbortSignal.timeout(timeout);
  try {
    return await fetch(url, { ...init, redirect: 'error', signal: stop ? AbortSignal.any([limit, stop]) : limit });
  } catch (cause) {
    throw new DeskError('centre_unreachable', { cause });
  }
}

async function readJson<T>(
  response: Response,
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
): Promise<T> {
  if (response.status >= 500) throw new DeskError('centre_unreachable', { detail: `status ${response.status}` });
  let value: unknown;
  try {
    value = JSON.parse(await readText(response));
  } catch (cause) {
    throw new DeskError('centre_protocol', { cause });
  }
  if (!response.ok) throw new DeskError('centre_protocol', { detail: `status ${response.status}` });
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new DeskError('centre_protocol');
  return parsed.data;
}

async function readText(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > MAX_ANSWER) throw new Error('answer too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
