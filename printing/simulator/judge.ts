import type { PrintState } from '../../domain/contract/printing.ts';
import type { Sheet } from './behaviour.ts';

/** What a print layer said of a job, to be held against what came out of the printer. */
export interface JudgedJob {
  id: string;
  /** As it ended. */
  state: PrintState;
  lastError: string | null;
  /** What would lie in the tray if it came out whole: `printedPart` of the bytes that were sent. */
  paper: Uint8Array;
  /** Text of this job alone, as it stands in its bytes: the case number. */
  mark: string;
  /** Whole sheets of it in the tray at the moment it was said to be printed; null when that was never said. */
  outWhenConfirmed: number | null;
}

/** Ids of jobs with what is wrong with them. */
export interface Verdict {
  /** Said to be printed when no whole sheet was out. */
  falsePrinted: string[];
  /** Came out again, whole or begun, without a person having asked for it. */
  printedTwice: string[];
  /** Nobody knows: it ended in no final state, waits without a reason, or is said not to be printed though it was begun. */
  lost: string[];
}

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Whole sheets of a job. */
export function wholeSheetsOf(paper: Uint8Array, sheets: readonly Sheet[]): number {
  return sheets.filter((sheet) => equal(sheet.bytes, paper)).length;
}

/**
 * Judges jobs of which no person was asked anything yet, on a printer that is in order again and idle.
 */
export function judge(jobs: readonly JudgedJob[], sheets: readonly Sheet[], scraps: readonly Sheet[]): Verdict {
  const verdict: Verdict = { falsePrinted: [], printedTwice: [], lost: [] };
  for (const job of jobs) {
    const whole = wholeSheetsOf(job.paper, sheets);
    const mark = Buffer.from(job.mark, 'latin1');
    const others = [...sheets.filter((sheet) => !equal(sheet.bytes, job.paper)), ...scraps];
    const begun = others.filter((sheet) => Buffer.from(sheet.bytes).includes(mark)).length;
    if (job.outWhenConfirmed === 0) verdict.falsePrinted.push(`${job.id} confirmed with no sheet out`);
    if (whole + begun > 1) verdict.printedTwice.push(`${job.id} ${whole} whole and ${begun} begun`);
    if (job.state === 'sending' || job.state === 'sent') verdict.lost.push(`${job.id} left ${job.state}`);
    else if (job.state === 'queued') verdict.lost.push(`${job.id} still waits, ${job.lastError ?? 'no reason given'}`);
    else if (job.state === 'failed' && whole + begun > 0) verdict.lost.push(`${job.id} failed, but paper came out`);
  }
  return verdict;
}
