import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPostgres, startPostgres, type ThrowawayPostgres } from '../tests/builders/postgres.ts';
import type { Statement } from './db/direct.ts';
import { openServer } from './db/open.ts';
import { ALREADY_FED, READ_CASES, WRITE_BATCH } from './push-statements.ts';

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Cond'?: string;
  Plans?: Plan[];
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** A process keeps its plan of a statement, made when the centre was new, for as long as nobody analyses the tables. */
describe('the plan that a new centre keeps for a push', () => {
  let postgres: ThrowawayPostgres;
  let client: pg.Client;

  beforeAll(async () => {
    const bin = findPostgres();
    if (!bin) throw new Error('PostgreSQL is not installed here: apt-get install postgresql, or set POSTGRES_BIN');
    postgres = await startPostgres(bin);
    const url = postgres.newDatabase();
    await (await openServer(url)).close();
    client = new pg.Client(url);
    await client.connect();
    await client.query('SET plan_cache_mode = force_generic_plan');
  }, 120_000);
  afterAll(async () => {
    await client.end();
    await postgres.stop();
  });

  /** How the rows of a table are reached by a statement whose plan was made while there were none. */
  async function lookups({ name, text }: Statement, table: string): Promise<string[]> {
    await client.query(`PREPARE ${name} AS ${text}`);
    const types = await client.query('SELECT unnest(parameter_types) FROM pg_prepared_statements WHERE name = $1', [
      name,
    ]);
    const { rows } = await client.query(`EXPLAIN (FORMAT JSON) EXECUTE ${name} (${types.rows.map(() => 'NULL')})`);
    return nodesOf(rows[0]['QUERY PLAN'][0].Plan)
      .filter((node) => node['Relation Name'] === table && node['Node Type'].endsWith('Scan'))
      .map((node) => `${node['Node Type']} ${node['Index Cond']}`);
  }

  it('an edit read every case of its institution twice: it reads its own case', async () => {
    const [only, ...others] = await lookups(WRITE_BATCH, 'cases');
    expect(only).toMatch(/^Index Scan .*institution = .*id = k\.id/);
    expect(others).toEqual([]);
  });

  it('a case to be folded is read without the others of its institution', async () => {
    expect(await lookups(READ_CASES, 'entries')).toEqual([
      expect.stringMatching(/^Index Scan .*institution = .*case_id = k\.id/),
    ]);
  });

  it('what a feed holds of a case is looked up without the rest of the feed', async () => {
    expect(await lookups(ALREADY_FED, 'feed')).toEqual([
      expect.stringMatching(/^Index Only Scan .*station = .*author = .*author_seq = /),
    ]);
  });
});
