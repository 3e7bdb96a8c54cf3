import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import koffi from 'koffi';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { spoolerTransport } from './spooler.ts';
import type { Paper } from './transport.ts';
import { DOC_INFO_1W, FUNCTIONS, JOB_INFO_1W, loadWinspool, PRINTER_INFO_2W, type WinHandle } from './winspool.ts';

const QUICK = { call: 200, finish: 300, look: 20 };
const QUEUE = '窗口小票机';
const PAPER: Paper = { bytes: Buffer.alloc(40_000, 7), mime: 'application/vnd.escpos', name: 'slip' };

/** A spooler by hand, for what the library of the other tests does not do. */
function spooler(odd: Partial<WinHandle> & { names?: string[]; missing?: boolean } = {}) {
  const calls: string[] = [];
  let taken = 0;
  const info = { name: QUEUE, driver: '', port: '', status: 0, attributes: 0 };
  const yes = (name: string) => async () => {
    calls.push(name);
    return true;
  };
  const handle: WinHandle = {
    info: async () => info,
    startDoc: async () => 5,
    startPage: yes('startPage'),
    async write(bytes) {
      taken += bytes.length;
      return bytes.length;
    },
    endPage: yes('endPage'),
    endDoc: yes('endDoc'),
    abort: yes('abort'),
    jobStatus: async () => null,
    deleteJob: yes('deleteJob'),
    close: yes('close'),
    ...odd,
  };
  const load = async () => ({
    list: async () => (odd.names ?? []).map((name) => ({ ...info, name })),
    open: async () => (odd.missing ? null : handle),
  });
  const transport = spoolerTransport(QUEUE, load, QUICK);
  const steps: string[] = [];
  const deliver = () =>
    transport.deliver(PAPER, { begin: () => void steps.push('begin'), sent: () => void steps.push('sent') });
  return { transport, deliver, steps, calls, taken: () => taken, info };
}

const never = <T>(): Promise<T> => new Promise(() => {});

describe('a printer of the Windows spooler', () => {
  it('never takes "out of the spooler" for "printed"', async () => {
    const one = spooler();
    expect(await one.deliver()).toEqual({ outcome: 'unknown', error: 'printer_one_way' });
    expect(one.taken()).toBe(PAPER.bytes.length);
    expect(one.steps).toEqual(['begin', 'sent']);
    expect(one.calls).toEqual(['startPage', 'endPage', 'endDoc', 'close']);
  });

  it('hands over the rest after a short write, and gives up on one that takes nothing', async () => {
    const got: number[] = [];
    const slow = spooler({
      async write(bytes) {
        const part = Math.min(bytes.length, 999);
        got.push(part);
        return part;
      },
    });
    expect(await slow.deliver()).toEqual({ outcome: 'unknown', error: 'printer_one_way' });
    expect(got.reduce((sum, part) => sum + part, 0)).toBe(PAPER.bytes.length);
    const first = spooler({ write: async () => 0 });
    expect(await first.deliver()).toEqual({ outcome: 'before', error: 'printer_interrupted' });
    expect(first.calls).toContain('abort');
    let times = 0;
    const later = spooler({ write: async (bytes) => (++times === 1 ? bytes.length : 0) });
    expect(await later.deliver()).toEqual({ outcome: 'unknown', error: 'printer_interrupted' });
    expect(later.calls).toContain('abort');
  });

  it.each<[string, number, number, string]>([
    ['works offline', 0, 0x400, 'printer_offline'],
    ['is offline', 0x80, 0, 'printer_offline'],
    ['has no paper', 0x10, 0, 'printer_paper_out'],
    ['is open', 0x400000, 0, 'printer_cover_open'],
    ['has a jam', 0x8, 0, 'printer_error'],
  ])('keeps the job back from a printer that %s', async (_what, status, attributes, error) => {
    const one = spooler();
    Object.assign(one.info, { status, attributes });
    expect(await one.deliver()).toEqual({ outcome: 'before', error });
    expect(await one.transport.status()).toBe(error);
    expect(one.taken()).toBe(0);
    expect(one.calls).toEqual(['close', 'close']);
  });

  it('takes a job out of the spooler that does not get to the printer, and says unknown', async () => {
    const one = spooler({ jobStatus: async () => 0x20 });
    expect(await one.deliver()).toEqual({ outcome: 'unknown', error: 'printer_offline' });
    expect(one.calls).toEqual(['startPage', 'endPage', 'endDoc', 'deleteJob', 'close']);
  });

  it('does not wait for calls that do not come back', async () => {
    expect(await spooler({ info: never }).deliver()).toEqual({ outcome: 'before', error: 'printer_no_answer' });
    expect(await spooler({ startDoc: never }).deliver()).toEqual({ outcome: 'before', error: 'printer_no_answer' });
    expect(await spooler({ write: never }).deliver()).toEqual({ outcome: 'unknown', error: 'printer_no_answer' });
    expect(await spooler({ endDoc: never }).deliver()).toEqual({ outcome: 'unknown', error: 'printer_no_answer' });
  });

  it('tells a printer that is not there from one that may not be used', async () => {
    expect(await spooler({ missing: true }).transport.status()).toBe('printer_missing');
    expect(await spooler({ missing: true, names: [QUEUE] }).transport.status()).toBe('printer_denied');
  });

  it('lets nothing out when the job was taken back', async () => {
    const one = spooler();
    const taken = one.transport.deliver(PAPER, {
      begin() {
        throw new Error('taken back');
      },
      sent: () => {},
    });
    await expect(taken).rejects.toThrow('taken back');
    expect(one.taken()).toBe(0);
    expect(one.calls).toContain('abort');
  });
});

