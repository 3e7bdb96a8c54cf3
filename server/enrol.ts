import { and, asc, count, eq, isNull, sql } from 'drizzle-orm';
import { GENESIS_HASH } from '../domain/contract/entries.ts';
import { DeskError } from '../domain/contract/errors.ts';
import type { EnrolRequest, Invitation, StationKind } from '../domain/contract/wire.ts';
import type { Viewer } from '../domain/disclosure/see.ts';
import { within } from './db/direct.ts';
import type { CentreDatabase } from './db/open.ts';
import { chains, entries, feedHeads, institutions, stations } from './db/schema.ts';
import { decodePublicKey, sha256Hex } from './digest.ts';
import { feedThePast } from './feed-past.ts';

/** 32 characters, without the ones that are mistaken for each other on paper (I, L, O, U). */
const CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_BYTES = 16;

/**
 * Invites a station. Inviting one again before it has enrolled replaces its code.
 *
 * @param random cryptographically random bytes
 * @returns the one-time code (80 bits, `XXXX-XXXX-XXXX-XXXX`); only its hash is kept
 * @throws DeskError `already_done` when the station has enrolled
 */
export async function invite(
  db: CentreDatabase,
  invitation: Invitation,
  now: Date,
  random: (bytes: number) => Uint8Array,
): Promise<string> {
  const letters = [...random(CODE_BYTES)].map((byte) => CODE_ALPHABET[byte % 32] ?? '0').join('');
  const enrolCode = letters.replace(/.{4}(?=.)/g, '$&-');
  const { code, kind, institution, units } = invitation;
  const values = { institution, kind, units, enrolCodeHash: hashOfCode(enrolCode), invitedAt: now };
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
 * code is refused. A station that joins late finds in its feed what it may see of the past.
 *
 * @throws DeskError `enrol_code_wrong`, `bad_request` for a key that is none
 */
export async function enrol(db: CentreDatabase, request: EnrolRequest, now: Date): Promise<Viewer> {
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
    if (row.enrolledAt) {
      if (row.publicKey !== publicKey || row.sealingKey !== sealingKey) throw new DeskError('enrol_code_wrong');
      return viewer;
    }
    await tx.select().from(institutions).where(eq(institutions.name, row.institution)).for('update');
    await tx
      .update(stations)
      .set({ publicKey, sealingKey, name: request.station.name, enrolledAt: now, lastSeenAt: now })
      .where(eq(stations.code, row.code));
    await tx.insert(chains).values({ station: row.code, headSeq: 0, headHash: GENESIS_HASH });
    await tx.insert(feedHeads).values({ station: row.code, pos: 0 });
    await feedThePast(within(tx), viewer);
    return viewer;
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
    .leftJoin(entries, eq(entries.station, stations.code))
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
function hashOfCode(enrolCode: string): string {
  return sha256Hex(enrolCode.toUpperCase().replace(/[^0-9A-Z]/g, ''));
}
