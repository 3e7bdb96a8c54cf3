import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = dirname(import.meta.dirname);
const ROOMS = ['domain', 'wire', 'db', 'printing', 'core', 'server', 'renderer', 'electron', 'cli'];

/** A small house in which every room has one file, and `core` some more. */
const HOUSE: Record<string, string> = {
  'domain/words.ts': 'export const words = 1;\n',
  'wire/frames.ts': "export { words } from '../domain/words.ts';\n",
  'db/open.ts': "export { words } from '../domain/words.ts';\n",
  'printing/layout.ts': "export { words } from '../domain/words.ts';\n",
  'core/start.ts':
    "import '../db/open.ts';\nimport '../printing/layout.ts';\nexport type Core = string;\nexport const start = 1;\n",
  'core/deeper.ts': 'export const deeper = 1;\n',
  // Half a circle; the breach closes it.
  'core/circle.ts': "import './circle-b.ts';\n",
  'core/circle-b.ts': 'export const half = 1;\n',
  'server/main.ts': "export { words } from '../domain/words.ts';\n",
  'renderer/page.ts': "import type { Core } from '../core/start.ts';\nexport type Page = Core;\n",
  'electron/main.ts': "export { start } from '../core/start.ts';\n",
  'cli/main.ts': "export { start } from '../core/start.ts';\n",
};

/** A file that breaks a rule, and the rule's name. */
const BREACHES: readonly (readonly [path: string, text: string, rule: string])[] = [
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
  ['core/circle-b.ts', "import './circle.ts';", 'no-circles'],
  ['core/lost.ts', "import './nowhere.ts';", 'no-unresolvable'],
];

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
  for (const [path, text] of Object.entries(HOUSE)) await put(path, text);
});
afterAll(() => rm(house, { recursive: true }));

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(house, path)), { recursive: true });
  await writeFile(join(house, path), text);
}

describe('the lint of imports between rooms', () => {
  it('is content with a house in order', async () => {
    expect(await cruise()).toEqual([]);
  });

  describe('when the house is not', () => {
    let violations: Violation[];

    // All of them together: one look at the house takes seconds.
    beforeAll(async () => {
      for (const [path, text] of BREACHES) await put(path, `${text}\n`);
      violations = await cruise();
    });

    it.each(BREACHES)('sees %s', (path, _text, rule) => {
      const found = violations.filter((violation) => violation.from === path);
      expect(found.map((violation) => violation.rule.name)).toContain(rule);
    });

    it('blames nobody else', () => {
      const blamed = new Set(violations.map((violation) => violation.from));
      expect(blamed).toEqual(new Set(BREACHES.map(([path]) => path)));
    });
  });
});
