import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.ts';

/** `npm run check`: types, format and lint, and which room imports which. One line each; the words of those that fail. */
const ROOMS = [
  'domain',
  'wire',
  'db',
  'printing',
  'core',
  'server',
  'renderer',
  'electron',
  'cli',
  'bench',
  'scripts',
  'tests',
];

const CHECKS = [
  { name: 'types', bin: 'tsc', args: ['--noEmit', '-p', '.'] },
  { name: 'format and lint', bin: 'biome', args: ['check', '--max-diagnostics=50', '.'] },
  {
    name: 'imports between rooms',
    bin: 'depcruise',
    args: ['--config', '.dependency-cruiser.mjs', ...ROOMS.filter((room) => existsSync(join(ROOT, room)))],
  },
];

function run(bin: string, args: readonly string[]): Promise<{ ok: boolean; words: string }> {
  return new Promise((resolve) => {
    // On Windows the programs in .bin are .cmd files, which only a shell starts.
    const child = spawn(join(ROOT, 'node_modules/.bin', bin), args, { cwd: ROOT, shell: process.platform === 'win32' });
    let words = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (words += data));
    child.on('error', (error) => resolve({ ok: false, words: error.message }));
    child.on('close', (code) => resolve({ ok: code === 0, words }));
  });
}

const results = await Promise.all(CHECKS.map(async ({ name, bin, args }) => ({ name, ...(await run(bin, args)) })));
for (const { name, ok, words } of results) {
  process.stdout.write(ok ? `ok      ${name}\n` : `FAILED  ${name}\n${words.trimEnd()}\n`);
}
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
