import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DEBIAN = '/usr/lib/postgresql';

/**
 * The folder with PostgreSQL's own programs (initdb, postgres), newest version first; `null` when none is installed.
 * `POSTGRES_BIN` overrides it.
 */
export function findPostgres(): string | null {
  const given = process.env.POSTGRES_BIN;
  if (given) return existsSync(join(given, 'initdb')) ? given : null;
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(DEBIAN, version, 'bin')), ...(process.env.PATH ?? '').split(':')];
  return folders.find((folder) => folder !== '' && existsSync(join(folder, 'initdb'))) ?? null;
}

export interface ThrowawayPostgres {
  /** URL of a new, empty database on it. */
  newDatabase: () => string;
  stop: () => Promise<void>;
}

/** Starts a cluster in a temporary folder on 127.0.0.1; as the user `postgres` when we are root, whom initdb refuses. */
export async function startPostgres(bin: string): Promise<ThrowawayPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'centre-pg-'));
  const isRoot = process.getuid?.() === 0;
  const as = isRoot ? ['runuser', '-u', 'postgres', '--'] : ['env'];
  const [program = 'env', ...prefix] = as;
  const run = (tool: string, ...args: string[]) =>
    execFileSync(program, [...prefix, join(bin, tool), ...args], { cwd: folder, stdio: 'pipe' });
  if (isRoot) execFileSync('chown', ['postgres', folder]);
  chmodSync(folder, 0o700);
  const data = join(folder, 'data');
  run('initdb', '-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync');

  const port = await freePort();
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`, '-p', String(port)];
  const server = spawn(program, [...prefix, join(bin, 'postgres'), '-D', data, ...settings], {
    cwd: folder,
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const url = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  await untilReady(() => run('pg_isready', '-h', '127.0.0.1', '-p', String(port)));

  let count = 0;
  return {
    newDatabase: () => {
      count += 1;
      run('createdb', '-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', `centre${count}`);
      return url(`centre${count}`);
    },
    stop: async () => {
      run('pg_ctl', 'stop', '-D', data, '-m', 'immediate', '-w');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(probe: () => void): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      probe();
      return;
    } catch (error) {
      if (attempt >= 150) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
