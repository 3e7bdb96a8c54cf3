import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stationWith } from '../tests/builders/centre.ts';
import { centreOn, newHall, type TestCentre } from '../tests/builders/hall.ts';
import { HOT_TABLES, partition } from '../tests/builders/partitioned.ts';
import { findPostgres, startPostgres, type ThrowawayPostgres } from '../tests/builders/postgres.ts';
import { openServer } from './db/open.ts';
import { READ_PAGE } from './feed.ts';
import * as statements from './push-statements.ts';

/** The ingest and feed contracts run on such tables too: `engines({ partitioned: true })`. */
describe('tables in parts by institution', () => {
  let postgres: ThrowawayPostgres;
  let client: pg.Client;
  let centre: TestCentre;

  beforeAll(async () => {
    const bin = findPostgres();
    if (!bin) throw new Error('PostgreSQL is not installed here: apt-get install postgresql, or set POSTGRES_BIN');
    postgres = await startPostgres(bin);
    const url = postgres.newDatabase();
    centre = centreOn(await openServer(url));
    client = new pg.Client(url);
    await client.connect();
  }, 120_000);
  afterAll(async () => {
    await client.end();
    await centre.opened.close();
    await postgres.stop();
  });

  it('have the institution first in every unique key', async () => {
    const { rows } = await client.query<{ table: string; key: string; first: string }>(
      `SELECT c.relname AS table, x.relname AS key, a.attname AS first
       FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
         LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
       WHERE i.indisunique AND c.relname = ANY ($1)`,
      [[...HOT_TABLES]],
    );
    expect(new Set(rows.map((row) => row.table))).toEqual(new Set(HOT_TABLES));
    expect(rows.filter((row) => row.first !== 'institution')).toEqual([]);
  });

  it('are touched in one part only by every statement of a push or a page', async () => {
    const url = postgres.newDatabase();
    await (await openServer(url)).close();
    await partition(url);
    const planner = new pg.Client(url);
    await planner.connect();
    await planner.query('SET plan_cache_mode = force_custom_plan');
    const touched: Record<string, string[]> = {};
    for (const { name, text } of [READ_PAGE, ...Object.values(statements)]) {
      await planner.query(`PREPARE ${name} AS ${text}`);
      const types = await planner.query<{ type: string }>(
        'SELECT unnest(parameter_types)::text AS type FROM pg_prepared_statements WHERE name = $1',
        [name],
      );
      const values = types.rows
        .map(({ type }, at) => (type.startsWith('timestamp') ? `'2026-01-01'` : type === 'integer' ? `${at}` : `'1'`))
        .join(', ');
      const plan = await planner.query(`EXPLAIN (FORMAT JSON) EXECUTE ${name} (${values})`);
      const named = [...JSON.stringify(plan.rows).matchAll(/"Relation Name":"(\w+)"/g)].map(([, table]) => table ?? '');
      touched[name] = [...new Set(named.filter((table) => /_\d$/.test(table)))].sort();
    }
    await planner.end();
    const parts = (name: string) => Map.groupBy(touched[name] ?? [], (part) => part.replace(/_\d$/, ''));
    expect([...parts('push_write').keys()]).toEqual(['cases', 'chains', 'feed_heads']);
    expect([...parts('feed_page').keys()]).toEqual(['cases', 'entries', 'feed', 'feed_heads']);
    for (const name of Object.keys(touched)) {
      expect([name, [...parts(name).values()].filter((several) => several.length > 1)]).toEqual([name, []]);
    }
  });

  it('keep what they held, and go on', async () => {
    const url = postgres.newDatabase();
    const first = await openServer(url);
    const before = centreOn(first);
    const hall = await newHall(before.send);
    const entry = hall.chain.register();
    await hall.window.push([entry]);
    await first.close();
    await partition(url);
    const second = await openServer(url);
    const after = centreOn(second, {}, { signer: before.signer });
    const window = stationWith(after.send, hall.window.key);
    const office = stationWith(after.send, hall.office.key);
    const note = hall.chain.note(entry.caseId, '搬过之后');
    expect((await window.push([note])).answers).toEqual([{ id: note.id, result: 'stored', seq: 2 }]);
    expect((await office.feed()).items.map((item) => item.entry.id)).toEqual([entry.id, note.id]);
    await second.close();
  });

  it('let two institutions have a case of the same id without either seeing the other’s', async () => {
    const [one, two] = [await newHall(centre.send), await newHall(centre.send)];
    const first = one.chain.register();
    const second = two.chain.register(undefined, first.caseId);
    expect((await one.window.push([first])).answers).toEqual([{ id: first.id, result: 'stored', seq: 1 }]);
    expect((await two.window.push([second])).answers).toEqual([{ id: second.id, result: 'stored', seq: 1 }]);
    const note = two.chain.note(first.caseId, '只在这里');
    expect((await two.window.push([note])).answers).toEqual([{ id: note.id, result: 'stored', seq: 2 }]);
    expect((await one.office.feed()).items.map((item) => item.entry.id)).toEqual([first.id]);
    expect((await two.office.feed()).items.map((item) => item.entry.id)).toEqual([second.id, note.id]);
  });
});
