import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { DeskError } from '../../domain/contract/errors.ts';
import type { CentreDatabase, CentreTransaction } from '../db/open.ts';
import { stations } from '../db/schema.ts';
import { hashOfCode, newEnrolCode } from '../enrol.ts';

/** A station as the page shows it. Times are ISO 8601. */
export interface StationHealth {
  code: string;
  name: string | null;
  kind: string;
  institution: string;
  units: string[];
  invitedAt: string;
  enrolledAt: string | null;
  lastSeenAt: string | null;
  revokedAt: string | null;
  revokeReason: string | null;
  /** `none`: used, cancelled or never made; `expired` when nobody used it in time. */
  invitation: 'open' | 'expired' | 'none';
  codeExpiresAt: string | null;
  /** Last entry of its chain that is here. */
  head: number;
  /** Entries that it had when it last asked for its feed and that are not here yet. */
  waiting: number;
  /** Its chain is in a verified backup up to here. */
  backed: number;
  /** Entries in its chain that are in no case. */
  rejected: number;
  /** Entries that contradict its chain: kept aside. */
  forks: number;
  /** Entries of others that lie ready for it and that it has not asked for yet. */
  behind: number;
}

type Row = Record<string, unknown> &
  Omit<StationHealth, 'invitation' | 'invitedAt' | 'enrolledAt' | 'lastSeenAt' | 'revokedAt' | 'codeExpiresAt'> &
  Record<'invitedAt' | 'enrolledAt' | 'lastSeenAt' | 'revokedAt' | 'codeExpiresAt', string | Date | null> & {
    hasCode: boolean;
  };

/** All stations by institution and code, with how their sync does. */
export async function stationHealth(db: CentreDatabase, now: Date): Promise<StationHealth[]> {
  const { rows } = await db.execute<Row>(sql`
    SELECT s.code, s.name, s.kind, s.institution, s.units, s.invited_at AS "invitedAt", s.enrolled_at AS "enrolledAt",
      s.last_seen_at AS "lastSeenAt", s.revoked_at AS "revokedAt", s.revoke_reason AS "revokeReason",
      s.enrol_code_hash IS NOT NULL AND s.code_used_key IS NULL AS "hasCode", s.code_expires_at AS "codeExpiresAt",
      coalesce(c.head_seq, 0) AS head, coalesce(c.backed_seq, 0) AS backed,
      (SELECT count(*) FROM entries e WHERE e.institution = s.institution AND e.station = s.code
        AND e.refused IS NOT NULL)::integer AS rejected,
      (SELECT count(*) FROM forks k WHERE k.institution = s.institution AND k.station = s.code)::integer AS forks,
      greatest(s.own_seq - coalesce(c.head_seq, 0), 0) AS waiting,
      greatest(coalesce(f.pos, 0) - s.asked_pos, 0) AS behind
    FROM stations s LEFT JOIN chains c ON c.institution = s.institution AND c.station = s.code
      LEFT JOIN feed_heads f ON f.institution = s.institution AND f.station = s.code
    ORDER BY s.institution, s.code`);
  return rows.map(({ hasCode, ...row }) => {
    const expires = iso(row.codeExpiresAt);
    const isOver = expires !== null && Date.parse(expires) <= now.getTime();
    return {
      ...row,
      invitedAt: iso(row.invitedAt) ?? '',
      enrolledAt: iso(row.enrolledAt),
      lastSeenAt: iso(row.lastSeenAt),
      revokedAt: iso(row.revokedAt),
      codeExpiresAt: expires,
      invitation: hasCode ? (isOver ? 'expired' : 'open') : 'none',
    };
  });
}

function iso(value: string | Date | null): string | null {
  return value === null ? null : new Date(value).toISOString();
}

/** Takes back a code that nobody has used yet. @throws DeskError `not_found` when there is none */
export async function cancelCode(tx: CentreTransaction, code: string): Promise<void> {
  const cancelled = await tx
    .update(stations)
    .set({ enrolCodeHash: null, codeExpiresAt: null })
    .where(and(eq(stations.code, code), isNotNull(stations.enrolCodeHash), isNull(stations.codeUsedKey)))
    .returning({ code: stations.code });
  if (cancelled.length === 0) throw new DeskError('not_found');
}

/**
 * A new code for a station that is known: another PC takes its place. Until it is used the present key stays good, unless
 * the station was revoked; the chain, the feed and the numbers go on under the new key.
 *
 * @throws DeskError `not_found`
 */
export async function reissueCode(
  tx: CentreTransaction,
  code: string,
  expiresAt: Date,
  random: (bytes: number) => Uint8Array,
): Promise<string> {
  const enrolCode = newEnrolCode(random);
  const written = await tx
    .update(stations)
    .set({ enrolCodeHash: hashOfCode(enrolCode), codeExpiresAt: expiresAt, codeUsedKey: null })
    .where(eq(stations.code, code))
    .returning({ code: stations.code });
  if (written.length === 0) throw new DeskError('not_found');
  return enrolCode;
}

/**
 * Puts a station out of use: from the commit on its key opens nothing. What it wrote before stays.
 *
 * @returns its institution
 * @throws DeskError `not_found`, `already_done`
 */
export async function revokeStation(tx: CentreTransaction, code: string, reason: string, now: Date): Promise<string> {
  const [row] = await tx.select().from(stations).where(eq(stations.code, code)).for('update');
  if (!row?.enrolledAt) throw new DeskError('not_found');
  if (row.revokedAt) throw new DeskError('already_done');
  await tx
    .update(stations)
    // A code that waits for its second PC may be in the same wrong hands.
    .set({ revokedAt: now, revokeReason: reason, enrolCodeHash: null, codeExpiresAt: null })
    .where(eq(stations.code, code));
  return row.institution;
}
