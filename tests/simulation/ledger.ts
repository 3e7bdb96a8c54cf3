import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from '../../server/db/migrate.ts';
import type { CentreDatabase } from '../../server/db/open.ts';

/** All rows of the centre's tables, as JSON by table. */
export type Backup = ReadonlyMap<string, string>;

/** The part of PGlite through which a centre works: a simulated process can die at each of its calls. */
type Client = Pick<PGlite, 'query' | 'exec' | 'transaction' | 'listen'>;

/** The centre's database: real PostgreSQL in memory, which outlives the simulated processes that work on it. */
export class Ledger {
  readonly pg: PGlite;
  #tables: string[] = [];

  private constructor(pg: PGlite) {
    this.pg = pg;
  }

  static async open(): Promise<Ledger> {
    const pg = new PGlite();
    await pg.waitReady;
    await migrate(overClient(pg));
    // Rows are put back as they were: whoever refers to whom was checked when they were written.
    await pg.exec('SET session_replication_role = replica; SET synchronous_commit = off');
    const ledger = new Ledger(pg);
    const { rows } = await pg.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'centre_schema' ORDER BY 1`,
    );
    ledger.#tables = rows.map(({ name }) => name);
    await ledger.#withoutLog();
    return ledger;
  }

  /** What is lost in a crash of the simulation itself needs no log; references forbid it one by one, so they go. */
  async #withoutLog(): Promise<void> {
    const { rows } = await this.pg.query<{ name: string; of: string }>(
      "SELECT conname AS name, conrelid::regclass::text AS of FROM pg_constraint WHERE contype = 'f'",
    );
    for (const { name, of } of rows) await this.pg.exec(`ALTER TABLE "${of}" DROP CONSTRAINT "${name}"`);
    for (const name of this.#tables) await this.pg.exec(`ALTER TABLE "${name}" SET UNLOGGED`);
  }

  async backup(): Promise<Backup> {
    const parts = this.#tables.map((name) => `(SELECT json_agg(t)::text FROM "${name}" t) AS "${name}"`);
    const { rows } = await this.pg.query<Record<string, string | null>>(`SELECT ${parts.join(', ')}`);
    const found = Object.entries(rows[0] ?? {});
    return new Map(found.flatMap(([name, json]) => (json === null ? [] : [[name, json] as const])));
  }

  /** Makes the rows those of a backup. */
  async putBack(backup: Backup): Promise<void> {
    await this.pg.transaction(async (tx) => {
      await tx.exec(this.#tables.map((name) => `DELETE FROM "${name}"`).join(';'));
      for (const [name, json] of backup) {
        await tx.query(`INSERT INTO "${name}" SELECT * FROM json_populate_recordset(NULL::"${name}", $1::json)`, [
          json,
        ]);
      }
    });
  }

  async rows<T>(sql: string, params: unknown[] = []): Promise<T[]> {
    return (await this.pg.query<T>(sql, params)).rows;
  }

  close(): Promise<void> {
    return this.pg.close();
  }
}

export function overClient(client: Client): CentreDatabase {
  return drizzle(client as PGlite) as unknown as CentreDatabase;
}

const NOTHING = { rows: [], fields: [], affectedRows: 0 };

/**
 * The same client for one process: every call asks first whether the process still lives. What a dead one has begun is
 * rolled back, because its transaction's callback throws.
 *
 * @param step called before each call; throws when the process is dead
 * @param findsNothing questions that are answered with no rows: a planted bug
 */
export function mortal(client: PGlite, step: () => void, findsNothing: (sql: string) => boolean): Client {
  return {
    query: async (...args: Parameters<PGlite['query']>) => {
      step();
      return findsNothing(args[0]) ? NOTHING : client.query(...args);
    },
    exec: async (...args: Parameters<PGlite['exec']>) => {
      step();
      return client.exec(...args);
    },
    listen: (...args: Parameters<PGlite['listen']>) => client.listen(...args),
    transaction: async (work: Parameters<PGlite['transaction']>[0]) => {
      step();
      return client.transaction(async (tx) => {
        const query = async (...args: Parameters<PGlite['query']>) => {
          step();
          return findsNothing(args[0]) ? NOTHING : tx.query(...args);
        };
        const result = await work(
          new Proxy(tx, { get: (of, name) => (name === 'query' ? query : Reflect.get(of, name)) }),
        );
        step();
        return result;
      });
    },
  } as Client;
}
