import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { canonicalJson } from '../../domain/case-file/chain.ts';
import {
  type FeedItem,
  type FeedQuestion,
  type FeedState,
  feedPath,
  type HeardAnswer,
  type Receipt,
  type StationKind,
  signingText,
  UNSIGNED_BODY,
} from '../../domain/contract/wire.ts';
import { type Frame, readFrames } from '../../wire/frames.ts';
import { pack } from '../../wire/pack.ts';
import { unpackPushAnswer } from '../../wire/push-answer.ts';

export const CENTRE = 'http://127.0.0.1';
export const ADMIN_TOKEN = 'admin-token-of-the-tests';

export type Send = (request: Request) => Promise<Response>;

export interface StationKey {
  code: string;
  publicKey: string;
  /** Raw X25519 key, base64, and its other half. */
  sealingKey: string;
  openingKey: KeyObject;
  privateKey: KeyObject;
}

export function newKey(code: string): StationKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const sealing = generateKeyPairSync('x25519');
  const raw = (key: KeyObject) => key.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
  return {
    code,
    publicKey: raw(publicKey),
    privateKey,
    sealingKey: raw(sealing.publicKey),
    openingKey: sealing.privateKey,
  };
}

export interface SignedOptions {
  body?: string | Uint8Array;
  headers?: Record<string, string>;
  /** Unix time in ms, base 36. */
  time?: string;
  origin?: string;
  /** Whether the signature leaves the body out, as for `PATCH files`. */
  unsignedBody?: boolean;
}

/** The header that a station puts on a request. */
export function authorization(
  key: StationKey,
  method: string,
  pathAndQuery: string,
  bodySha256: string,
  time: string = Date.now().toString(36),
): string {
  const signed = sign(null, Buffer.from(signingText(method, pathAndQuery, time, bodySha256)), key.privateKey);
  return `JD2 ${key.code} ${time} ${signed.toString('base64url')}`;
}

/** A request as a station signs it. */
export function signedRequest(key: StationKey, method: string, path: string, options: SignedOptions = {}): Request {
  const body = Buffer.from(options.body ?? '');
  const digest = options.unsignedBody ? UNSIGNED_BODY : createHash('sha256').update(body).digest('hex');
  const url = new URL(`${options.origin ?? CENTRE}${path}`);
  const headers = {
    authorization: authorization(key, method, url.pathname + url.search, digest, options.time),
    ...options.headers,
  };
  return new Request(url, method === 'GET' || method === 'HEAD' ? { method, headers } : { method, headers, body });
}

export interface Station {
  key: StationKey;
  /** Sends entries as canonical JSON; what is no object goes out as its JSON. */
  push: (entries: readonly unknown[]) => Promise<PushReply>;
  /** Sends lines as they are. */
  pushLines: (lines: readonly string[]) => Promise<Response>;
  /** All that follows a position; with `live`, waits that many seconds for the first page. */
  feed: (after?: number, live?: number) => Promise<FeedReply>;
  /** An open feed, frame by frame. */
  open: (question?: Partial<FeedQuestion>) => Promise<OpenFeed>;
  request: (method: string, path: string, options?: SignedOptions) => Promise<Response>;
}

export interface OpenFeed {
  status: number;
  /** The next frame; `null` at the end of the stream. */
  next: () => Promise<Frame | null>;
  close: () => Promise<void>;
}

/** An answer with the id of its entry, in words. */
export interface Answered {
  id: string;
  result: 'stored' | 'duplicate' | 'conflict' | 'rejected';
  seq?: number;
  code?: string;
}

export interface PushReply {
  status: number;
  answers: Answered[];
  epoch: string;
  receipt: Receipt;
  /** What the receipt is signed for besides the chain: hash of the body as sent, and the answers as they came. */
  vouchedFor: { body: string; answers: HeardAnswer[] };
}

export interface FeedReply {
  items: (FeedItem & { entry: { id: string; kind: string; caseId: string; stationId: string } })[];
  /** All that was said besides, later words over earlier ones. */
  state: FeedState;
}

/** What a station asks that knows nothing yet. */
export const FIRST_QUESTION: FeedQuestion = {
  after: 0,
  epoch: '00000000',
  head: 0,
  own: 0,
  rules: 0,
  backed: 0,
  live: 0,
  page: 1024 * 1024,
};

export interface InvitationLike {
  code: string;
  kind: StationKind;
  institution?: string;
  units?: string[];
}

