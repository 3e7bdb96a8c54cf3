import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import { answerParent, now } from './child.ts';

/**
 * What the machine itself needs for the same entries, with nothing of ours around: rows into SQLite, bytes over HTTP, rows
 * into PostgreSQL. Objects are serialised and parsed at both ends, as any program must.
 */
interface Entry {
  id: string;
  stationId: string;
  stationSeq: number;
}

let entries: Entry[] = [];
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

const lines = (all: readonly unknown[]) => Buffer.from(all.map((entry) => JSON.stringify(entry)).join('\n'));
const parse = (body: Buffer) =>
  body
    .toString('utf8')
    .split('\n')
    .map((line) => JSON.parse(line) as Entry);

async function whole(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

const server = createServer(async (asked, answer) => {
  if (asked.method === 'POST') answer.end(String(parse(await whole(asked)).length));
  else answer.end(lines(entries));
});

const median = (times: readonly number[]) => [...times].sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;

function send(port: number, method: 'GET' | 'POST', body: Buffer | null): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, agent }, (answer) => whole(answer).then(resolve, reject));
    asked.on('error', reject);
    asked.end(body ?? undefined);
  });
}

answerParent(
  {
    take: (texts: readonly string[]) => {
      entries = texts.map((text) => JSON.parse(text) as Entry);
    },
    listen: () =>
      new Promise<number>((resolve) => {
        server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
      }),
    sqlite: (folder: string) => {
      const db = new Database(join(folder, `limit-${now()}.db`));
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.exec('CREATE TABLE rows (id TEXT PRIMARY KEY, station TEXT, seq INTEGER, doc TEXT NOT NULL)');
      const start = now();
      const insert = db.prepare('INSERT INTO rows VALUES (?, ?, ?, ?)');
      db.transaction(() => {
        for (const entry of entries) insert.run(entry.id, entry.stationId, entry.stationSeq, JSON.stringify(entry));
      })();
      const time = now() - start;
      db.close();
      return time;
    },
    post: async (port: number) => {
      await send(port, 'POST', Buffer.from('{}'));
      const start = now();
      await send(port, 'POST', lines(entries));
      return now() - start;
    },
    get: async (port: number) => {
      const start = now();
      const got = parse(await send(port, 'GET', null));
      if (got.length !== entries.length) throw new Error('lines missing');
      return now() - start;
    },
    /** One row a commit, as an edit makes them: median of a hundred, ms. */
    commits: async ({ folder, url }: { folder: string; url: string }) => {
      const db = new Database(join(folder, `commits-${now()}.db`));
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY, doc TEXT)');
      const insert = db.prepare('INSERT INTO rows (doc) VALUES (?)');
      const client = new pg.Client(url);
      await client.connect();
      await client.query('CREATE TABLE commits (id serial PRIMARY KEY, doc text)');
      const [sqlite, postgres]: [number[], number[]] = [[], []];
      for (let round = 0; round < 100; round += 1) {
        const start = now();
        insert.run('一行');
        const between = now();
        await client.query({ name: 'commit', text: 'INSERT INTO commits (doc) VALUES ($1)', values: ['一行'] });
        sqlite.push(between - start);
        postgres.push(now() - between);
      }
      db.close();
      await client.end();
      return { sqlite: median(sqlite), postgres: median(postgres) };
    },
    postgres: async (url: string) => {
      const client = new pg.Client(url);
      await client.connect();
      await client.query('DROP TABLE IF EXISTS rows');
      await client.query('CREATE TABLE rows (id text PRIMARY KEY, station text, seq int, doc jsonb NOT NULL)');
      const start = now();
      for (let from = 0; from < entries.length; from += 500) {
        await client.query(
          `INSERT INTO rows SELECT e->>'id', e->>'stationId', (e->>'stationSeq')::int, e FROM jsonb_array_elements($1::jsonb) e`,
          [JSON.stringify(entries.slice(from, from + 500))],
        );
      }
      const time = now() - start;
      await client.end();
      return time;
    },
  },
  () => {
    agent.destroy();
    server.close();
  },
);
