import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildScreens, screensAreStale } from './build.ts';

let dir: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  if (screensAreStale()) await buildScreens();
});
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'start-'));
});
afterEach(() => {
  for (const child of running.splice(0)) if (child.exitCode === null) child.kill('SIGTERM');
  rmSync(dir, { recursive: true, force: true });
});

function start(args: string[], env: Record<string, string>) {
  const words = [join(import.meta.dirname, 'start.ts'), '--data', join(dir, 'data'), ...args];
  const child = spawn(process.execPath, words, {
    env: { ...process.env, ELECTRON_PATH: join(dir, 'no-electron'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      said += data;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return { child, ended, said: () => said };
}

/** A browser that writes down what it was started with and stays open until the file `close` appears. */
function browserThat(exits: number): string {
  const file = join(dir, 'browser.mjs');
  const text = `#!${process.execPath}
import { existsSync, writeFileSync } from 'node:fs';
writeFileSync(${JSON.stringify(join(dir, 'started'))}, JSON.stringify(process.argv.slice(2)));
setInterval(() => { if (${exits} !== 0 || existsSync(${JSON.stringify(join(dir, 'close'))})) process.exit(${exits}); }, 50);
`;
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  return file;
}

const address = /http:\/\/127\.0\.0\.1:\d+\/desk\/#token=[\w-]{43}/;

describe.skipIf(process.platform === 'win32')('npm start without Electron', () => {
  it('opens an app window of its own and ends when it is closed', async () => {
    const desk = start([], { JIESU_BROWSER: browserThat(0), DISPLAY: ':99' });
    await expect.poll(() => existsSync(join(dir, 'started')), { timeout: 60_000 }).toBe(true);
    const args: string[] = JSON.parse(readFileSync(join(dir, 'started'), 'utf8'));
    const url = args.find((arg) => arg.startsWith('--app='))?.slice('--app='.length) ?? '';
    expect(url).toMatch(address);
    expect(args).toContain(`--user-data-dir=${join(dir, 'data', 'browser')}`);
    expect((await fetch(url)).status).toBe(200);
    writeFileSync(join(dir, 'close'), '');
    expect(await desk.ended).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
    expect(desk.said().match(/Electron/g)).toHaveLength(1);
  });

  it('keeps serving and says the address when the browser fails', async () => {
    const desk = start([], { JIESU_BROWSER: browserThat(3), DISPLAY: ':99' });
    await expect.poll(desk.said, { timeout: 60_000 }).toMatch(address);
    expect((await fetch(address.exec(desk.said())?.[0] ?? '')).status).toBe(200);
    desk.child.kill('SIGTERM');
    expect(await desk.ended).toBe(0);
  });

  it('only says the address when asked to, or where there is no screen', async () => {
    for (const [args, env] of [
      [['--no-open'], { DISPLAY: ':99' }],
      [[], { DISPLAY: '', WAYLAND_DISPLAY: '' }],
    ] as const) {
      const desk = start([...args], { JIESU_BROWSER: browserThat(0), ...env });
      await expect.poll(desk.said, { timeout: 60_000 }).toMatch(address);
      expect(existsSync(join(dir, 'started'))).toBe(false);
      desk.child.kill('SIGTERM');
      expect(await desk.ended).toBe(0);
    }
  });
});
