import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './wait.ts';

/** A scheduler of CUPS of the test's own: own folders, own socket, nothing of the system's. */
export interface Cups {
  dir: string;
  socket: string;
  /** One of CUPS' own programs, speaking to this scheduler. @returns what it said */
  run(program: string, ...args: string[]): string;
  /** Adds a raw queue. */
  queue(name: string, deviceUri: string): void;
  close(): void;
}

/**
 * Three devices: `sink:FILE` writes what it gets into the file, `stuck:` takes nothing and never ends, `broken:` ends with
 * an error, whereupon CUPS stops the queue.
 */
const BACKENDS = {
  // The sixth argument is the paper's file, if it has one.
  sink: 'file=`echo "$DEVICE_URI" | cut -c 6-`; [ $# -ge 6 ] && exec cat "$6" > "$file"; exec cat > "$file"',
  stuck: 'exec sleep 60',
  broken: 'exit 4',
};

export async function startCups(): Promise<Cups> {
  const dir = mkdtempSync(join(tmpdir(), 'jiesu-cups-'));
  const socket = join(dir, 'cups.sock');
  for (const folder of ['spool/tmp', 'cache', 'state', 'bin/backend', 'bin/filter']) {
    mkdirSync(join(dir, folder), { recursive: true });
  }
  for (const name of ['daemon', 'notifier', 'backend/ipp'])
    symlinkSync(`/usr/lib/cups/${name}`, join(dir, 'bin', name));
  for (const [name, line] of Object.entries(BACKENDS)) {
    // Only for its owner: CUPS runs such a backend as the user that it runs as itself.
    const script = `#!/bin/sh\n[ $# = 0 ] && exit 0\n${line}\n`;
    writeFileSync(join(dir, 'bin/backend', name), script, { mode: 0o700 });
  }
  const folders = {
    ServerRoot: '',
    RequestRoot: '/spool',
    TempDir: '/spool/tmp',
    CacheDir: '/cache',
    StateDir: '/state',
  };
  const files = {
    ...folders,
    ServerBin: '/bin',
    ErrorLog: '/error_log',
    AccessLog: '/access_log',
    PageLog: '/page_log',
  };
  const lines = Object.entries(files).map(([key, path]) => `${key} ${dir}${path}`);
  writeFileSync(join(dir, 'files.conf'), [...lines, 'Sandboxing relaxed', ''].join('\n'));
  writeFileSync(
    join(dir, 'cupsd.conf'),
    `LogLevel debug\nListen ${socket}\nBrowsing No\nWebInterface No\nIdleExitTimeout 0
<Location />\nOrder allow,deny\nAllow all\n</Location>
<Policy default>\n<Limit All>\nOrder deny,allow\n</Limit>\n</Policy>\n`,
  );
  const args = ['-f', '-c', join(dir, 'cupsd.conf'), '-s', join(dir, 'files.conf')];
  const child: ChildProcess = spawn('/usr/sbin/cupsd', args, { stdio: 'ignore' });
  const env = { ...process.env, CUPS_SERVER: socket, LC_ALL: 'C' };
  const run = (program: string, ...rest: string[]): string =>
    execFileSync(program, rest, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 10_000 });
  await until(() => existsSync(socket) && /running/.test(run('lpstat', '-r')), Boolean);
  return {
    dir,
    socket,
    run,
    queue: (name, uri) => void run('/usr/sbin/lpadmin', '-p', name, '-E', '-v', uri, '-m', 'raw'),
    close() {
      child.kill('SIGKILL');
      rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
