import type { PrintJob } from '../../domain/contract/printing.ts';
import type { PrintableDocument } from '../../domain/documents/model.ts';
import { renderDocument, USUAL } from '../../printing/index.ts';
import type { PrintStore } from '../../printing/print-store.ts';
import { createPrintQueue } from '../../printing/queue.ts';
import { printedPart } from '../../printing/simulator/device.ts';
import { type JudgedJob, judge, type Verdict, wholeSheetsOf } from '../../printing/simulator/judge.ts';
import { type Simulator, startSimulator } from '../../printing/simulator/simulator.ts';
import { tcpTransport } from '../../printing/transports/tcp.ts';
import type { Transport } from '../../printing/transports/transport.ts';
import type { Misbehaviour } from './misbehaviours.ts';
import type { PrintStation } from './station.ts';

/** Limits in ms, short, so that a trial is over in a fraction of a second. */
export const QUICK_LIMITS = { connect: 200, answer: 80, stall: 80, finish: 120 };
export const QUICK_WAITS = { first: 10, longest: 40, store: 10, stop: 500 };

/** A print layer under judgement; the real one without changes. */
export interface Layer {
  transport?(port: number): Transport;
  /** Between the queue and its store. */
  store?(real: PrintStore): PrintStore;
}

export interface Trial {
  verdict: Verdict;
  /** How the jobs ended, for the figures. */
  states: string[];
}

const JOBS = 2;
/**
 * Ms after which it is put right although the printer read no question meanwhile, as with a full buffer: longer than a job
 * waits. Within that time nobody sees it; docs/printing.md says so ("What nobody can see").
 */
const UNASKED = 700;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A short slip with a line that goes out as a picture. */
export function smallSlip(number: string): PrintableDocument {
  return {
    document: 'registration_slip',
    title: '登记回执单',
    number,
    organisation: '样例中心',
    style: 'form',
    blocks: [
      { type: 'title', text: '登记回执单' },
      { type: 'row', label: '编号', value: number },
      { type: 'row', label: '投诉人', value: '赵𠮷祥' },
      { type: 'paragraph', text: '请妥善保管本单，凭编号查询办理情况。' },
    ],
  };
}

/**
 * Prints a few jobs on a printer that misbehaves at a random moment and is put right at another. Nobody answers a question.
 *
 * A new roll comes, and a printer behind a print server is back, as soon as it was asked one question since the trouble began:
 * ESC/POS keeps no memory of it, and nobody can see what was over before anybody asked. Real ones take seconds.
 *
 * @param patience ms until a job that is still on its way counts as forgotten: long, because the machine may be busy
 */
export async function runTrial(
  station: PrintStation,
  caseId: string,
  misbehaviour: Misbehaviour,
  random: () => number,
  layer: Layer = {},
  patience = 60_000,
): Promise<Trial> {
  const { sessions = 'waits' } = misbehaviour;
  let unaskedSince: number | null = null;
  const printer = await startSimulator({
    sessions,
    msPerLine: random() < 0.5 ? 0 : random() * 3,
    hear(event) {
      if (event.type === 'paperOut') unaskedSince = Date.now();
      if (event.type === 'asked') unaskedSince = null;
    },
  });
  const strike = async (): Promise<void> => {
    if (misbehaviour.unmarked) unaskedSince = Date.now();
    await misbehaviour.strike(printer, random, SIZE);
  };
  const asked = async (): Promise<void> => {
    while (unaskedSince !== null && Date.now() - unaskedSince < UNASKED) await sleep(1);
  };
  const device = `trial ${printer.port} ${station.workspace.platform.newId()}`;
  const jobs = Array.from({ length: JOBS }, () => station.addJob(caseId, device));
  const sent = new Map<string, Uint8Array>();
  const out = new Map<string, number>();
  const real = watched(station.store, (id) =>
    out.set(id, wholeSheetsOf(sent.get(id) ?? new Uint8Array(), printer.sheets())),
  );
  const transport = layer.transport?.(printer.port) ?? tcpTransport('127.0.0.1', printer.port, QUICK_LIMITS);
  const queue = createPrintQueue({
    store: layer.store?.(real) ?? real,
    printers: () => [{ id: device, device, transport: () => transport }],
    async render(job, options) {
      const { bytes, mime } = await renderDocument(smallSlip(markOf(job)), '80', USUAL, options);
      sent.set(job.id, printedPart(bytes));
      return { paper: { bytes, mime, name: job.id }, model: null };
    },
    now: () => Date.now(),
    onChange: () => {},
    log: () => {},
    waits: QUICK_WAITS,
  });
  try {
    if (random() < 0.4) await strike();
    queue.wake();
    await sleep(random() * 40);
    await asked();
    await strike();
    await sleep(random() * 250);
    await asked();
    await putRight(printer, random);
    await settled(station, jobs, patience);
    await queue.stop();
    await printed(printer);
    const judged = jobs.map(({ id }): JudgedJob => {
      const job = station.job(id);
      const paper = sent.get(id) ?? new Uint8Array();
      return { ...job, paper, mark: markOf(job), outWhenConfirmed: out.get(id) ?? null };
    });
    const states = judged.map((job) => job.state);
    return { verdict: judge(judged, printer.sheets(), printer.scraps()), states };
  } finally {
    await queue.stop();
    await printer.close();
  }
}

/** About what `smallSlip` takes. */
const SIZE = { bytes: 4_600, lines: 16 };

/** A number of the usual form, of this job alone. */
export function markOf(job: PrintJob): string {
  return `TH03-20260302-${job.id.replaceAll('-', '').slice(-12)}`;
}

function watched(store: PrintStore, confirmed: (jobId: string) => void): PrintStore {
  return {
    ...store,
    move(jobId, from, change, on) {
      if (change.state === 'confirmed') confirmed(jobId);
      return store.move(jobId, from, change, on);
    },
  };
}

/** Some people switch a printer off and on, which empties its memory; others only mend what is wrong with it. */
async function putRight(printer: Simulator, random: () => number): Promise<void> {
  if (random() < 0.3) await printer.off();
  printer.behave({});
  printer.cover('closed');
  printer.paper('in');
  await printer.on();
}

/** Until no job is on its way any more; the judge says what is wrong if that never comes. */
async function settled(station: PrintStation, jobs: readonly PrintJob[], patience: number): Promise<void> {
  const until = Date.now() + patience;
  const underWay = () => jobs.some(({ id }) => ['queued', 'sending', 'sent'].includes(station.job(id).state));
  while (underWay() && Date.now() < until) await sleep(10);
}

/** Until the printer has printed what it has in its buffer. */
async function printed(printer: Simulator): Promise<void> {
  let count = -1;
  while (count !== printer.sheets().length) {
    count = printer.sheets().length;
    await sleep(30);
  }
}
