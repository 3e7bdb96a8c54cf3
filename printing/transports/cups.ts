import type { ErrorCode } from '../../domain/contract/errors.ts';
import { type CupsClient, CupsError, cupsClient } from './cups-client.ts';
import { faultFrom } from './faults.ts';
import type { IppGroup } from './ipp.ts';
import { type IppAddress, ippAddress, printersWord } from './printers-word.ts';
import type { Delivery, DeliverySteps, Transport } from './transport.ts';

/** Time limits in ms. */
export interface CupsLimits {
  /** For one question to CUPS. */
  answer: number;
  /** For CUPS to take the paper. */
  accept: number;
  /** From then on until the job has ended. */
  finish: number;
  /** Between two looks at the job. */
  look: number;
}

const RECEIPT: CupsLimits = { answer: 4_000, accept: 15_000, finish: 30_000, look: 300 };
const A4: CupsLimits = { ...RECEIPT, finish: 180_000, look: 700 };

/** RFC 8011, 5.3.7 (`job-state`) and 5.4.11 (`printer-state`). */
const CANCELED = 7;
const ABORTED = 8;
const COMPLETED = 9;
const PRINTER_STOPPED = 5;

/**
 * A queue of CUPS. That CUPS took a job, and even that it calls it completed, says only that the bytes went down the wire;
 * the printer's own word is to be had only where it speaks IPP, and from itself.
 */
export function cupsTransport(
  queue: string,
  width: '58' | '80' | 'a4',
  limits = width === 'a4' ? A4 : RECEIPT,
): Transport {
  return {
    async deliver(paper, steps) {
      const client = cupsClient();
      let printer: IppAddress | null;
      try {
        const state = await printerState(client, queue, limits);
        const fault = faultOfPrinter(state);
        if (fault) return { outcome: 'before', error: fault };
        printer = ippAddress(textsOf(state, 'device-uri')[0] ?? '');
      } catch (error) {
        return { outcome: 'before', error: faultFrom(error, 'printer_error') };
      }
      steps.begin();
      let id: number;
      try {
        const mime = paper.mime === 'application/pdf' ? paper.mime : 'application/vnd.cups-raw';
        id = await client.print(queue, paper.name, mime, paper.bytes, limits.accept);
      } catch (error) {
        const untouched = error instanceof CupsError && !error.complete;
        return { outcome: untouched ? 'before' : 'unknown', error: faultFrom(error, 'printer_interrupted') };
      }
      return watch({ client, queue, id, limits, printer, name: paper.name }, steps);
    },
    async status() {
      try {
        return faultOfPrinter(await printerState(cupsClient(), queue, limits));
      } catch (error) {
        return faultFrom(error, 'printer_error');
      }
    },
  };
}

interface Watched {
  client: CupsClient;
  queue: string;
  id: number;
  limits: CupsLimits;
  /** The printer itself, where it can be asked. */
  printer: IppAddress | null;
  name: string;
}

/** Follows a job to its end, and ends it when the time is up: a job left in CUPS would print when nobody expects it. */
async function watch(job: Watched, steps: DeliverySteps): Promise<Delivery> {
  const { client, queue, id, limits } = job;
  const until = performance.now() + limits.finish;
  let told = false;
  let error: ErrorCode = 'printer_no_answer';
  while (performance.now() < until) {
    const now = await jobState(client, id, limits).catch(() => null);
    const state = now?.get('job-state')?.[0];
    if (now && !told && hasBegun(now)) {
      steps.sent();
      told = true;
    }
    if (state === COMPLETED) {
      const fault = job.printer ? await printersWord(job.printer, job.name, until, limits.answer) : 'printer_one_way';
      return fault ? { outcome: 'unknown', error: fault } : { outcome: 'confirmed' };
    }
    if (now && (state === CANCELED || state === ABORTED)) return ended(now, 'printer_error');
    const printer = await printerState(client, queue, limits).catch(() => null);
    if (printer) {
      error = faultOfPrinter(printer) ?? 'printer_no_answer';
      if (printer.get('printer-state')?.[0] === PRINTER_STOPPED) break;
    }
    await new Promise((resolve) => setTimeout(resolve, limits.look));
  }
  await client.cancel(id, limits.answer).catch(() => {});
  const last = await jobState(client, id, limits).catch(() => null);
  const state = last?.get('job-state')?.[0];
  if (!last || (state !== CANCELED && state !== ABORTED)) return { outcome: 'unknown', error };
  return ended(last, error);
}

/** Of a job that is over without being completed: without a beginning nothing of it has left. */
function ended(job: IppGroup, error: ErrorCode): Delivery {
  return { outcome: hasBegun(job) ? 'unknown' : 'before', error };
}

/** Unless CUPS says "no value" in so many words, it may have begun. */
function hasBegun(job: IppGroup): boolean {
  return job.get('time-at-processing')?.[0] !== null;
}

const jobState = (client: CupsClient, id: number, limits: CupsLimits) =>
  client.job(id, limits.answer, 'job-state', 'time-at-processing');

const printerState = (client: CupsClient, queue: string, limits: CupsLimits) =>
  client.printer(
    queue,
    limits.answer,
    'printer-state',
    'printer-state-reasons',
    'printer-is-accepting-jobs',
    'device-uri',
  );

const textsOf = (group: IppGroup, name: string): string[] =>
  (group.get(name) ?? []).filter((value) => typeof value === 'string');

/** `printer-state-reasons` (RFC 8011, 5.4.12; PWG 5100.9), with or without `-error`, `-warning`, `-report`. */
const REASONS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^media-(empty|needed)(-error)?$/, 'printer_paper_out'],
  [/^(cover|door|interlock)-open(-error)?$/, 'printer_cover_open'],
  [/^(offline|shutdown|timed-out)(-report|-error|-warning)?$/, 'printer_offline'],
  [/^(media-jam|fuser-over-temp|marker-supply-empty|toner-empty)(-error)?$/, 'printer_error'],
];

function faultOfPrinter(printer: IppGroup): ErrorCode | null {
  const reasons = textsOf(printer, 'printer-state-reasons');
  for (const [pattern, code] of REASONS) if (reasons.some((reason) => pattern.test(reason))) return code;
  const stopped = printer.get('printer-state')?.[0] === PRINTER_STOPPED;
  if (stopped || printer.get('printer-is-accepting-jobs')?.[0] === false) return 'printer_offline';
  return null;
}
