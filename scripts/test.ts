import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildScreens, buildShell } from './build.ts';
import { buildCore, CORE_ENTRY } from './build-core.ts';
import { findElectron } from './find-electron.ts';
import { provide } from './needs.ts';
import { ROOT } from './root.ts';
import { closingLine, type Report, tally } from './tally.ts';

/**
 * `npm test`: what the tests need, a fresh build, then every test. The last line is `N passed, N failed`.
 * Words after `--` go to vitest, for example a file to run alone.
 */
const say = (line: string) => process.stdout.write(`${line}\n`);

if (!provide(say)) process.exit(1);
await buildScreens();
await buildShell();
await buildCore();
const cli = await buildCore('cli/main.ts', 'dist/cli');

const folder = mkdtempSync(join(tmpdir(), 'jiesu-test-'));
const file = join(folder, 'report.json');
const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
const args = [
  vitest,
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${file}`,
  ...process.argv.slice(2),
];
// Whole-program tests run the core as `npm start` does. Hundreds of processes start from the same files: each is compiled once.
const env = { ...process.env, JIESU_CORE: CORE_ENTRY, JIESU_CLI: cli, NODE_COMPILE_CACHE: join(folder, 'compiled') };
const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env });

let report: Report | null = null;
try {
  report = JSON.parse(readFileSync(file, 'utf8')) as Report;
} catch {
  say('vitest left no report');
}
rmSync(folder, { recursive: true, force: true });

if (findElectron() === null) {
  say(
    'not run: the shell in real Electron (its runtime is not installed; the built shell ran on a test double instead)',
  );
}
say('not run: real printers (the printers here are programs that speak and lie like them)');

const counts = tally(report, status);
say(closingLine(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;
