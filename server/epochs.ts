import { sql } from 'drizzle-orm';
import type { Query, Statement } from './db/direct.ts';
import type { CentreDatabase, CentreTransaction } from './db/open.ts';

/** Any fixed number: two that draw at once take turns. */
const EPOCH_LOCK = 5_187_003;
const EPOCH_BYTES = 4;
/** What is published, a directory for each station that enrols among it, stays far below this on any day. */
const RULES_PER_MINUTE = 20;
/** So much higher in any case, were the clock behind. */
const RULES_LEAP = 1000;
/** From when minutes are counted: twenty of them each fit into the nine digits of a sequence for ninety years. */
const RULES_SINCE = Date.UTC(2026, 0, 1);

/** Where the centre stands with a station. */
export interface Standing {
  epoch: string;
  /** Last entry of its chain that is here. */
  head: number;
  /** Its chain is in a verified backup up to here. */
  backed: number;
  /** Last position of its feed. */
  feedPos: number;
  /** Highest sequence of rulebooks for it. */
  rules: number;
  /** The key that speaks for it; null once the station was put out of use. */
  key: string | null;
}

/** What is needed to begin a life of a database. */
export interface Beginning {
  now: Date;
  /** Cryptographically random bytes. */
  random: (bytes: number) => Uint8Array;
}

/** Begins the first life of a new database, once, whoever comes first. */
export async function ensureEpoch(db: CentreDatabase, beginning: Beginning): Promise<void> {
  await db.transaction(async (tx) => {
    await lock(tx);
    const known = await tx.execute(sql`SELECT 1 FROM epochs LIMIT 1`);
    if (known.rows.length === 0) await insert(tx, 1, beginning);
  });
}

/**
 * Begins another life: the database was restored from a backup. Where its feeds and chains stand now is what it has in
 * common with the life before; each station forgets the rest when it next asks. No centre may run on it meanwhile.
 * Sequences of rulebooks go on above all that lives lost since may have handed out, another one begun from the same backup
 * among them: hence by the time, for nothing in the backup tells of it.
 *
 * A chain is common only up to the first entry that is refused here: the life that was lost may have taken it in after all.
 *
 * @returns the new epoch
 */
export async function drawEpoch(db: CentreDatabase, beginning: Beginning): Promise<string> {
  return db.transaction(async (tx) => {
    await lock(tx);
    await tx.execute(sql`LOCK TABLE chains, feed_heads IN SHARE MODE`);
    const last = await tx.execute<{ number: number }>(
      sql`SELECT coalesce(max(number), 0)::integer AS number FROM epochs`,
    );
    const number = (last.rows[0]?.number ?? 0) + 1;
    const epoch = await insert(tx, number, beginning);
    const minutes = Math.floor((beginning.now.getTime() - RULES_SINCE) / 60_000);
    await tx.execute(sql`UPDATE epochs SET rules_from = ${RULES_LEAP}::integer + greatest(
        ${RULES_PER_MINUTE * minutes}::integer,
        (SELECT max(rules_from) FROM epochs),
        (SELECT coalesce(max(sequence), 0) FROM rulebooks))
      WHERE number = ${number}`);
    await tx.execute(sql`INSERT INTO epoch_bases (number, station, feed_pos, head_seq)
      SELECT ${number}::integer, c.station, f.pos, least(c.head_seq,
        (SELECT min(e.station_seq) - 1 FROM entries e WHERE e.institution = c.institution AND e.station = c.station AND e.refused IS NOT NULL))
      FROM chains c JOIN feed_heads f ON f.institution = c.institution AND f.station = c.station`);
    return epoch;
  });
}

const STANDING: Statement = {
  name: 'standing',
  text: `SELECT (SELECT epoch FROM epochs ORDER BY number DESC LIMIT 1) AS epoch,
      c.head_seq AS head, c.backed_seq AS backed, f.pos AS "feedPos",
      CASE WHEN s.revoked_at IS NULL THEN s.public_key END AS key,
      coalesce((SELECT max(sequence) FROM rulebooks WHERE audience IS NULL OR audience = s.institution), 0) AS rules
    FROM stations s JOIN chains c ON c.institution = s.institution AND c.station = s.code
      JOIN feed_heads f ON f.institution = s.institution AND f.station = s.code WHERE s.code = $1`,
};

/** Where the centre stands with one station that has enrolled. */
export async function standingOf(query: Query, station: string): Promise<Standing> {
  const [row] = await query<Standing>(STANDING, [station]);
  if (!row) throw new Error(`station ${station} has no chain`);
  return row;
}

const PRESENT: Statement = { name: 'epoch', text: 'SELECT epoch FROM epochs ORDER BY number DESC LIMIT 1' };

/** The epoch that the database lives in now. */
export async function presentEpoch(query: Query): Promise<string> {
  const [row] = await query<{ epoch: string }>(PRESENT, []);
  if (!row) throw new Error('the database has no epoch');
  return row.epoch;
}

const COMMON: Statement = {
  name: 'epoch_common',
  text: `SELECT coalesce(min(coalesce(b.feed_pos, 0)), 0) AS "feedPos", coalesce(min(coalesce(b.head_seq, 0)), 0) AS head
    FROM epochs e JOIN epochs n ON n.epoch = $2 AND e.number > n.number
    LEFT JOIN epoch_bases b ON b.number = e.number AND b.station = $1`,
};

/** Up to where a station's feed, and its own chain with the places of its entries, are those of another life. */
export type Common = Pick<Standing, 'feedPos' | 'head'>;

/**
 * Up to where a station's feed and chain are those that it knew under the epoch it names; what came after was lost in a
 * restore, and may have been sent again since and stand elsewhere. 0 for an epoch that this database never had, for one
 * cannot know what it shared.
 */
export async function commonFeed(query: Query, station: string, named: string): Promise<Common> {
  const [row] = await query<Common>(COMMON, [station, named]);
  return row ?? { feedPos: 0, head: 0 };
}

async function lock(tx: CentreTransaction): Promise<void> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(${EPOCH_LOCK})`);
}

async function insert(tx: CentreTransaction, number: number, { now, random }: Beginning): Promise<string> {
  const epoch = Buffer.from(random(EPOCH_BYTES)).toString('hex');
  await tx.execute(
    sql`INSERT INTO epochs (number, epoch, drawn_at) VALUES (${number}, ${epoch}, ${now.toISOString()})`,
  );
  return epoch;
}
