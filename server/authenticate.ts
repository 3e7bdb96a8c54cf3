import { eq } from 'drizzle-orm';
import { DeskError } from '../domain/contract/errors.ts';
import { type StationKind, signingText } from '../domain/contract/wire1.ts';
import type { Viewer } from '../domain/disclosure/see.ts';
import { type BodyLimits, readBody } from './body.ts';
import type { CentreDatabase } from './db/open.ts';
import { stations } from './db/schema.ts';
import { sha256Hex, verifyEd25519 } from './digest.ts';

/** A station's clock may be a day off. A replay within that day does nothing: every request is idempotent. */
const MAX_SKEW_MS = 24 * 60 * 60 * 1000;

export interface SignedRequest {
  station: Viewer;
  /** The body as sent, its hash covered by the signature. */
  body: Uint8Array;
}

/**
 * Establishes which station asks. The headers are looked at before a byte of the body is read.
 *
 * @throws DeskError `station_unknown`, `signature_invalid`, and those of `readBody`
 */
export async function authenticate(
  db: CentreDatabase,
  request: Request,
  now: Date,
  limits: BodyLimits,
  tooLarge?: 'too_large' | 'file_too_large',
): Promise<SignedRequest> {
  const code = request.headers.get('x-station') ?? '';
  const time = request.headers.get('x-time') ?? '';
  const signature = request.headers.get('x-signature') ?? '';
  if (!/^[A-Z0-9]{2,12}$/.test(code)) throw new DeskError('station_unknown');
  const sent = Date.parse(time);
  if (Number.isNaN(sent) || Math.abs(now.getTime() - sent) > MAX_SKEW_MS) {
    throw new DeskError('signature_invalid', { detail: 'x-time' });
  }
  const [row] = await db.select().from(stations).where(eq(stations.code, code));
  if (!row?.publicKey) throw new DeskError('station_unknown');

  const body = await readBody(request, limits, tooLarge);
  const { pathname, search } = new URL(request.url);
  const text = signingText(request.method, pathname + search, time, sha256Hex(body));
  if (!verifyEd25519(row.publicKey, text, signature)) throw new DeskError('signature_invalid');
  const station = { code, kind: row.kind as StationKind, institution: row.institution, units: row.units };
  return { station, body };
}
