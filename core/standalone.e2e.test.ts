import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

interface Running {
  process: ChildProcess;
  ready: boolean;
  url: string;
  error: string;
  ended: Promise<number | null>;
}

let dataDir: string;
const running: ChildProcess[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'standalone-'));
});
afterEach(() => {
  for (const child of running.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(...args: string[]): Promise<Running> {
  const file = join(import.meta.dirname, 'standalone.ts');
  const child = spawn(process.execPath, [file, '--json', '--data', dataDir, ...args], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  running.push(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const line = await firstOf(createInterface({ input: child.stdout }));
  return { process: child, ended, ...JSON.parse(line ?? '{}') };
}

async function firstOf(lines: AsyncIterable<string>): Promise<string | null> {
  for await (const line of lines) return line;
  return null;
}

function ask(
  desk: Running,
  name: string,
  input: unknown = {},
  headers: Record<string, string> = {},
): Promise<Response> {
  const url = new URL(desk.url);
  const token = new URLSearchParams(url.hash.slice(1)).get('token') ?? '';
  return fetch(new URL(`/api/${name}`, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-desk-token': token, ...headers },
    body: JSON.stringify(input),
  });
}

describe('the desk as a process of its own', () => {
  it('serves this launch’s window on 127.0.0.1 and ends cleanly on SIGTERM', async () => {
    const desk = await start();
    expect(desk.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/desk\/#token=[\w-]{43}$/);
    expect(await (await ask(desk, 'setup.status')).json()).toMatchObject({ configured: false });
    expect((await ask(desk, 'setup.status', {}, { 'x-desk-token': 'no' })).status).toBe(403);
    desk.process.kill('SIGTERM');
    expect(await desk.ended).toBe(0);
  });

  it('keeps one writer per data directory, and says so', async () => {
    const first = await start();
    expect((await ask(first, 'setup.demo')).status).toBe(200);
    const second = await start();
    expect(second).toMatchObject({ ready: false });
    expect(second.error).toContain('另一个接诉台程序');
    expect(await second.ended).toBe(1);
  });

  it('ends with its parent, and finds its station again', async () => {
    const first = await start('--with-parent');
    expect((await ask(first, 'setup.demo')).status).toBe(200);
    first.process.stdin?.end();
    expect(await first.ended).toBe(0);
    const second = await start();
    expect(await (await ask(second, 'setup.status')).json()).toMatchObject({ configured: true });
  });

  it('refuses words it does not know', async () => {
    const desk = await start('--prot', '1');
    expect(desk.ready).toBe(false);
    expect(await desk.ended).toBe(2);
  });
});
