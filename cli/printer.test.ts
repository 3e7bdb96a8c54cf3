import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FoundPrinter } from '../domain/contract/printing.ts';
import { renderDocument } from '../printing/index.ts';
import { tcpTransport } from '../printing/transports/tcp.ts';
import { CLI_PROGRAM } from '../tests/harness/cli.ts';
import { startCups } from '../tests/harness/cups.ts';
import { smallSlip } from '../tests/printing/trial.ts';

/** Long: the machine may be busy, and nothing here is about time. */
const LIMITS = { connect: 20_000, answer: 20_000, stall: 20_000, finish: 40_000 };

/** Those that a failed test left behind are ended. */
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A program, what it says line by line, and its exit code. */
function desk(words: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const child = spawn(process.execPath, [CLI_PROGRAM, 'printer', ...words], { env });
  children.push(child);
  child.stderr.resume();
  const said: string[] = [];
  const heard = new EventEmitter().setMaxListeners(0);
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.push(line);
    heard.emit('line');
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  void ended.then(() => heard.emit('line'));
  /** The first line that fits, or a failure when the program ended without it. */
  async function hears(text: RegExp): Promise<string> {
    for (;;) {
      const line = said.find((one) => text.test(one));
      if (line !== undefined) return line;
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`ended without ${text}`);
      await once(heard, 'line');
    }
  }
  return { child, said, ended, hears };
}

describe('printer list', () => {
  it('says what the system offers, for people and for programs', async () => {
    const cups = await startCups();
    try {
      cups.queue('窗口小票机', 'sink:/dev/null');
      cups.run('/usr/sbin/lpadmin', '-p', '窗口小票机', '-D', '一号窗口');
      const env = { ...process.env, CUPS_SERVER: cups.socket };
      const [people, programs] = [desk(['list'], env), desk(['list', '--json'], env)];
      expect(await Promise.all([people.ended, programs.ended])).toEqual([0, 0]);
      expect(people.said.join('\n')).toContain('系统打印队列（CUPS）　窗口小票机　一号窗口　');
      const { printers } = JSON.parse(programs.said.join('')) as { printers: FoundPrinter[] };
      expect(printers).toContainEqual(expect.objectContaining({ kind: 'cups', queue: '窗口小票机', name: '一号窗口' }));
    } finally {
      cups.close();
    }
  }, 120_000);

  it('refuses words that it does not know', async () => {
    expect(await desk(['list', 'more']).ended).toBe(2);
  }, 120_000);
});

describe('printer simulate', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-simulate-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  /** The program, what it says, and its port once it listens. */
  async function start(...options: string[]) {
    const program = desk(['simulate', '--port', '0', ...options]);
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(await program.hears(/等待打印/))?.[1]);
    return { ...program, port };
  }

  it('prints, says so in Chinese, keeps a picture of each sheet, and obeys what is typed', async () => {
    const { child, ended, hears, port } = await start('--out', dir);
    const printer = tcpTransport('127.0.0.1', port, LIMITS);
    const { bytes, mime } = await renderDocument(smallSlip('TH03-20260302-0001-K'), '80');
    const steps = { begin() {}, sent() {} };
    expect(await printer.deliver({ bytes, mime, name: 'slip' }, steps)).toEqual({ outcome: 'confirmed' });
    expect(await hears(/^印出一张/)).toContain('TH03-20260302-0001-K');
    child.stdin.write('paper out\n');
    await hears(/^缺纸$/);
    expect(await printer.status()).toBe('printer_paper_out');
    child.stdin.write('装纸\nquit\n');
    expect(await ended).toBe(0);
    expect(readFileSync(join(dir, '0001.png')).subarray(1, 4).toString()).toBe('PNG');
    expect(existsSync(join(dir, '0002.png'))).toBe(false);
  }, 120_000);

  it('plays a script, and refuses one that it does not understand', async () => {
    const script = join(dir, 'script.json');
    writeFileSync(script, JSON.stringify([{ after: 0, do: 'cover open' }]));
    const { child, ended, hears, port } = await start('--script', script);
    await hears(/^机盖打开$/);
    expect(await tcpTransport('127.0.0.1', port, LIMITS).status()).toBe('printer_cover_open');
    child.stdin.end();
    expect(await ended).toBe(0);
    writeFileSync(script, '[{"after":0,"do":"explode"}]');
    expect(await desk(['simulate', '--port', '0', '--script', script]).ended).toBe(1);
  }, 120_000);
});
