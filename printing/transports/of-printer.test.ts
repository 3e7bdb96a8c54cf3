import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PrinterConfig, printerConfigSchema } from '../../domain/contract/printing.ts';
import { printTestPage, transportFor } from './of-printer.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'jiesu-kinds-'));
});
afterEach(() => {
  delete process.env.CUPS_SERVER;
  rmSync(dir, { recursive: true, force: true });
});

const printer = (given: Record<string, unknown>): PrinterConfig =>
  printerConfigSchema.parse({ id: 'p', name: 'p', width: '80', ...given });

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('every kind of printer of the settings', () => {
  it('says what is wrong when there is nothing at its address', async () => {
    process.env.CUPS_SERVER = join(dir, 'nothing.sock');
    const cases: [Record<string, unknown>, string][] = [
      [{ kind: 'tcp', host: '127.0.0.1', port: await closedPort() }, 'printer_refused'],
      [{ kind: 'usb', device: '/dev/usb/lp99' }, 'printer_missing'],
      [{ kind: 'serial', port: '/dev/ttyUSB99' }, 'printer_missing'],
      [{ kind: 'cups', queue: '窗口小票机' }, 'printer_missing'],
      [{ kind: 'cups', queue: 'a4', width: 'a4' }, 'printer_missing'],
    ];
    if (process.platform !== 'win32') cases.push([{ kind: 'spooler', queue: '窗口小票机' }, 'printer_missing']);
    for (const [given, error] of cases) {
      expect([given.kind, await transportFor(printer(given)).status()]).toEqual([given.kind, error]);
      if (given.width !== 'a4') expect(await printTestPage(printer(given))).toBe(error);
    }
  });

  it('gets its test page, except on A4, which has no profile', async () => {
    expect(await printTestPage(printer({ kind: 'folder', path: dir }))).toBeNull();
    expect(readdirSync(dir).some((name) => name.endsWith('.bin'))).toBe(true);
    expect(await printTestPage(printer({ kind: 'screen' }))).toBeNull();
    expect(await printTestPage(printer({ kind: 'screen', width: 'a4' }))).toBe('document_unavailable');
  });
});
