import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

const PACKAGE = new URL('../../node_modules/@electric-sql/pglite/package.json', import.meta.url);

/**
 * Puts an empty cluster into the folder of an embedded centre that was never started, as its first start would: making one
 * takes PostgreSQL in WebAssembly some 5 s of a core, copying 0.3 s. The centre brings its tables itself. The cluster that is
 * copied lies in the system's temporary folder, one for each version, and stays there.
 *
 * @param directory the centre's data folder; nothing happens where there is a cluster
 */
export async function seedPgdata(directory: string): Promise<void> {
  const data = join(directory, 'pgdata');
  if (existsSync(data)) return;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  cpSync(await emptyCluster(), data, { recursive: true });
}

async function emptyCluster(): Promise<string> {
  const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string };
  const kept = join(tmpdir(), `jiesu-test-pgdata-${version}-${process.getuid?.() ?? 'user'}`);
  if (existsSync(kept)) return kept;
  const made = mkdtempSync(`${kept}-`);
  const cluster = await PGlite.create(made);
  await cluster.close();
  try {
    // Whole or not at all: other test files may be looking.
    renameSync(made, kept);
  } catch (error) {
    if (!existsSync(kept)) throw error;
    rmSync(made, { recursive: true });
  }
  return kept;
}
