import type { ErrorCode } from '../../domain/contract/errors.ts';
import { faultFrom, RoadError } from './faults.ts';
import type { Delivery, DeliverySteps, Paper, Transport } from './transport.ts';
import type { WinHandle, WinPrinter, Winspool } from './winspool.ts';

/** Time limits in ms. */
export interface SpoolerLimits {
  /** For one call. */
  call: number;
  /** From the last byte until the job is out of the spooler. */
  finish: number;
  /** Between two looks at the job. */
  look: number;
}

const LIMITS: SpoolerLimits = { call: 5_000, finish: 30_000, look: 300 };
const CHUNK = 16 * 1024;

/** `PRINTER_STATUS_…` of winspool.h. */
const PRINTER_FAULTS: readonly (readonly [bits: number, code: ErrorCode])[] = [
  [0x0040_0000, 'printer_cover_open'], // DOOR_OPEN
  [0x0000_0010, 'printer_paper_out'], // PAPER_OUT
  [0x0080_1080, 'printer_offline'], // SERVER_UNKNOWN, NOT_AVAILABLE, OFFLINE
  [0x0000_0004, 'printer_missing'], // PENDING_DELETION
  [0x0000_0001, 'printer_offline'], // PAUSED
  [0x0034_004a, 'printer_error'], // OUT_OF_MEMORY, USER_INTERVENTION, NO_TONER, PAPER_PROBLEM, PAPER_JAM, ERROR
];
/** PRINTER_ATTRIBUTE_WORK_OFFLINE: the spooler keeps jobs back until somebody unticks it. */
const WORK_OFFLINE = 0x0400;
/** `JOB_STATUS_…`: PAPEROUT, OFFLINE, then ERROR and the others that hold a job up. */
const JOB_FAULTS: readonly (readonly [bits: number, code: ErrorCode])[] = [
  [0x0040, 'printer_paper_out'],
  [0x0020, 'printer_offline'],
  [0x0602, 'printer_error'], // USER_INTERVENTION, BLOCKED_DEVQ, ERROR
];
/** JOB_STATUS_PRINTED, JOB_STATUS_COMPLETE: it was sent to the printer. */
const JOB_SENT = 0x1080;

/**
 * A printer of the Windows spooler, in RAW mode. The spooler takes paper for a printer that is switched off and prints it
 * when nobody expects it any more; so its job is watched, and taken out again when its time is up. That a job is out of
 * the spooler is not the printer's word: nothing is ever confirmed here.
 */
export function spoolerTransport(queue: string, load: () => Promise<Winspool>, limits = LIMITS): Transport {
  return {
    async deliver(paper, steps) {
      let printer: WinHandle;
      try {
        printer = await open(queue, load, limits);
      } catch (error) {
        return { outcome: 'before', error: faultFrom(error, 'printer_error') };
      }
      try {
        const fault = await within(limits.call, printer.info()).then(faultOf, (error) =>
          faultFrom(error, 'printer_error'),
        );
        return fault ? { outcome: 'before', error: fault } : await send(printer, paper, steps, limits);
      } finally {
        await within(limits.call, printer.close()).catch(() => {});
      }
    },
    async status() {
      try {
        const printer = await open(queue, load, limits);
        try {
          return faultOf(await within(limits.call, printer.info()));
        } finally {
          await within(limits.call, printer.close()).catch(() => {});
        }
      } catch (error) {
        return faultFrom(error, 'printer_error');
      }
    },
  };
}

async function open(queue: string, load: () => Promise<Winspool>, limits: SpoolerLimits): Promise<WinHandle> {
  const winspool = await load().catch((error) => {
    throw new RoadError('printer_missing', error);
  });
  const opening = winspool.open(queue);
  const printer = await within(limits.call, opening).catch((error) => {
    // Opened when nobody waits for it any more: closed by nobody else.
    void opening.then((late) => late?.close()).catch(() => {});
    throw error;
  });
  if (printer) return printer;
  const known = await within(limits.call, winspool.list());
  throw new RoadError(known?.some((one) => one.name === queue) ? 'printer_denied' : 'printer_missing');
}

async function send(printer: WinHandle, paper: Paper, steps: DeliverySteps, limits: SpoolerLimits): Promise<Delivery> {
  const done = <T>(call: Promise<T>): Promise<T> => within(limits.call, call);
  let begun = false;
  let taken = 0;
  let id = 0;
  try {
    id = await done(printer.startDoc(paper.name));
    if (id === 0 || !(await done(printer.startPage()))) throw new RoadError('printer_error');
    steps.begin();
    begun = true;
    while (taken < paper.bytes.length) {
      const part = Buffer.from(paper.bytes.subarray(taken, taken + CHUNK));
      const written = await done(printer.write(part));
      // Less than asked for is no failure by itself; nothing at all is.
      if (written === null || written <= 0 || written > part.length) throw new RoadError('printer_interrupted');
      taken += written;
    }
    if (!(await done(printer.endPage()))) throw new RoadError('printer_interrupted');
    if (!(await done(printer.endDoc()))) throw new RoadError('printer_interrupted');
  } catch (error) {
    const aborted = await done(printer.abort()).catch(() => false);
    if (!(error instanceof RoadError)) throw error;
    // The spooler may print while it still takes; a call that never came back may have been carried out.
    const clean = !begun || (taken === 0 && aborted && error.code !== 'printer_no_answer');
    return { outcome: clean ? 'before' : 'unknown', error: error.code };
  }
  steps.sent();
  return watch(printer, id, limits);
}

async function watch(printer: WinHandle, id: number, limits: SpoolerLimits): Promise<Delivery> {
  const until = performance.now() + limits.finish;
  let error: ErrorCode = 'printer_no_answer';
  while (performance.now() < until) {
    const status = await within(limits.call, printer.jobStatus(id)).catch(() => undefined);
    if (status === null || (status !== undefined && status & JOB_SENT)) {
      return { outcome: 'unknown', error: 'printer_one_way' };
    }
    const info = await within(limits.call, printer.info()).catch(() => null);
    error = coded(JOB_FAULTS, status ?? 0) ?? (info && faultOf(info)) ?? 'printer_no_answer';
    await new Promise((resolve) => setTimeout(resolve, limits.look));
  }
  // Part of it may be on paper; the rest must not come later.
  await within(limits.call, printer.deleteJob(id)).catch(() => {});
  return { outcome: 'unknown', error };
}

function faultOf(printer: WinPrinter | null): ErrorCode | null {
  if (!printer) return 'printer_error';
  return coded(PRINTER_FAULTS, printer.status) ?? (printer.attributes & WORK_OFFLINE ? 'printer_offline' : null);
}

function coded(table: readonly (readonly [number, ErrorCode])[], bits: number): ErrorCode | null {
  return table.find(([mask]) => bits & mask)?.[1] ?? null;
}

/** @throws RoadError `printer_no_answer` when the call does not come back in time */
function within<T>(ms: number, call: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new RoadError('printer_no_answer')), ms);
    call.then(resolve, (error) => reject(new RoadError('printer_error', error))).finally(() => clearTimeout(timer));
  });
}
