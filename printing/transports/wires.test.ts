import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, type WriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BytePrinter } from '../../tests/harness/byte-printer.ts';
import { until } from '../../tests/harness/wait.ts';
import { DeviceFileAdapter, deviceTransport } from './device-file.ts';
import type { Answers } from './escpos-delivery.ts';
import type { RoadLimits } from './limited.ts';
import { serialTransport } from './serial.ts';
import type { Paper, Transport } from './transport.ts';

/** For a printer that is to be given up. */
const QUICK = { connect: 800, answer: 300, stall: 500, finish: 600 };
/** For one that is to answer, however busy the machine is. */
const PATIENT = { connect: 10_000, answer: 10_000, stall: 10_000, finish: 10_000 };
const TEXT = 'A slip of no pictures.\n'.repeat(600);
const PAPER: Paper = { bytes: Buffer.from(TEXT), mime: 'application/vnd.escpos', name: 'slip' };

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'jiesu-wire-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A pair of terminals, `desk` and `printer`, joined like two ends of a cable. */
async function cable(): Promise<{ desk: string; child: ChildProcess; printer: BytePrinter; hold(on: boolean): void }> {
  const [desk, far] = [join(dir, 'desk'), join(dir, 'printer')];
  const child = spawn('socat', ['-d', '-d', `pty,raw,echo=0,link=${desk}`, `pty,raw,echo=0,link=${far}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (data) => {
    said += data;
  });
  await until(
    () => said,
    (text) => text.includes('starting data transfer'),
  );
  const out: WriteStream = createWriteStream(far);
  const printer = new BytePrinter((bytes) => out.write(bytes));
  const input = createReadStream(far, { flags: 'r' });
  input.on('data', (data) => printer.feed(data as Buffer));
  input.on('error', () => {});
  out.on('error', () => {});
  return { desk, child, printer, hold: (on) => (on ? input.pause() : input.resume()) };
}

describe.each<[string, (path: string, answers: Answers, limits: RoadLimits) => Transport]>([
  ['a serial port', (path, answers, limits) => serialTransport(path, 115_200, answers, limits)],
  ['a device file', deviceTransport],
])('a receipt printer on %s', (kind, road) => {
  let wire: Awaited<ReturnType<typeof cable>>;
  let steps: string[];
  const deliver = (answers: Answers = 'full', limits = PATIENT) =>
    road(wire.desk, answers, limits).deliver(PAPER, {
      begin: () => steps.push('begin'),
      sent: () => steps.push('sent'),
    });
  const statusOf = (path: string) => road(path, 'full', QUICK).status();
  // The device file is closed with a NUL, which printers pass over.
  const printed = () => Buffer.from(wire.printer.paper.filter((byte) => byte !== 0)).toString();

  beforeEach(async () => {
    steps = [];
    wire = await cable();
  });
  afterEach(() => {
    wire.child.kill();
  });

  it('confirms what the printer confirms, and hands over every byte once', async () => {
    expect(await deliver()).toEqual({ outcome: 'confirmed' });
    expect(printed()).toBe(TEXT);
    expect(steps).toEqual(['begin', 'sent']);
    expect(await deliver()).toEqual({ outcome: 'confirmed' });
  });

  it('keeps the job back when the paper is out, and when nothing answers', async () => {
    wire.printer.mind = { realtime: (n) => [n === 4 ? 0x72 : 0x12] };
    expect(await deliver()).toEqual({ outcome: 'before', error: 'printer_paper_out' });
    wire.printer.mind = { realtime: () => null };
    expect(await deliver('full', QUICK)).toEqual({ outcome: 'before', error: 'printer_no_answer' });
    expect(await statusOf(wire.desk)).toBe('printer_no_answer');
    expect(steps).toEqual([]);
  });

  it('brings every byte to a printer that answers nothing, and confirms nothing', async () => {
    expect(await deliver('none')).toEqual({ outcome: 'unknown', error: 'printer_one_way' });
    await until(printed, (text) => text.length >= TEXT.length);
    expect(printed()).toBe(TEXT);
  });

  it('says unknown when the last answer does not come', async () => {
    wire.printer.mind = { queued: () => null };
    expect(await deliver('full', { ...PATIENT, finish: 600 })).toEqual({
      outcome: 'unknown',
      error: 'printer_no_answer',
    });
  });

  it('gives up on a printer that does not take its bytes, and lets the port go', async () => {
    wire.hold(true);
    const bytes = Buffer.alloc(1024 * 1024, 0x20);
    const long = road(wire.desk, 'none', QUICK).deliver({ ...PAPER, bytes }, { begin: () => {}, sent: () => {} });
    expect(await long).toEqual({ outcome: 'unknown', error: 'printer_interrupted' });
  }, 20_000);

  it('says unknown when the cable is pulled out', async () => {
    wire.printer.mind = {
      queued: () => {
        wire.child.kill();
        return null;
      },
    };
    expect(await deliver('full', { ...PATIENT, answer: 2_000, finish: 600 })).toMatchObject({ outcome: 'unknown' });
  });

  it('names a device that is not there, and one that another program has', async () => {
    expect(await statusOf(join(dir, 'nowhere'))).toBe('printer_missing');
    if (kind === 'a serial port') {
      // Another program has it: flock, as serial programs do.
      const other = spawn('flock', [wire.desk, 'sleep', '20'], { stdio: 'ignore' });
      try {
        expect(
          await until(
            () => statusOf(wire.desk),
            (error) => error === 'printer_busy',
          ),
        ).toBe('printer_busy');
      } finally {
        other.kill();
      }
    }
  });
});

describe('a device file that takes little at once', () => {
  it('hands over every byte through a narrow pipe, in order', async () => {
    const path = join(dir, 'lp0');
    execFileSync('mkfifo', [path]);
    const got: Buffer[] = [];
    // Opened for both directions, so that neither end waits for the other.
    const reader = createReadStream(path, { flags: 'r+', highWaterMark: 700 });
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, i) => 1 + (i % 251)));
    reader.on('data', (data) => got.push(data as Buffer));
    try {
      // Only written to: a FIFO has one direction, and the reader of the adapter would eat what it wrote.
      const adapter = new DeviceFileAdapter(path);
      await new Promise((resolve) => adapter.open(resolve));
      expect(await new Promise((resolve) => adapter.write(bytes, resolve))).toBeNull();
      await new Promise((resolve) => adapter.close(resolve));
      await until(
        () => Buffer.concat(got),
        (all) => all.length > bytes.length,
      );
      expect(Buffer.concat(got).subarray(0, bytes.length).equals(bytes)).toBe(true);
    } finally {
      reader.destroy();
    }
  });
});