describe('the declarations for winspool.drv', () => {
  it('have the sizes and places of the Windows SDK on 64 bits', () => {
    expect(koffi.sizeof(DOC_INFO_1W)).toBe(24);
    expect(koffi.sizeof(PRINTER_INFO_2W)).toBe(136);
    expect(koffi.offsetof(PRINTER_INFO_2W, 'Attributes')).toBe(104);
    expect(koffi.offsetof(PRINTER_INFO_2W, 'Status')).toBe(124);
    expect(koffi.offsetof(JOB_INFO_1W, 'Status')).toBe(56);
    expect(Object.keys(FUNCTIONS)).toHaveLength(12);
  });

  it('say that there is no spooler on this system', async () => {
    const transport = spoolerTransport(QUEUE, async () => loadWinspool(), QUICK);
    if (process.platform !== 'win32') expect(await transport.status()).toBe('printer_missing');
  });

  describe('bound to a library with the same functions', () => {
    const dir = mkdtempSync(join(tmpdir(), 'jiesu-winspool-'));
    const file = join(dir, 'paper.bin');
    const library = join(dir, 'winspool.so');
    const road = (queue = QUEUE) =>
      spoolerTransport(queue, async () => loadWinspool(library), { ...QUICK, finish: 3_000 });
    const deliver = () => road().deliver(PAPER, { begin: () => {}, sent: () => {} });

    beforeAll(() => {
      const source = join(import.meta.dirname, '../../tests/harness/winspool.c');
      execFileSync('gcc', ['-shared', '-fPIC', '-o', library, source], { timeout: 60_000 });
    });
    afterAll(() => rmSync(dir, { recursive: true, force: true }));
    beforeEach(() => {
      // Read by the library with getenv: Node hands changes on to it.
      for (const name of ['STATUS', 'ATTRIBUTES', 'MOST']) process.env[`WINSPOOL_${name}`] = '0';
      process.env.WINSPOOL_FILE = file;
    });

    it('write every byte as RAW to a printer with a Chinese name, in small pieces too', async () => {
      expect(await deliver()).toEqual({ outcome: 'unknown', error: 'printer_one_way' });
      expect(readFileSync(file).equals(PAPER.bytes as Buffer)).toBe(true);
      process.env.WINSPOOL_MOST = '3e7';
      expect(await deliver()).toEqual({ outcome: 'unknown', error: 'printer_one_way' });
      expect(readFileSync(file).equals(PAPER.bytes as Buffer)).toBe(true);
    });

    it('read state and attributes from where they are', async () => {
      expect(await road().status()).toBeNull();
      process.env.WINSPOOL_STATUS = '10';
      expect(await road().status()).toBe('printer_paper_out');
      process.env.WINSPOOL_STATUS = '0';
      process.env.WINSPOOL_ATTRIBUTES = '440';
      expect(await road().status()).toBe('printer_offline');
      expect(await road('没有的').status()).toBe('printer_missing');
    });

    it('list the printers', async () => {
      const found = { name: QUEUE, driver: 'GP-80', port: 'USB001', status: 0, attributes: 0 };
      expect(await loadWinspool(library).list()).toEqual([found, found]);
    });
  });
});
