import { describe, expect, it } from 'vitest';
import { renderDocument, USUAL } from '../../printing/index.ts';
import { createPrintQueue } from '../../printing/queue.ts';
import type { Sessions } from '../../printing/simulator/behaviour.ts';
import { printedPart } from '../../printing/simulator/device.ts';
import { wholeSheetsOf } from '../../printing/simulator/judge.ts';
import { startSimulator } from '../../printing/simulator/simulator.ts';
import { tcpTransport } from '../../printing/transports/tcp.ts';
import { until } from '../harness/wait.ts';
import { openPrintStation } from './station.ts';
import { markOf, smallSlip } from './trial.ts';

const LIMITS = { connect: 5_000, answer: 5_000, stall: 5_000, finish: 10_000 };
const WAITS = { first: 10, longest: 50, store: 10, stop: 2_000 };
const JOBS = 6;

/** A desk with a database of its own and jobs for the printer at this port. */
async function openDesk(port: number) {
  const station = await openPrintStation();
  const caseId = await station.register();
  const jobs = Array.from({ length: JOBS }, () => station.addJob(caseId, 'slip'));
  const papers = new Map<string, Uint8Array>();
  const queue = createPrintQueue({
    store: station.store,
    printers: () => [{ id: 'slip', device: 'slip', transport: () => tcpTransport('127.0.0.1', port, LIMITS) }],
    async render(job, options) {
      const { bytes, mime } = await renderDocument(smallSlip(markOf(job)), '80', USUAL, options);
      papers.set(job.id, printedPart(bytes));
      return { paper: { bytes, mime, name: job.id }, model: null };
    },
    now: () => Date.now(),
    onChange: () => {},
    log: () => {},
    waits: WAITS,
  });
  return {
    queue,
    states: () => jobs.map(({ id }) => station.job(id).state),
    papers: () => jobs.map(({ id }) => papers.get(id) ?? new Uint8Array()),
    async close() {
      await queue.stop();
      station.close();
    },
  };
}

describe('two desks on one printer', () => {
  it.each<Sessions>(['waits', 'refused'])(
    'where the second connection %s: no sheet has a line of another, and all come out once',
    async (sessions) => {
      const printer = await startSimulator({ sessions, msPerLine: 1 });
      const desks = [await openDesk(printer.port), await openDesk(printer.port)];
      for (const desk of desks) desk.queue.start();
      await until(
        () => desks.flatMap((desk) => desk.states()),
        (states) => states.every((state) => state === 'confirmed'),
        60_000,
      );
      for (const desk of desks) {
        for (const paper of desk.papers()) expect(wholeSheetsOf(paper, printer.sheets())).toBe(1);
        await desk.close();
      }
      expect(printer.sheets()).toHaveLength(2 * JOBS);
      expect(printer.scraps()).toEqual([]);
      await printer.close();
    },
    90_000,
  );

  it('are seen to interleave on a printer that serves both at once', async () => {
    const printer = await startSimulator({ sessions: 'shared' });
    printer.behave({ drip: { bytes: 300, ms: 2 } });
    const desks = [await openDesk(printer.port), await openDesk(printer.port)];
    for (const desk of desks) desk.queue.start();
    await until(
      () => desks.flatMap((desk) => desk.states()),
      (states) => states.every((state) => state === 'confirmed' || state === 'unconfirmed'),
      60_000,
    );
    const whole = desks.flatMap((desk) => desk.papers().map((paper) => wholeSheetsOf(paper, printer.sheets())));
    expect(whole.some((count) => count === 0)).toBe(true);
    for (const desk of desks) await desk.close();
    await printer.close();
  }, 90_000);
});
