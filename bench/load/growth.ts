import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Figure, figure, timesOf } from '../statistics.ts';
import { Child } from '../sync/child.ts';
import { benchRecords } from '../sync/records.ts';
import { LightStation } from './light-station.ts';
import type { Share } from './share.ts';

const BATCH = 500;
const BATCHES = 4;
const EDITS = 60;
/** Entries of a case among those that fill the tables. */
const PER_CASE = 4;
const INSTITUTION = 'growth';
/** When the entries that fill the tables begin, Unix ms. */
const FIRST_MS = 1_700_000_000_000;

/** What a push and its delivery to another station cost while more and more is stored in the same institution. */
export async function measureGrowth(
  folder: string,
  databaseUrl: string,
  sizes: readonly number[],
): Promise<{ figures: Figure[]; lines: string[] }> {
  const centre = new Child(new URL('centre-process.ts', import.meta.url).pathname);
  const client = new pg.Client(databaseUrl);
  const stations: LightStation[] = [];
  try {
    const port = await centre.ask<number>('start', { folder, databaseUrl });
    await client.connect();
    const join = async (code: string) => {
      const kind = 'supervision_office';
      const station = new LightStation(code, port);
      await station.enrol(await centre.ask<string>('invite', { code, kind, institution: INSTITUTION }));
      stations.push(station);
      return station;
    };
    const [writer, reader] = [await join('GROWA'), await join('GROWB')];
    await join('GROWF');
    const records = benchRecords(BATCH, 11);
    let fed = 0;
    const read = async () => {
      for await (const page of reader.feed(fed, 0, new AbortController().signal)) fed += page.items;
    };
    const figures: Figure[] = [];
    const lines: string[] = [];
    let stored = 0;
    for (const size of [0, ...sizes]) {
      await fill(client, stored, size);
      fed += size - stored;
      stored = size;
      await client.query('ANALYZE');
      await client.query('CHECKPOINT');
      const batches: number[] = [];
      const caseIds: string[] = [];
      await centre.ask('share');
      for (let round = 0; round < BATCHES; round += 1) {
        const made = records.map((record) => writer.register(record));
        caseIds.push(...made.map(({ caseId }) => caseId));
        const began = performance.now();
        await writer.push(made.map(({ text }) => text));
        await read();
        batches.push((performance.now() - began) / BATCH);
      }
      const busy = (await centre.ask<Share>('share')).busy / (BATCH * BATCHES);
      const edits: number[] = [];
      for (let n = 0; n < EDITS; n += 1) {
        const text = writer.note(caseIds[(n * 37) % caseIds.length] ?? '', `第${n}次回访`, 1);
        const began = performance.now();
        await writer.push([text]);
        await read();
        edits.push(performance.now() - began);
      }
      // The first round only warms the process.
      if (size === 0) continue;
      const beside = `beside ${size.toLocaleString('en')} stored`;
      figures.push(figure(`push and page, one entry of ${BATCH}, ${beside}`, timesOf(batches), null));
      figures.push(figure(`edit and page, ${beside}`, timesOf(edits), null));
      lines.push(`${beside}: centre busy ${busy.toFixed(0)} µs an entry of a batch`);
    }
    return { figures, lines };
  } finally {
    for (const station of stations) station.close();
    await client.end();
    await centre.stop();
  }
}

/** Rows as the centre writes them: a third station's chain and cases, and their places in the feeds of the other two. */
async function fill(client: pg.Client, from: number, to: number): Promise<void> {
  if (to === from) return;
  const body = JSON.stringify({ id: randomUUID(), kind: 'noted', text: '样'.repeat(300) });
  const range = [INSTITUTION, from + 1, to];
  // By time, as desks make them; all of it before what the stations write.
  const id = (of: string) => {
    const nth = of === 'case' ? `((n - 1) / ${PER_CASE})` : 'n';
    const rest = `'7' || substr(md5('${of}' || ${nth}), 1, 3) || 'a' || substr(md5('${of}' || ${nth}), 5, 15)`;
    return `(lpad(to_hex(${FIRST_MS} + ${nth}), 12, '0') || ${rest})::uuid::text`;
  };
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO cases (institution, id, station, revision, number)
     SELECT $1, ${id('case')}, 'GROWF', ${PER_CASE}, 'GROWF-' || lpad(n::text, 8, '0') FROM generate_series($2::int, $3::int) n
     WHERE (n - 1) % ${PER_CASE} = 0`,
    range,
  );
  await client.query(
    `INSERT INTO entries (institution, station, station_seq, id, case_id, case_seq, hash, body, conflict, received_at)
     SELECT $1, 'GROWF', n, ${id('entry')}, ${id('case')}, (n - 1) % ${PER_CASE} + 1, md5(n::text) || md5(n::text), $4,
       false, now() FROM generate_series($2::int, $3::int) n`,
    [...range, body],
  );
  await client.query(
    `INSERT INTO feed (institution, station, pos, author, author_seq, masked)
     SELECT $1, h.station, h.pos + n - $2::int + 1, 'GROWF', n, false
     FROM feed_heads h, generate_series($2::int, $3::int) n
     WHERE h.institution = $1 AND h.station IN ('GROWA', 'GROWB')`,
    range,
  );
  await client.query(
    `UPDATE feed_heads SET pos = pos + $3::int - $2::int + 1 WHERE institution = $1 AND station IN ('GROWA', 'GROWB')`,
    range,
  );
  await client.query(`UPDATE chains SET head_seq = $2 WHERE institution = $1 AND station = 'GROWF'`, [INSTITUTION, to]);
  await client.query('COMMIT');
}
