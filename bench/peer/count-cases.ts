import pg from 'pg';

/** How many cases a centre's database holds, and its size on disk in bytes. */
export async function countCases(url: string): Promise<{ count: number; bytes: number }> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ count: number; bytes: number }>(
    'SELECT count(*)::int AS count, pg_database_size(current_database())::float AS bytes FROM cases',
  );
  await client.end();
  return rows[0] ?? { count: 0, bytes: 0 };
}
