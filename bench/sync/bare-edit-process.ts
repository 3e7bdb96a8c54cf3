import { Agent, createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import { answerParent, now } from './child.ts';

/**
 * The least that any program must do for an edit, with nothing of ours around: a row into SQLite, a POST, a row into
 * PostgreSQL, a line on a stream that is open already, a row into the other SQLite; every row on the disk before it goes on.
 * One program for the three processes: author, server, reader.
 */
interface Edit {
  id: string;
  text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
/** Ids that came, with the moment at which they were on the disk, and who waits for one. */
const arrived = new Map<string, number>();
const waiting = new Map<string, (at: number) => void>();
let write: (edit: Edit) => void = () => {};
let client: pg.Client | null = null;
let stream: ServerResponse | null = null;

function openSqlite(folder: string, name: string): void {
  const db = new Database(join(folder, `${name}.db`));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE rows (id TEXT PRIMARY KEY, doc TEXT NOT NULL)');
  const insert = db.prepare('INSERT INTO rows VALUES (?, ?)');
  write = (edit) => void insert.run(edit.id, JSON.stringify(edit));
}

const server = createServer(async (asked, answer) => {
  if (asked.method === 'GET') {
    stream = answer;
    answer.writeHead(200);
    answer.flushHeaders();
    return;
  }
  let body = '';
  for await (const piece of asked) body += piece;
  const { id } = JSON.parse(body) as Edit;
  await client?.query({ name: 'put', text: 'INSERT INTO bare VALUES ($1, $2)', values: [id, body] });
  stream?.write(`${body}\n`);
  answer.end('{}');
});

function take(line: string): void {
  const edit = JSON.parse(line) as Edit;
  write(edit);
  const at = now();
  waiting.get(edit.id)?.(at);
  arrived.set(edit.id, at);
}

answerParent(
  {
    serve: async (url: string) => {
      client = new pg.Client(url);
      await client.connect();
      await client.query('CREATE TABLE bare (id text PRIMARY KEY, doc text NOT NULL)');
      return new Promise<number>((resolve) => {
        server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
      });
    },
    write: (folder: string) => openSqlite(folder, 'bare-author'),
    read: ({ folder, port }: { folder: string; port: number }) => {
      openSqlite(folder, 'bare-reader');
      return new Promise<null>((resolve, reject) => {
        const asked = request({ host: '127.0.0.1', port, method: 'GET', agent }, async (answer) => {
          resolve(null);
          let rest = '';
          for await (const piece of answer) {
            const lines = (rest + piece).split('\n');
            rest = lines.pop() ?? '';
            for (const line of lines) take(line);
          }
        });
        asked.on('error', reject).end();
      });
    },
    /** @returns when the edit began */
    edit: async ({ port, ...edit }: Edit & { port: number }) => {
      const start = now();
      write(edit);
      await new Promise<void>((resolve, reject) => {
        const asked = request({ host: '127.0.0.1', port, method: 'POST', agent }, (answer) => {
          answer.resume().on('end', resolve).on('error', reject);
        });
        asked.on('error', reject).end(JSON.stringify(edit));
      });
      return start;
    },
    /** @returns when the edit was on the reader's disk */
    seen: (id: string) => arrived.get(id) ?? new Promise<number>((resolve) => waiting.set(id, resolve)),
  },
  async () => {
    stream?.destroy();
    agent.destroy();
    server.close();
    await client?.end();
  },
);
