import { sql } from 'drizzle-orm';
import type { CentreDatabase, CentreTransaction } from './db/open.ts';

/** Any fixed number: two that draw at once take turns. */
const EPOCH_LOCK = 5_187_003;
const EPOCH_BYTES = 4;

/** Where the centre stands with a station. */
export interface Standing {
  epoch: string;
  /** Last entry of its chain that is here. */
  head: number;
  headHash: string;
  /** Its chain is in a verified backup up to here. */
  backed: number;
  /** Last position of its feed. */
  feedPos: number;
  /** Highest sequence of rulebooks. */
  rules: number;
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

/** Where the centre stands with one station that has enrolled. */
export async function standingOf(db: CentreDatabase, station: string): Promise<Standing> {
  const { rows } = await db.execute<Standing & Record<string, unknown>>(sql`
    SELECT (SELECT epoch FROM epochs ORDER BY number DESC LIMIT 1) AS epoch,
      c.head_seq AS head, c.head_hash AS "headHash", c.backed_seq AS backed, f.pos AS "feedPos",
      coalesce((SELECT max(sequence) FROM rulebooks), 0) AS rules
    FROM chains c JOIN feed_heads f ON f.station = c.station WHERE c.station = ${station}`);
  const [row] = rows;
  if (!row) throw new Error(`station ${station} has no chain`);
  return row;
}

/** The epoch that the database lives in now. */
export async function presentEpoch(db: CentreDatabase): Promise<string> {
  const { rows } = await db.execute<{ epoch: string }>(sql`SELECT epoch FROM epochs ORDER BY number DESC LIMIT 1`);
  const [row] = rows;
  if (!row) throw new Error('the database has no epoch');
  return row.epoch;
}

/**
 * Up to where a station's feed is the one that it read under the epoch it names; what came after was lost in a restore.
 * 0 for an epoch that this database never had, for one cannot know what it shared.
 */
export async function commonFeed(db: CentreDatabase, station: string, named: string): Promise<number> {
  const { rows } = await db.execute<{ common: number }>(sql`
    SELECT coalesce(min(coalesce(b.feed_pos, 0)), 0) AS common
    FROM epochs e JOIN epochs n ON n.epoch = ${named} AND e.number > n.number
    LEFT JOIN epoch_bases b ON b.number = e.number AND b.station = ${station}`);
  return rows[0]?.common ?? 0;
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
