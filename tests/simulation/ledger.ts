import { PGlite, type Results } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from '../../server/db/migrate.ts';
import type { CentreDatabase } from '../../server/db/open.ts';
import { asLiteral, type Query, Questions } from './questions.ts';

/** All rows of the centre's tables, as JSON by table. */
export type Backup = ReadonlyMap<string, string>;

/** The part of PGlite through which a centre works: a simulated process can die at each of its calls. */
type Client = Pick<PGlite, 'query' | 'exec' | 'transaction' | 'listen'>;

/** The centre's database: real PostgreSQL in memory, which outlives the simulated processes that work on it. */
export class Ledger {
  readonly pg: PGlite;
  readonly questions: Questions;
  #tables: string[] = [];

  private constructor(pg: PGlite) {
    this.pg = pg;
    this.questions = new Questions(pg);
  }

  static async open(): Promise<Ledger> {
    // As the centre asks of each of its questions: moments as text, whole numbers as numbers.
    const text = MOMENTS.map((type) => [type, (value: string) => value]);
    const pg = new PGlite({ parsers: { ...Object.fromEntries(text), [INT8]: Number } });
    await pg.waitReady;
    await migrate(overClient(pg));
    // Rows are put back as they were: whoever refers to whom was checked when they were written. Each question is planned
    // once, and passes the rows of worlds that are over by an index. Nobody reads PostgreSQL's own counts.
    await pg.exec(`SET session_replication_role = replica; SET synchronous_commit = off;
      SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off;
      SET track_counts = off; SET track_activities = off`);
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

  /** Makes the rows those of a backup, in one transaction. */
  async putBack(backup: Backup): Promise<void> {
    const gone = this.#tables.map((name) => `DELETE FROM "${name}"`);
    const back = [...backup].map(
      ([name, json]) =>
        `INSERT INTO "${name}" OVERRIDING SYSTEM VALUE SELECT * FROM json_populate_recordset(NULL::"${name}", ${asLiteral(json)})`,
    );
    await this.pg.exec([...gone, ...back].join(';'));
  }

  async rows<T>(sql: string): Promise<T[]> {
    return (await this.questions.ask([sql])).rows as T[];
  }

  /** Takes away the rows that are no more, which every search would pass. */
  async tidy(): Promise<void> {
    await this.pg.exec('VACUUM');
  }

  close(): Promise<void> {
    return this.pg.close();
  }
}

export function overClient(client: Client): CentreDatabase {
  return drizzle(client as PGlite) as unknown as CentreDatabase;
}

/** PostgreSQL's types of moments and dates, and of arrays of such. */
const INT8 = 20;
const MOMENTS = [1114, 1184, 1186, 1082, 1231, 1115, 1185, 1187, 1182];

/**
 * The same client for one process: every call asks first whether the process still lives. What a dead one has begun is
 * rolled back, because its transaction's callback throws.
 *
 * @param step called before each call; throws when the process is dead
 * @param overlooks rows that the centre does not see: a planted bug
 */
export function mortal(ledger: Ledger, step: () => void, overlooks: (row: unknown) => boolean): Client {
  const { pg, questions } = ledger;
  const asking =
    (ask: (query: Query) => Promise<Results>) =>
    async (...query: Query) => {
      step();
      const results = await ask(query);
      return { ...results, rows: results.rows.filter((row) => !overlooks(row)) };
    };
  return {
    query: asking((query) => questions.ask(query)),
    exec: async (...args: Parameters<PGlite['exec']>) => {
      step();
      return pg.exec(...args);
    },
    listen: (...args: Parameters<PGlite['listen']>) => pg.listen(...args),
    transaction: async (work: Parameters<PGlite['transaction']>[0]) => {
      step();
      return pg.transaction(async (tx) => {
        const query = asking((one) => questions.askWithin(one));
        const proxy = new Proxy(tx, { get: (of, name) => (name === 'query' ? query : Reflect.get(of, name)) });
        const result = await work(proxy);
        step();
        return result;
      });
    },
  } as Client;
}
