import { and, asc, count, eq, isNull, sql } from 'drizzle-orm';
import { GENESIS_HASH } from '../domain/contract/entries.ts';
import { DeskError } from '../domain/contract/errors.ts';
import type { EnrolRequest, Invitation, StationKind } from '../domain/contract/wire.ts';
import type { Viewer } from '../domain/disclosure/see.ts';
import { within } from './db/direct.ts';
import type { CentreDatabase, CentreTransaction } from './db/open.ts';
import { chains, entries, feedHeads, institutions, stations } from './db/schema.ts';
import { decodePublicKey, sha256Hex } from './digest.ts';
import { publishDirectory } from './directory.ts';
import { feedThePast } from './feed-past.ts';
import type { RulebookSigner } from './rulebook-signer.ts';

/** 32 characters, without the ones that are mistaken for each other on paper (I, L, O, U). */
const CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_BYTES = 16;

/** Days that a code is good for where nobody says otherwise. */
const USUAL_DAYS = 7;

/** When a code that is made now ends. */
export function codeEnd(now: Date, days: number): Date {
  return new Date(now.getTime() + days * 86_400_000);
}

/** A one-time code: 80 bits, `XXXX-XXXX-XXXX-XXXX`. @param random cryptographically random bytes */
export function newEnrolCode(random: (bytes: number) => Uint8Array): string {
  const letters = [...random(CODE_BYTES)].map((byte) => CODE_ALPHABET[byte % 32] ?? '0').join('');
  return letters.replace(/.{4}(?=.)/g, '$&-');
}

/**
 * Invites a station. Inviting one again before it has enrolled replaces its code.
 *
 * @param random cryptographically random bytes
 * @param days   how long the code is good for
 * @returns the one-time code; only its hash is kept
 * @throws DeskError `already_done` when the station has enrolled
 */
export async function invite(
  db: CentreDatabase | CentreTransaction,
  invitation: Invitation,
  now: Date,
  random: (bytes: number) => Uint8Array,
  days = USUAL_DAYS,
): Promise<string> {
  const enrolCode = newEnrolCode(random);
  const { code, kind, institution, units } = invitation;
  const codeOf = { enrolCodeHash: hashOfCode(enrolCode), codeExpiresAt: codeEnd(now, days), codeUsedKey: null };
  const values = { institution, kind, units, ...codeOf, invitedAt: now };
  await db.transaction(async (tx) => {
    await tx.insert(institutions).values({ name: institution }).onConflictDoNothing();
    const written = await tx
      .insert(stations)
      .values({ code, ...values })
      .onConflictDoUpdate({ target: stations.code, set: values, setWhere: isNull(stations.enrolledAt) })
      .returning({ code: stations.code });
    if (written.length === 0) throw new DeskError('already_done');
  });
  return enrolCode;
}

/**
 * Gives a station its key. The same request sent again (its answer was lost) succeeds again; any other use of a used
 * code is refused. A station that joins late finds in its feed what it may see of the past. One that was there already
 * (another PC took its place) goes on with its chain and its feed under the new key; the old one is good for nothing then.
 *
 * @returns `isNews`: the institution's directory says something else now
 * @throws DeskError `enrol_code_wrong`, `enrol_code_expired`, `bad_request` for a key that is none; those of
 *   `publishDirectory`
 */
export async function enrol(
  db: CentreDatabase,
  signer: RulebookSigner,
  request: EnrolRequest,
  now: Date,
): Promise<{ station: Viewer; isNews: boolean }> {
  if (!decodePublicKey(request.publicKey)) throw new DeskError('bad_request', { detail: 'publicKey' });
  if (!decodePublicKey(request.sealingKey)) throw new DeskError('bad_request', { detail: 'sealingKey' });
  if (/\p{Cc}/u.test(request.station.name)) throw new DeskError('bad_request', { detail: 'station.name' });
  const { publicKey, sealingKey } = request;
  return db.transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(stations)
      .where(and(eq(stations.code, request.station.code), eq(stations.enrolCodeHash, hashOfCode(request.enrolCode))))
      .for('update');
    if (!row) throw new DeskError('enrol_code_wrong');
    const viewer: Viewer = {
      code: row.code,
      kind: row.kind as StationKind,
      institution: row.institution,
      units: row.units,
    };
    if (row.codeUsedKey !== null) {
      const isSame = row.codeUsedKey === publicKey && row.publicKey === publicKey && row.sealingKey === sealingKey;
      if (!isSame) throw new DeskError('enrol_code_wrong');
      return { station: viewer, isNews: false };
    }
    if (row.codeExpiresAt && row.codeExpiresAt <= now) throw new DeskError('enrol_code_expired');
    await tx.select().from(institutions).where(eq(institutions.name, row.institution)).for('update');
    await tx
      .update(stations)
      .set({
        publicKey,
        sealingKey,
        name: request.station.name,
        codeUsedKey: publicKey,
        enrolledAt: row.enrolledAt ?? now,
        lastSeenAt: now,
        revokedAt: null,
        revokeReason: null,
      })
      .where(eq(stations.code, row.code));
    if (!row.enrolledAt) {
      await tx
        .insert(chains)
        .values({ institution: row.institution, station: row.code, headSeq: 0, headHash: GENESIS_HASH });
      await tx.insert(feedHeads).values({ institution: row.institution, station: row.code, pos: 0 });
      await feedThePast(within(tx), viewer);
    }
    return { station: viewer, isNews: await publishDirectory(tx, signer, row.institution, now) };
  });
}

export interface StationLine {
  code: string;
  name: string | null;
  kind: string;
  institution: string;
  units: string[];
  enrolledAt: string | null;
  lastSeenAt: string | null;
  /** Entries in its chain, refused ones included. */
  pushed: number;
  /** Of these, kept outside the cases. */
  refused: number;
}

/** All stations, by code, for the administrator. */
export async function listStations(db: CentreDatabase): Promise<StationLine[]> {
  const rows = await db
    .select({
      station: stations,
      pushed: count(entries.hash),
      refused: sql<number>`count(${entries.refused})::integer`,
    })
    .from(stations)
    .leftJoin(entries, and(eq(entries.institution, stations.institution), eq(entries.station, stations.code)))
    .groupBy(stations.code)
    .orderBy(asc(stations.code));
  return rows.map(({ station, pushed, refused }) => ({
    code: station.code,
    name: station.name,
    kind: station.kind,
    institution: station.institution,
    units: station.units,
    enrolledAt: station.enrolledAt?.toISOString() ?? null,
    lastSeenAt: station.lastSeenAt?.toISOString() ?? null,
    pushed: Number(pushed),
    refused,
  }));
}

/** Typed with or without hyphens, in either case. */
export function hashOfCode(enrolCode: string): string {
  return sha256Hex(enrolCode.toUpperCase().replace(/[^0-9A-Z]/g, ''));
}
