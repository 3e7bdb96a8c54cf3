import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderDocument } from '../printing/index.ts';
import { tcpTransport } from '../printing/transports/tcp.ts';
import { smallSlip } from '../tests/printing/trial.ts';

const MAIN = join(import.meta.dirname, 'main.ts');
const LIMITS = { connect: 5_000, answer: 5_000, stall: 5_000, finish: 10_000 };

describe('printer simulate', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-simulate-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  /** The program, what it says, and its port once it listens. */
  async function start(...options: string[]) {
    const child = spawn(process.execPath, [MAIN, 'printer', 'simulate', '--port', '0', ...options]);
    const said: string[] = [];
    const heard: (() => void)[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line);
      for (const one of heard) one();
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const hears = (text: string) =>
      new Promise<string>((resolve) => {
        const look = (): void => {
          const line = said.find((one) => one.includes(text));
          if (line !== undefined) resolve(line);
        };
        heard.push(look);
        look();
      });
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(await hears('等待打印'))?.[1]);
    return { child, said, ended, hears, port };
  }

  it('prints, says so in Chinese, keeps a picture of each sheet, and obeys what is typed', async () => {
    const { child, ended, hears, port } = await start('--out', dir);
    const printer = tcpTransport('127.0.0.1', port, LIMITS);
    const { bytes, mime } = await renderDocument(smallSlip('TH03-20260302-0001-K'), '80');
    const steps = { begin() {}, sent() {} };
    expect(await printer.deliver({ bytes, mime, name: 'slip' }, steps)).toEqual({ outcome: 'confirmed' });
    expect(await hears('印出一张')).toContain('TH03-20260302-0001-K');
    child.stdin.write('paper out\n');
    await hears('缺纸');
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
    await hears('机盖打开');
    expect(await tcpTransport('127.0.0.1', port, LIMITS).status()).toBe('printer_cover_open');
    child.stdin.end();
    expect(await ended).toBe(0);
    writeFileSync(script, '[{"after":0,"do":"explode"}]');
    const wrong = spawn(process.execPath, [MAIN, 'printer', 'simulate', '--port', '0', '--script', script]);
    expect(await new Promise((resolve) => wrong.once('close', resolve))).toBe(1);
  }, 120_000);
});
