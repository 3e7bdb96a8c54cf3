import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findBrowser } from './find-browser.ts';

/** Something of the system that the tests use for real. */
interface Need {
  name: string;
  /** Debian's packages that bring it. */
  packages: string[];
  isThere(): boolean;
  /** How to get it elsewhere. */
  elsewhere: string;
}

const NEEDS: readonly Need[] = [
  {
    name: 'Chromium, Chrome or Edge',
    packages: ['chromium'],
    isThere: () => findBrowser() !== null,
    elsewhere: 'install Chrome, or set JIESU_BROWSER to a Chromium',
  },
  {
    name: 'Chinese fonts',
    packages: ['fonts-noto-cjk', 'fonts-hanazono', 'fonts-babelstone-han', 'fontconfig'],
    // macOS and Windows bring theirs.
    isThere: () => process.platform !== 'linux' || ['Noto Sans CJK SC', 'HanaMinB', 'BabelStone Han'].every(hasFont),
    elsewhere: 'install Noto CJK, Hanazono Mincho and BabelStone Han with your package manager',
  },
  {
    name: 'PostgreSQL',
    packages: ['postgresql'],
    isThere: hasPostgres,
    elsewhere: 'install PostgreSQL 14 or later, so that initdb and postgres are in PATH',
  },
  {
    name: 'pdftotext',
    packages: ['poppler-utils'],
    isThere: () => isInPath('pdftotext'),
    elsewhere: 'install poppler, so that pdftotext is in PATH',
  },
  {
    name: 'zbarimg',
    packages: ['zbar-tools'],
    isThere: () => isInPath('zbarimg'),
    elsewhere: 'install zbar, so that zbarimg is in PATH',
  },
  {
    name: 'CUPS',
    packages: ['cups-daemon', 'cups-client'],
    isThere: () => existsSync('/usr/sbin/cupsd') && isInPath('lpstat'),
    elsewhere: 'install CUPS, so that /usr/sbin/cupsd is there and lpstat is in PATH',
  },
  {
    name: 'socat',
    packages: ['socat'],
    isThere: () => isInPath('socat'),
    elsewhere: 'install socat, so that it is in PATH',
  },
  {
    name: 'a C compiler',
    packages: ['gcc', 'libc6-dev'],
    isThere: () => isInPath('gcc'),
    elsewhere: 'install gcc, so that it is in PATH',
  },
];

/**
 * Looks for what the tests need, installs it where we may (root on Debian), else names the command to type.
 *
 * @returns false when something is missing
 */
export function provide(say: (line: string) => void): boolean {
  let missing = NEEDS.filter((need) => !need.isThere());
  const debian = existsSync('/etc/debian_version');
  if (missing.length > 0 && debian && process.getuid?.() === 0) {
    const packages = missing.flatMap((need) => need.packages);
    say(`installing ${packages.join(' ')}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (...args: string[]) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
    apt('update', '-q');
    apt('install', '-y', '-q', '--no-install-recommends', ...packages);
    missing = missing.filter((need) => !need.isThere());
  }
  for (const { name, packages, elsewhere } of missing) {
    say(`missing: ${name}. ${debian ? `Type: sudo apt-get install -y ${packages.join(' ')}` : elsewhere}`);
  }
  return missing.length === 0;
}

function hasFont(pattern: string): boolean {
  try {
    const file = execFileSync('fc-list', [pattern, 'file'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return file.trim() !== '';
  } catch {
    return false;
  }
}

/** Debian keeps PostgreSQL's own programs out of PATH, one folder per version. */
function hasPostgres(): boolean {
  const versions = '/usr/lib/postgresql';
  const folders = (process.env.PATH ?? '').split(delimiter);
  if (existsSync(versions)) folders.push(...readdirSync(versions).map((version) => join(versions, version, 'bin')));
  return isInPath('initdb', folders);
}

function isInPath(program: string, folders = (process.env.PATH ?? '').split(delimiter)): boolean {
  const ending = process.platform === 'win32' ? '.exe' : '';
  return folders.some((folder) => existsSync(join(folder, `${program}${ending}`)));
}
