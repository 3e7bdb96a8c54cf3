import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { movePrintJob } from '../db/print-jobs.ts';
import type { PrintState } from '../domain/contract/printing.ts';
import { until } from '../tests/harness/wait.ts';
import { openPrintStation, type PrintStation } from '../tests/printing/station.ts';
import { renderDocument, USUAL } from './index.ts';
import { createPrintQueue, type PrintQueue, type QueuePrinter } from './queue.ts';
import type { Behaviour } from './simulator/behaviour.ts';
import { printedPart } from './simulator/device.ts';
import { type Simulator, startSimulator } from './simulator/simulator.ts';
import { folderTransport } from './transports/folder.ts';
import { tcpTransport } from './transports/tcp.ts';
import type { Transport } from './transports/transport.ts';

const QUICK = { connect: 1_500, answer: 600, stall: 900, finish: 1_200 };
const WAITS = { first: 50, longest: 200, store: 20, stop: 300 };

let station: PrintStation;
let caseId: string;
beforeAll(async () => {
  station = await openPrintStation();
  caseId = await station.register();
});
afterAll(() => station.close());

describe('the print queue at a real socket and a real database', () => {
  let printer: Simulator;
  let queue: PrintQueue;
  let dir: string;
  /** Every test has printers of its own: the database is shared. */
  let id: string;
  let printers: QueuePrinter[];
  let recovered: boolean[];
  let papersSent: Map<string, Uint8Array>;

  const add = (state: PrintState = 'queued', on = id) => station.addJob(caseId, on, state).id;
  const stateOf = (job: string) => station.job(job).state;
  const tcp = (to: Simulator = printer): Transport => tcpTransport('127.0.0.1', to.port, QUICK);
  const on = (transport: Transport): void => void printers.splice(0, 9, { id, device: id, transport: () => transport });
  const settled = (job: string, ...states: PrintState[]) =>
    until(
      () => stateOf(job),
      (state) => states.includes(state),
      8_000,
    );
  /** As the desk makes one, but for the settings. */
  const newQueue = (hold: () => Promise<unknown> = async () => {}) =>
    createPrintQueue({
      store: station.store,
      printers: () => printers,
      async render(job, options) {
        recovered.push(options.recover);
        await hold();
        const model = station.compose(job);
        const { bytes, mime } = await renderDocument(model, '80', USUAL, options);
        papersSent.set(job.id, bytes);
        return { paper: { bytes, mime, name: 'slip' }, model: JSON.stringify(model) };
      },
      now: () => Date.now(),
      onChange: () => {},
      log: () => {},
      waits: WAITS,
    });

  beforeEach(async () => {
    printer = await startSimulator();
    id = `printer-${printer.port}-${performance.now()}`;
    printers = [];
    recovered = [];
    papersSent = new Map();
    on(tcp());
    queue = newQueue();
    dir = mkdtempSync(join(tmpdir(), 'jiesu-print-'));
  });
  afterEach(async () => {
    await queue.stop();
    await printer.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('says confirmed only after the printer itself said so, noisy answers included', async () => {
    printer.behave({ answersNoisy: true });
    const job = add();
    queue.start();
    await settled(job, 'confirmed');
    expect(printer.sheets()).toHaveLength(1);
    expect(printer.sheets()[0]?.unknown).toEqual([]);
  });

  it.each<[string, (to: Simulator) => void, string]>([
    ['paper is out', (to) => to.paper('out'), 'printer_paper_out'],
    ['the cover is open', (to) => to.cover('open'), 'printer_cover_open'],
    ['it answers nothing', (to) => to.behave({ silent: true }), 'printer_no_answer'],
    ['it is a black hole', (to) => to.behave({ blackHole: true }), 'printer_no_answer'],
    ['it takes bytes while it is off', (to) => to.behave({ forgets: true }), 'printer_no_answer'],
    ['it is switched off', (to) => void to.off(), 'printer_refused'],
  ])('waits, and says why, when %s; prints once when that is over', async (_what, spoil, error) => {
    spoil(printer);
    const job = add();
    queue.start();
    const waiting = await until(
      () => station.job(job),
      (found) => found.lastError === error,
      5_000,
    );
    expect(waiting.state).toBe('queued');
    expect(printer.sheets()).toHaveLength(0);
    await printer.off();
    printer.behave({});
    printer.paper('in');
    printer.cover('closed');
    await printer.on();
    await settled(job, 'confirmed');
    expect(printer.sheets()).toHaveLength(1);
  });

  it.each<[string, Behaviour]>([
    ['the line breaks at the first byte', { resetAtByte: 0 }],
    ['the line breaks in the middle', { resetAtByte: 2_000 }],
    ['the line breaks after the cut', { resetAfterCut: true }],
    ['paper ends while it prints', { paperOutAtLine: 5, paperEnd: 'goesOn' }],
  ])('asks a person, and never sends again by itself, when %s', async (_what, behaviour) => {
    printer.behave(behaviour);
    const job = add();
    queue.start();
    await settled(job, 'unconfirmed');
    const came = printer.sheets().length + printer.scraps().length;
    printer.behave({});
    printer.paper('in');
    queue.wake();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(stateOf(job)).toBe('unconfirmed');
    expect(printer.sheets().length + printer.scraps().length).toBe(came);
  });

  it('treats what it finds under way at its start as unknown', async () => {
    const [sending, sent, waiting] = [add('sending'), add('sent'), add()];
    queue.start();
    await settled(waiting, 'confirmed');
    expect([stateOf(sending), stateOf(sent)]).toEqual(['unconfirmed', 'unconfirmed']);
    expect(printer.sheets()).toHaveLength(1);
  });

  it('prints many jobs one after the other, each once', async () => {
    const jobs = Array.from({ length: 12 }, () => add());
    queue.start();
    for (let i = 0; i < 20; i += 1) queue.wake();
    await settled(jobs.at(-1) ?? '', 'confirmed');
    expect(printer.sheets()).toHaveLength(12);
  });

  it('cannot be swallowed by a half picture, and remembers it over a restart and the officer’s answer', async () => {
    // In the middle of the QR picture at the head of the slip.
    printer.behave({ resetAtByte: 3_000 });
    const first = add();
    queue.start();
    await settled(first, 'unconfirmed');
    await queue.stop();
    movePrintJob(station.workspace.db.orm, first, ['unconfirmed'], { state: 'failed' });
    printer.behave({});
    const [second, third] = [add(), add()];
    queue = newQueue();
    queue.start();
    await settled(third, 'confirmed');
    expect(stateOf(second)).toBe('confirmed');
    expect(recovered).toEqual([false, true, false]);
    // The scrap is cut off before the second job, which comes out whole.
    const [scrap, ...whole] = printer.sheets();
    expect(scrap?.text.join()).not.toContain('投诉人');
    const papers = [second, third].map((job) => Buffer.from(printedPart(papersSent.get(job) ?? new Uint8Array())));
    expect(whole.map(({ bytes }) => Buffer.from(bytes))).toEqual(papers);
  });

  it('two printers of the settings that are one machine have one writer', async () => {
    const twin = `${id}-twin`;
    printers.push({ id: twin, device: id, transport: () => tcp() });
    let inside = 0;
    let most = 0;
    queue = newQueue(async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside -= 1;
    });
    const jobs = [add(), add('queued', twin), add(), add('queued', twin)];
    queue.start();
    await until(
      () => jobs.map(stateOf),
      (states) => states.every((state) => state === 'confirmed'),
    );
    expect(most).toBe(1);
    expect(printer.sheets()).toHaveLength(4);
  });

  it.each<[string, (job: string, other: string) => void]>([
    ['taken back', (job) => void movePrintJob(station.workspace.db.orm, job, ['queued'], { state: 'failed' })],
    [
      'sent to the printer that stands in',
      (job, other) => void movePrintJob(station.workspace.db.orm, job, ['queued'], { printerId: other }, id),
    ],
    ['without its printer, which was taken out of the settings', () => void printers.splice(0, 1)],
  ])('lets no byte leave of a job that is %s while it is laid out', async (_what, change) => {
    const spare = await startSimulator();
    const other = `${id}-spare`;
    printers.push({ id: other, device: other, transport: () => tcp(spare) });
    const job = add();
    let changed = false;
    queue = newQueue(async () => {
      if (!changed) change(job, other);
      changed = true;
    });
    queue.start();
    await until(
      () => changed,
      (done) => done,
    );
    // Whatever the two printers have in hand is then done.
    for (const printerId of [id, other]) await queue.alone(printerId, async () => {});
    queue.wake();
    for (const printerId of [id, other]) await queue.alone(printerId, async () => {});
    expect([...printer.sheets(), ...printer.scraps()]).toEqual([]);
    expect(spare.sheets().length).toBe(station.job(job).printerId === other ? 1 : 0);
    await spare.close();
  });

  it('does something else on a printer only between jobs', async () => {
    const order: string[] = [];
    queue = newQueue(async () => {
      order.push('job begins');
      await new Promise((resolve) => setTimeout(resolve, 30));
      order.push('job laid out');
    });
    const job = add();
    queue.start();
    await queue.alone(id, async () => {
      order.push(stateOf(job));
    });
    expect(order).toEqual(['job begins', 'job laid out', 'confirmed']);
  });

  it('ends in bounded time in the middle of a job, which is unknown at the next start', async () => {
    // The printer reads nothing more, and the writer would wait for its last answer.
    printer.behave({ stallAtByte: 3_000 });
    on(tcpTransport('127.0.0.1', printer.port, { ...QUICK, stall: 60_000, finish: 60_000 }));
    const job = add();
    queue.start();
    await settled(job, 'sending', 'sent');
    await queue.stop();
    expect(['sending', 'sent']).toContain(stateOf(job));
    queue = newQueue();
    on(tcp());
    queue.start();
    expect(stateOf(job)).toBe('unconfirmed');
  });

  it('keeps what the paper said when it was sent', async () => {
    const job = add();
    queue.start();
    await settled(job, 'confirmed');
    const row = station.workspace.db.raw.prepare('SELECT model FROM print_jobs WHERE id = ?').pluck().get(job);
    expect(JSON.parse(String(row))).toMatchObject({ document: 'registration_slip', title: '登记回执单' });
  });

  it('stores what came of a job even when the disk was full for a while', async () => {
    const real = station.store;
    let full = 3;
    queue = createPrintQueue({
      store: {
        ...real,
        move(jobId, from, change, at) {
          if (change.state === 'confirmed' && full > 0) {
            full -= 1;
            throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
          }
          return real.move(jobId, from, change, at);
        },
      },
      printers: () => printers,
      async render(job) {
        const { bytes, mime } = await renderDocument(station.compose(job), '80');
        return { paper: { bytes, mime, name: 'slip' }, model: null };
      },
      now: () => Date.now(),
      onChange: () => {},
      log: () => {},
      waits: WAITS,
    });
    const job = add();
    queue.start();
    await settled(job, 'confirmed');
    expect(full).toBe(0);
    expect(printer.sheets()).toHaveLength(1);
  });

  it('writes whole files into a folder', async () => {
    on(folderTransport(dir, '80'));
    const job = add();
    queue.start();
    await settled(job, 'confirmed');
    expect(readdirSync(dir).sort()).toEqual(['slip.bin', 'slip.png']);
  });
});
