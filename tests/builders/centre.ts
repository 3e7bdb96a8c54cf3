import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { StationKind } from '../../domain/contract/wire1.ts';
import { signingText } from '../../domain/contract/wire1.ts';

export const CENTRE = 'http://127.0.0.1';
export const ADMIN_TOKEN = 'admin-token-of-the-tests';

export type Send = (request: Request) => Promise<Response>;

export interface StationKey {
  code: string;
  publicKey: string;
  privateKey: KeyObject;
}

export function newKey(code: string): StationKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return { code, publicKey: raw.toString('base64'), privateKey };
}

export interface SignedOptions {
  body?: string | Uint8Array;
  headers?: Record<string, string>;
  time?: string;
  origin?: string;
}

/** A request as a station signs it. */
export function signedRequest(key: StationKey, method: string, path: string, options: SignedOptions = {}): Request {
  const time = options.time ?? new Date().toISOString();
  const body = Buffer.from(options.body ?? '');
  const digest = createHash('sha256').update(body).digest('hex');
  const url = new URL(`${options.origin ?? CENTRE}${path}`);
  const text = signingText(method, url.pathname + url.search, time, digest);
  const signature = sign(null, Buffer.from(text), key.privateKey).toString('base64');
  const headers = { 'x-station': key.code, 'x-time': time, 'x-signature': signature, ...options.headers };
  return new Request(url, method === 'GET' ? { method, headers } : { method, headers, body });
}

export interface Station {
  key: StationKey;
  push: (entries: readonly unknown[]) => Promise<PushReply>;
  feed: (after?: number, wait?: number) => Promise<FeedReply>;
  request: (method: string, path: string, options?: SignedOptions) => Promise<Response>;
}

export interface PushReply {
  status: number;
  answers: { id: string; result: string; seq?: number; code?: string }[];
}

export interface FeedReply {
  items: {
    pos: number;
    seq: number;
    masked: boolean;
    entry: { id: string; kind: string; caseId: string; stationId: string };
  }[];
  more: boolean;
}

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
  const body = { protocol: 1, enrolCode, station: { code: key.code, name: '样例站点' }, publicKey: key.publicKey };
  return new Request(`${origin}/v1/enrol`, { method: 'POST', body: JSON.stringify(body) });
}

/** A station that has been invited and has enrolled. */
export async function joinStation(send: Send, invitation: InvitationLike): Promise<Station> {
  const key = newKey(invitation.code);
  const response = await send(enrolRequest(key, await inviteStation(send, invitation)));
  if (response.status !== 200) throw new Error(`enrol: ${response.status} ${await response.text()}`);
  return stationWith(send, key);
}

export function stationWith(send: Send, key: StationKey, origin = CENTRE): Station {
  const request = (method: string, path: string, options?: SignedOptions) =>
    send(signedRequest(key, method, path, { origin, ...options }));
  return {
    key,
    request,
    push: async (entries) => {
      const response = await request('POST', '/v1/entries', { body: JSON.stringify({ protocol: 1, entries }) });
      const body = (await response.json()) as { answers?: PushReply['answers'] };
      return { status: response.status, answers: body.answers ?? [] };
    },
    feed: async (after = 0, wait = 0) => {
      const response = await request('GET', `/v1/feed?after=${after}&wait=${wait}`);
      if (response.status !== 200) throw new Error(`feed: ${response.status} ${await response.text()}`);
      return (await response.json()) as FeedReply;
    },
  };
}

export const randomOf = (bytes: number): Uint8Array => randomBytes(bytes);