/** Asks for an invitation as the administrator and returns the enrolment code. */
export async function inviteStation(send: Send, invitation: InvitationLike, origin = CENTRE): Promise<string> {
  const response = await send(
    new Request(`${origin}/admin/invitations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
      body: JSON.stringify({ institution: 'tanghe', ...invitation }),
    }),
  );
  if (response.status !== 201) throw new Error(`invitation: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { enrolCode: string }).enrolCode;
}

export function enrolRequest(key: StationKey, enrolCode: string, origin = CENTRE): Request {
  const { code, publicKey, sealingKey } = key;
  const body = { protocol: 2, enrolCode, station: { code, name: '样例站点' }, publicKey, sealingKey };
  return new Request(`${origin}/v2/enrol`, { method: 'POST', body: JSON.stringify(body) });
}

/** A station that has been invited and has enrolled. */
export async function joinStation(send: Send, invitation: InvitationLike): Promise<Station> {
  const key = newKey(invitation.code);
  const response = await send(enrolRequest(key, await inviteStation(send, invitation)));
  if (response.status !== 200) throw new Error(`enrol: ${response.status} ${await response.text()}`);
  const { epoch } = (await response.json()) as { epoch: string };
  return stationWith(send, key, CENTRE, epoch);
}

/** @param epoch what the station names; one that the centre never had makes every feed begin at 1 */
export function stationWith(send: Send, key: StationKey, origin = CENTRE, epoch = FIRST_QUESTION.epoch): Station {
  const request = (method: string, path: string, options?: SignedOptions) =>
    send(signedRequest(key, method, path, { origin, ...options }));
  const pushLines = async (lines: readonly string[]) =>
    request('POST', '/v2/entries', { body: await pack(lines.join('\n')) });
  const open = async (question: Partial<FeedQuestion> = {}): Promise<OpenFeed> => {
    const response = await request('GET', feedPath({ ...FIRST_QUESTION, epoch, ...question }));
    if (response.status !== 200 && response.status !== 204) {
      throw new Error(`feed: ${response.status} ${await response.text()}`);
    }
    const reader = response.body?.getReader();
    const frames = readFrames(pieces(reader));
    return {
      status: response.status,
      next: async () => (await frames.next()).value ?? null,
      // Not by the frames' own end, which a frame that is waited for would hold up.
      close: async () => reader?.cancel(),
    };
  };
  return {
    key,
    request,
    pushLines,
    open,
    push: async (entries) => {
      const sent = await pack(entries.map((entry) => canonicalJson(entry)).join('\n'));
      const response = await request('POST', '/v2/entries', { body: sent });
      if (response.status !== 200) return { ...NO_REPLY, status: response.status };
      const body = new Uint8Array(await response.arrayBuffer());
      const { answers, epoch, receipt } = await unpackPushAnswer(body);
      const vouchedFor = { body: createHash('sha256').update(sent).digest('hex'), answers };
      const inWords = answers.map((answer, n) => answered(entries[n], answer));
      return { status: 200, answers: inWords, epoch, receipt, vouchedFor };
    },
    feed: async (after = 0, live = 0) => {
      const feed = await open({ after, live });
      const reply: FeedReply = { items: [], state: {} };
      for (let frame = await feed.next(); frame; frame = await feed.next()) {
        if (frame.kind === 'state') Object.assign(reply.state, frame.state);
        if (frame.kind !== 'page') continue;
        reply.items.push(...frame.items.map((item) => ({ ...item, entry: JSON.parse(item.text) })));
        if (live > 0) break;
      }
      await feed.close();
      return reply;
    },
  };
}

const NO_REPLY: PushReply = {
  status: 0,
  answers: [],
  epoch: '',
  receipt: { seq: 0, backed: 0, signature: '' },
  vouchedFor: { body: '', answers: [] },
};

async function* pieces(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): AsyncGenerator<Uint8Array> {
  for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) yield piece.value;
}

function answered(entry: unknown, answer: HeardAnswer): Answered {
  const id = String((entry as { id?: unknown } | null)?.id ?? '');
  if (typeof answer === 'number') return { id, result: 'stored', seq: answer };
  const [result, what] = answer;
  return result === 'rejected' ? { id, result, code: what } : { id, result, seq: what };
}

export const randomOf = (bytes: number): Uint8Array => randomBytes(bytes);
