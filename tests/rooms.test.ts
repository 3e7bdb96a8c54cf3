import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = dirname(import.meta.dirname);
const ROOMS = ['domain', 'wire', 'db', 'printing', 'core', 'server', 'renderer', 'electron', 'cli'];

/** A small house in which every room has one file, and `core` two. */
const HOUSE: Record<string, string> = {
  'domain/words.ts': 'export const words = 1;\n',
  'wire/frames.ts': "export { words } from '../domain/words.ts';\n",
  'db/open.ts': "export { words } from '../domain/words.ts';\n",
  'printing/layout.ts': "export { words } from '../domain/words.ts';\n",
  'core/start.ts':
    "import '../db/open.ts';\nimport '../printing/layout.ts';\nexport type Core = string;\nexport const start = 1;\n",
  'core/deeper.ts': 'export const deeper = 1;\n',
  'server/main.ts': "export { words } from '../domain/words.ts';\n",
  'renderer/page.ts': "import type { Core } from '../core/start.ts';\nexport type Page = Core;\n",
  'electron/main.ts': "export { start } from '../core/start.ts';\n",
  'cli/main.ts': "export { start } from '../core/start.ts';\n",
};

interface Violation {
  from: string;
  rule: { name: string };
}

let house: string;

function cruise(): Promise<Violation[]> {
  const bin = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [bin, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...ROOMS];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: house, maxBuffer: 1e8 }, (_error, stdout) => {
      try {
        resolve((JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations);
      } catch (error) {
        reject(error);
      }
    });
  });
}

beforeAll(async () => {
  house = await mkdtemp(join(tmpdir(), 'rooms-'));
  await cp(join(ROOT, '.dependency-cruiser.mjs'), join(house, '.dependency-cruiser.mjs'));
  await cp(join(ROOT, 'tsconfig.json'), join(house, 'tsconfig.json'));
  await writeFile(join(house, 'package.json'), '{"type":"module","dependencies":{"electron":"*"}}');
  for (const file of ['package.json', 'index.js', 'electron.d.ts']) {
    await cp(join(ROOT, 'node_modules/electron', file), join(house, 'node_modules/electron', file));
  }
  for (const [path, text] of Object.entries(HOUSE)) {
    await mkdir(dirname(join(house, path)), { recursive: true });
    await writeFile(join(house, path), text);
  }
});
afterAll(() => rm(house, { recursive: true }));

describe('the lint of imports between rooms', () => {
  it('is content with a house in order', async () => {
    expect(await cruise()).toEqual([]);
  });

  it.each([
    ['domain/bad.ts', "import '../db/open.ts';", 'domain-imports'],
    ['domain/clock.ts', "import 'node:fs';", 'domain-is-pure'],
    ['wire/bad.ts', "import '../db/open.ts';", 'wire-imports'],
    ['db/bad.ts', "import '../core/deeper.ts';", 'db-imports'],
    ['printing/bad.ts', "import '../db/open.ts';", 'printing-imports'],
    ['core/bad.ts', "import '../server/main.ts';", 'core-imports'],
    ['server/bad.ts', "import '../db/open.ts';", 'server-imports'],
    ['renderer/bad.ts', "import { start } from '../core/start.ts';\nexport const page = start;", 'renderer-imports'],
    ['electron/bad.ts', "import '../core/deeper.ts';", 'electron-imports'],
    ['electron/worse.ts', "import '../domain/words.ts';", 'electron-imports'],
    ['cli/bad.ts', "import '../electron/main.ts';", 'cli-imports'],
    ['core/shell.ts', "import 'electron';", 'only-electron-knows-electron'],
    ['core/circle.ts', "import './circle-b.ts';", 'no-circles'],
    ['core/lost.ts', "import './nowhere.ts';", 'no-unresolvable'],
  ])('sees %s', async (path, text, rule) => {
    const second = join(house, 'core/circle-b.ts');
    await writeFile(join(house, path), `${text}\n`);
    if (rule === 'no-circles') await writeFile(second, "import './circle.ts';\n");
    try {
      const violations = await cruise();
      expect(violations.map((found) => found.rule.name)).toContain(rule);
      expect(violations.every((found) => found.from === path || found.from === 'core/circle-b.ts')).toBe(true);
    } finally {
      await rm(join(house, path));
      await rm(second, { force: true });
    }
  });
});
