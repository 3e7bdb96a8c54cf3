import type { KeyObject } from 'node:crypto';
import { DeskError } from '../domain/contract/errors.ts';
import { type StationKind, signingText, UNSIGNED_BODY } from '../domain/contract/wire.ts';
import type { Viewer } from '../domain/disclosure/see.ts';
import { type BodyLimits, readBody } from './body.ts';
import type { Query, Statement } from './db/direct.ts';
import { importPublicKey, sha256Hex, verifySignature } from './digest.ts';
import type { Author } from './ingest.ts';

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
  text: `SELECT s.kind, s.institution, s.units, s.public_key AS "publicKey", s.revoked_at IS NOT NULL AS revoked, i.version
    FROM stations s JOIN institutions i ON i.name = s.institution WHERE s.code = $1`,
};
export type StationRow = Pick<Viewer, 'institution' | 'units'> & {
  kind: StationKind;
  publicKey: string | null;
  revoked: boolean;
  /** Of the institution: it counts the changes to its stations. */
  version: number;
};

export interface SignedRequest {
  station: Author;
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
): Promise<SignedRequest> {
  const claim = readClaim(request, now);
  const row = await stationOf(query, claim);
  const body = await readBody(request, limits);
  return { station: demandSigned(request, claim, row, sha256Hex(body)), body };
}

/**
 * The same without a question to the database, if the signature fits what this process remembers of the station. Whoever
 * relies on it compares `version` under the institution's lock; when that has changed, `again` asks the database.
 *
 * @param known by station code; what is read is kept here
 */
export async function authenticateByMemory(
  query: Query,
  request: Request,
  now: Date,
  limits: BodyLimits,
  known: Map<string, StationRow>,
): Promise<SignedRequest & { again: () => Promise<Author> }> {
  const claim = readClaim(request, now);
  const body = await readBody(request, limits);
  const bodyHash = sha256Hex(body);
  const again = async () => {
    const row = await stationOf(query, claim);
    const station = demandSigned(request, claim, row, bodyHash);
    if (row) known.set(claim.code, row);
    return station;
  };
  const row = known.get(claim.code) ?? null;
  // Of a station that is not remembered a signature is checked all the same: who guesses codes must not see it in the time.
  const isSigned = fits(request, claim, row, bodyHash);
  const station = row && isSigned && !row.revoked ? authorOf(claim, row) : await again();
  return { station, body, again };
}

/**
 * The same for a request whose body the signature leaves out: none of it is read here.
 *
 * @throws DeskError `signature_invalid`, for an unknown station too
 */
export async function authenticateHead(query: Query, request: Request, now: Date): Promise<Viewer> {
  const claim = readClaim(request, now);
  const bodyHash = request.method === 'PATCH' ? UNSIGNED_BODY : sha256Hex('');
  return demandSigned(request, claim, await stationOf(query, claim), bodyHash);
}

interface Claim {
  code: string;
  time: string;
  signature: string;
}

function readClaim(request: Request, now: Date): Claim {
  const [, code = '', time = '', signature = ''] = HEADER.exec(request.headers.get('authorization') ?? '') ?? [];
  if (code === '') throw new DeskError('signature_invalid');
  if (Math.abs(now.getTime() - Number.parseInt(time, 36)) > MAX_SKEW_MS) {
    throw new DeskError('signature_invalid', { detail: 'time' });
  }
  return { code, time, signature };
}

async function stationOf(query: Query, { code }: Claim): Promise<StationRow | null> {
  const [row] = await query<StationRow>(FIND_STATION, [code]);
  return row ?? null;
}

function demandSigned(request: Request, claim: Claim, row: StationRow | null, bodyHash: string): Author {
  if (!fits(request, claim, row, bodyHash) || !row?.publicKey) throw new DeskError('signature_invalid');
  // Only who holds the key is told: to all others a station out of use is one that does not exist.
  if (row.revoked) throw new DeskError('station_revoked');
  return authorOf(claim, row);
}

function fits(request: Request, { time, signature }: Claim, row: StationRow | null, bodyHash: string): boolean {
  const text = signingText(request.method, pathAndQuery(request.url), time, bodyHash);
  const signed = verifySignature(keyOf(row?.publicKey ?? null), text, signature);
  return signed && typeof row?.publicKey === 'string';
}

function authorOf({ code }: Claim, { kind, institution, units, version }: StationRow): Author {
  return { code, kind, institution, units, version };
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
