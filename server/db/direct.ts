import { type PGlite, types } from '@electric-sql/pglite';
import { type SQL, sql } from 'drizzle-orm';
import type { Pool, PoolClient } from 'pg';
import { Bells } from './bells.ts';
import type { CentreDatabase, CentreTransaction } from './open.ts';

/** A statement that a connection prepares once, under its name. */
export interface Statement {
  name: string;
  text: string;
}

/** Bytes are a text in UTF-8: PostgreSQL takes them as they are. */
type Value = string | number | boolean | null | Uint8Array;

/** Runs one statement. Lists go in as one text (`lists.ts`): both drivers pass a text on without looking at it. */
export type Query = <Row>(statement: Statement, values: readonly Value[]) => Promise<Row[]>;

/**
 * The database without drizzle, for what runs at every push and page: prepared statements, in as few round trips as may be.
 * Both engines behind the same words.
 */
export interface Direct {
  query: Query;
  /** All of `work` or nothing, committed and synced when this returns. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>;
  /** Between all who have this database open. */
  bells: Bells;
}

const made = new WeakMap<object, Direct>();

/** The driver beneath a database that `open.ts` opened. */
export function directOf(db: CentreDatabase): Direct {
  const client = (db as unknown as { $client: Pool | PGlite }).$client;
  const known = made.get(client);
  if (known) return known;
  const direct = isPool(client) ? overPool(client) : overEmbedded(client);
  made.set(client, direct);
  return direct;
}

/** The same within a transaction of drizzle's. */
export function within(tx: CentreDatabase | CentreTransaction): Query {
  return async <Row>({ text }: Statement, values: readonly Value[]) => {
    const given = values.map(asText);
    const chunks = text
      .split(/\$(\d+)/)
      .map((part, index): SQL => (index % 2 === 0 ? sql.raw(part) : sql`${given[Number(part) - 1]}`));
    return (await tx.execute(sql.join(chunks))).rows as Row[];
  };
}

/** For a driver that takes bytes for something else. */
const asText = (value: Value) => (value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value);

function isPool(client: Pool | PGlite): client is Pool {
  return 'totalCount' in client;
}

function overPool(pool: Pool): Direct {
  const on =
    (client: Pool | PoolClient): Query =>
    async <Row>({ name, text }: Statement, values: readonly Value[]) =>
      (await client.query({ name, text, values: [...values] })).rows as Row[];
  return {
    bells: new Bells(pool),
    query: on(pool),
    async transaction(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        // Not awaited: what follows waits in the driver's queue, which spares a turn of the event loop.
        const begun = client.query('BEGIN');
        begun.catch(() => {});
        const result = await work(on(client));
        await begun;
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch((failed: Error) => {
          broken = failed;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
  };
}

function overEmbedded(client: PGlite): Direct {
  const on =
    (runner: Pick<PGlite, 'query'>): Query =>
    async <Row>({ text }: Statement, values: readonly Value[]) =>
      (await runner.query<Row>(text, values.map(asText), { parsers: { [types.INT8]: Number } })).rows;
  return {
    bells: new Bells(null),
    query: on(client),
    transaction: (work) => client.transaction((tx) => work(on(tx))) as Promise<Awaited<ReturnType<typeof work>>>,
  };
}
