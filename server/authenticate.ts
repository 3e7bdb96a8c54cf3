import type { KeyObject } from 'node:crypto';
import { DeskError } from '../domain/contract/errors.ts';
import { type StationKind, signingText } from '../domain/contract/wire.ts';
import type { Viewer } from '../domain/disclosure/see.ts';
import { type BodyLimits, readBody } from './body.ts';
import type { Query, Statement } from './db/direct.ts';
import { importPublicKey, sha256Hex, verifySignature } from './digest.ts';

/** A station's clock may be a day off. A replay within that day does nothing: every request is idempotent. */
const MAX_SKEW_MS = 24 * 60 * 60 * 1000;
/** `authorization: JD2 STATION TIME SIGNATURE`; time in ms, base 36. */
const HEADER = /^JD2 ([A-Z0-9]{2,12}) ([0-9a-z]{1,9}) ([A-Za-z0-9_-]{86})$/;
/**
 * Signatures of stations that do not exist are checked against the key of RFC 8032's first example, so that they cost what a
 * wrong signature costs: who guesses codes learns from neither the answer nor its time which ones there are. A signature
 * that fits it opens nothing.
 */
const NOBODY = importPublicKey('11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=');

const FIND_STATION: Statement = {
  name: 'station',
  text: 'SELECT kind, institution, units, public_key AS "publicKey" FROM stations WHERE code = $1',
};
type StationRow = Pick<Viewer, 'institution' | 'units'> & { kind: StationKind; publicKey: string | null };

export interface SignedRequest {
  station: Viewer;
  /** The body as sent, its hash covered by the signature. */
  body: Uint8Array;
}

/** Keys by their base64, because taking one in costs a third of a check. Bounded by the number of stations. */
const keys = new Map<string, KeyObject>();

/**
 * Establishes which station asks.
 *
 * @throws DeskError `signature_invalid`, for an unknown station too; those of `readBody`
 */
export async function authenticate(
  query: Query,
  request: Request,
  now: Date,
  limits: BodyLimits,
  tooLarge?: 'too_large' | 'file_too_large',
): Promise<SignedRequest> {
  const [, code = '', time = '', signature = ''] = HEADER.exec(request.headers.get('authorization') ?? '') ?? [];
  if (code === '') throw new DeskError('signature_invalid');
  if (Math.abs(now.getTime() - Number.parseInt(time, 36)) > MAX_SKEW_MS) {
    throw new DeskError('signature_invalid', { detail: 'time' });
  }
  const [row] = await query<StationRow>(FIND_STATION, [code]);
  const body = await readBody(request, limits, tooLarge);
  const text = signingText(request.method, pathAndQuery(request.url), time, sha256Hex(body));
  const signed = verifySignature(keyOf(row?.publicKey ?? null), text, signature);
  if (!row?.publicKey || !signed) throw new DeskError('signature_invalid');
  const station = { code, kind: row.kind, institution: row.institution, units: row.units };
  return { station, body };
}

/** As it stands in the request line: nothing is decoded or put in order. */
function pathAndQuery(url: string): string {
  return url.slice(url.indexOf('/', url.indexOf('//') + 2));
}

function keyOf(publicKey: string | null): KeyObject | null {
  if (publicKey === null) return NOBODY;
  const known = keys.get(publicKey);
  if (known) return known;
  const key = importPublicKey(publicKey);
  if (key) keys.set(publicKey, key);
  return key;
}
