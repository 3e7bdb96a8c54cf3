import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PrintJob, PrintState } from '../domain/contract/printing.ts';
import { documentKind } from '../domain/documents/kinds.ts';
import { sampleRecord } from '../tests/harness/samples.ts';
import { until } from '../tests/harness/wait.ts';
import { type Behaviour, startVirtualPrinter, type VirtualPrinter } from '../tests/virtual-printer/printer.ts';
import { contextOf, fullState } from '../tests/virtual-printer/states.ts';
import { renderDocument } from './index.ts';
import { createPrintQueue, type PrintQueue, type PrintStore } from './queue.ts';
import { folderTransport } from './transports/folder.ts';
import { tcpTransport } from './transports/tcp.ts';
import type { Transport } from './transports/transport.ts';

const QUICK = { connect: 500, answer: 200, stall: 300, finish: 400 };

/** Jobs in memory; what SQLite does is tested through the whole desk. */
function memoryStore(jobs: Map<string, PrintJob>): PrintStore {
  return {
    next: (printerId) =>
      [...jobs.values()].find(
        (job) =>
          job.printerId === printerId &&
          job.state === 'queued' &&
          (job.nextTryAt === null || Date.parse(job.nextTryAt) <= Date.now()),
      ) ?? null,
    nextTryAt: () => {
      const times = [...jobs.values()]
        .filter((job) => job.state === 'queued')
        .map((job) => Date.parse(job.nextTryAt ?? '') || Date.now());
      return times.length === 0 ? null : Math.min(...times);
    },
    move(id, from, change) {
      const job = jobs.get(id);
      if (!job || !from.includes(job.state)) return false;
      const nextTryAt = change.nextTryAt == null ? null : new Date(change.nextTryAt).toISOString();
      jobs.set(id, {
        ...job,
        state: change.state,
        lastError: change.lastError ?? null,
        nextTryAt,
        attempts: job.attempts + (change.tried ? 1 : 0),
      });
      return true;
    },
    underWay: () => [...jobs.values()].filter((job) => job.state === 'sending' || job.state === 'sent'),
  };
}

const job = (id: string, state: PrintState = 'queued'): PrintJob => ({
  id,
  caseId: 'c',
  document: 'registration_slip',
  width: '80',
  copy: 0,
  printerId: 'slip',
  state,
  lastError: null,
  attempts: 0,
  createdAt: '2026-03-02T09:42:10.000+08:00',
  updatedAt: '2026-03-02T09:42:10.000+08:00',
  nextTryAt: null,
});

describe('the print queue at a real socket', () => {
  let printer: VirtualPrinter;
  let jobs: Map<string, PrintJob>;
  let queue: PrintQueue;
  let dir: string;

  const open = (transport: Transport) => {
    queue = createPrintQueue({
      store: memoryStore(jobs),
      printerIds: () => ['slip'],
      transportOf: () => transport,
      async render() {
        const kind = documentKind('registration_slip');
        if (!kind) throw new Error('no slip');
        const { bytes, mime } = await renderDocument(kind.build(contextOf(fullState(sampleRecord('tanghe-01')))), '80');
        return { bytes, mime, name: 'slip' };
      },
      now: () => Date.now(),
      onChange: () => {},
      log: () => {},
    });
    queue.start();
  };
  const settled = (id: string, ...states: PrintState[]) =>
    until(
      () => jobs.get(id),
      (found) => states.includes(found?.state ?? 'queued'),
      8_000,
    );

  beforeEach(async () => {
    printer = await startVirtualPrinter();
    jobs = new Map([['a', job('a')]]);
    dir = mkdtempSync(join(tmpdir(), 'jiesu-print-'));
  });
  afterEach(async () => {
    await queue.stop();
    await printer.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('says confirmed only after the printer itself said so, split and noisy answers included', async () => {
    printer.behave({ noisyAnswers: true });
    open(tcpTransport('127.0.0.1', printer.port, QUICK));
    await settled('a', 'confirmed');
    expect(printer.papers()).toHaveLength(1);
    expect(printer.papers()[0]?.unknown).toEqual([]);
  });

  it.each<[string, Behaviour, string]>([
    ['paper is out', { paper: 'out' }, 'printer_paper_out'],
    ['the cover is open', { cover: 'open' }, 'printer_cover_open'],
    ['it answers nothing', { silent: true }, 'printer_no_answer'],
    ['it is a black hole', { blackHole: true }, 'printer_no_answer'],
  ])(
    'waits, and says why, when %s; prints once when that is over',
    async (_what, behaviour, error) => {
      printer.behave(behaviour);
      open(tcpTransport('127.0.0.1', printer.port, QUICK));
      const waiting = await until(
        () => jobs.get('a'),
        (found) => found?.lastError === error,
        5_000,
      );
      expect(waiting?.state).toBe('queued');
      expect(printer.papers()).toHaveLength(0);
      printer.behave({});
      await settled('a', 'confirmed');
      expect(printer.papers()).toHaveLength(1);
    },
    20_000,
  );

  it('waits for a printer that is off and prints when it is switched on', async () => {
    await printer.off();
    open(tcpTransport('127.0.0.1', printer.port, QUICK));
    await until(
      () => jobs.get('a'),
      (found) => found?.lastError === 'printer_refused',
      5_000,
    );
    await printer.on();
    await settled('a', 'confirmed');
    expect(printer.papers()).toHaveLength(1);
  }, 20_000);

  it.each<[string, Behaviour]>([
    ['the line breaks at the first byte', { resetAfter: 0 }],
    ['the line breaks in the middle', { resetAfter: 2_000 }],
    ['the line breaks after the cut', { resetAtEnd: true }],
    ['paper ends while it prints', { endsWhilePrinting: true }],
  ])(
    'asks a person, and never sends again by itself, when %s',
    async (_what, behaviour) => {
      printer.behave(behaviour);
      open(tcpTransport('127.0.0.1', printer.port, QUICK));
      await settled('a', 'unconfirmed');
      const so_far = printer.papers().length;
      printer.behave({});
      queue.wake();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(jobs.get('a')?.state).toBe('unconfirmed');
      expect(printer.papers().length).toBe(so_far);
    },
    20_000,
  );

  it('treats what it finds under way at its start as unknown', async () => {
    jobs = new Map([
      ['a', job('a', 'sending')],
      ['b', job('b')],
    ]);
    open(tcpTransport('127.0.0.1', printer.port, QUICK));
    await settled('b', 'confirmed');
    expect(jobs.get('a')?.state).toBe('unconfirmed');
    expect(printer.papers()).toHaveLength(1);
  });

  it('prints many jobs one after the other, each once', async () => {
    jobs = new Map(Array.from({ length: 12 }, (_, i) => [`j${i}`, job(`j${i}`)]));
    open(tcpTransport('127.0.0.1', printer.port, QUICK));
    for (let i = 0; i < 20; i += 1) queue.wake();
    await settled('j11', 'confirmed');
    expect(printer.papers()).toHaveLength(12);
  }, 20_000);

  it('writes whole files into a folder', async () => {
    open(folderTransport(dir, '80'));
    await settled('a', 'confirmed');
    expect(readdirSync(dir).sort()).toEqual(['slip.bin', 'slip.png']);
  });
});
