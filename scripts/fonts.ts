import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { covers, readCoverage } from '../printing/fonts-coverage.ts';
import { HAN_BLOCKS } from '../printing/fonts-han.ts';
import { ROOT } from './root.ts';

/**
 * `npm run fonts`: gathers the fonts that papers are set in, with their licences, from Debian's packages into
 * `printing/fonts/`, so that a packaged desk, or a folder copied to a PC with Windows, carries them. They are not in the
 * repository: 180 MB that change once in years.
 */
const PACKAGES: readonly { name: string; files: readonly string[] }[] = [
  {
    name: 'fonts-noto-cjk',
    files: ['NotoSansCJK-Regular.ttc', 'NotoSerifCJK-Regular.ttc', 'NotoSerifCJK-Bold.ttc'],
  },
  { name: 'fonts-hanazono', files: ['HanaMinA.ttf', 'HanaMinB.ttf'] },
  { name: 'fonts-babelstone-han', files: ['BabelStoneHan.ttf'] },
  { name: 'fonts-dejavu-core', files: ['DejaVuSans.ttf'] },
];

const HELP = `Gathers the fonts for papers, with their licences, from Debian's packages.

Usage   npm run fonts -- [--to FOLDER]

  --to FOLDER   default printing/fonts
  --help        this text
`;

/** Files of an installed Debian package; none when it is not installed, or when this is no Debian. */
function filesOf(name: string): string[] {
  try {
    const list = execFileSync('dpkg', ['-L', name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return list.split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

function versionOf(name: string): string {
  return execFileSync('dpkg-query', ['-W', `-f=\${Version}`, name], { encoding: 'utf8' });
}

function gather(to: string): void {
  mkdirSync(to, { recursive: true });
  const missing = PACKAGES.filter(({ name, files }) => {
    const installed = filesOf(name).map((path) => basename(path));
    return !files.every((file) => installed.includes(file));
  });
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(' ');
    throw new Error(`missing: ${names}. Type on Debian or Ubuntu: sudo apt-get install -y ${names}`);
  }
  const coverages: Uint32Array[] = [];
  for (const { name, files } of PACKAGES) {
    const installed = filesOf(name);
    copyFileSync(join('/usr/share/doc', name, 'copyright'), join(to, `${name}.copyright.txt`));
    process.stdout.write(`${name} ${versionOf(name)}\n`);
    for (const file of files) {
      const from = installed.find((path) => basename(path) === file && existsSync(path)) ?? file;
      copyFileSync(from, join(to, file));
      const { runs } = readCoverage(join(to, file));
      coverages.push(runs);
      process.stdout.write(`  ${file}  ${(statSync(from).size / 1e6).toFixed(1)} MB\n`);
    }
  }
  process.stdout.write('\nHan characters covered\n');
  for (const { name, from, to: last } of HAN_BLOCKS) {
    let count = 0;
    for (let code = from; code <= last; code += 1) if (coverages.some((runs) => covers(runs, code))) count += 1;
    process.stdout.write(`  ${name.padEnd(26)} ${String(count).padStart(6)} of ${last - from + 1}\n`);
  }
}

const { values } = parseArgs({
  options: { to: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
});
if (values.help) process.stdout.write(HELP);
else {
  try {
    gather(values.to ?? join(ROOT, 'printing/fonts'));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
