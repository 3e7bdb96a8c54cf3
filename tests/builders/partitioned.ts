import pg from 'pg';

/** Tables that a push or a page of a feed touches, and whose rows belong to one institution. */
export const HOT_TABLES = ['chains', 'cases', 'entries', 'forks', 'feed_heads', 'feed', 'file_names'] as const;

const PARTS = 4;

/**
 * Makes of the hot tables of a centre's database what they are where it is distributed: each in parts by the hash of the
 * institution, with its keys. PostgreSQL refuses that where a unique key leaves the institution out.
 */
export async function partition(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    for (const table of HOT_TABLES) {
      await client.query(`ALTER TABLE ${table} RENAME TO whole_${table}`);
      await client.query(`CREATE TABLE ${table} (LIKE whole_${table} INCLUDING ALL) PARTITION BY HASH (institution)`);
      for (let part = 0; part < PARTS; part += 1) {
        const values = `FOR VALUES WITH (MODULUS ${PARTS}, REMAINDER ${part})`;
        await client.query(`CREATE TABLE ${table}_${part} PARTITION OF ${table} ${values}`);
      }
      const columns = await client.query<{ name: string }>(
        `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
        [`whole_${table}`],
      );
      const names = columns.rows.map(({ name }) => name).join(', ');
      await client.query(`INSERT INTO ${table} (${names}) SELECT ${names} FROM whole_${table}`);
      await client.query(`DROP TABLE whole_${table}`);
    }
  } finally {
    await client.end();
  }
}
