import type { ErrorCode } from '../domain/contract/errors.ts';
import type { PrintJob, PrintState } from '../domain/contract/printing.ts';

/** Where jobs live. Every method is durable when it returns, and throws when it could not store. */
export interface PrintStore {
  /** Whether a job waits for one of these printers, be it for a later moment. */
  hasWaiting(printerIds: readonly string[]): boolean;
  /** Oldest job of these printers that may be tried now. */
  next(printerIds: readonly string[]): PrintJob | null;
  /** When the next waiting job of these printers may be tried (ms since epoch), or null when none waits. */
  nextTryAt(printerIds: readonly string[]): number | null;
  /**
   * `queued` → `sending`, with what the paper says, and marks the machine half-done. False, and nothing changed, when the
   * job no longer waits for this very printer.
   */
  begin(jobId: string, printer: { id: string; device: string }, model: string | null): boolean;
  /** Whether a job began on this machine and no later one is known to have reached it whole. */
  isHalfDone(device: string): boolean;
  /** Moves a job on; false, and nothing changed, when it is not in one of the `from` states (`on` this printer) any more. */
  move(jobId: string, from: readonly PrintState[], change: JobChange, on?: { printerId: string }): boolean;
  /** Jobs that were under way when the program last ended. */
  underWay(): PrintJob[];
}

export interface JobChange {
  state: PrintState;
  lastError?: ErrorCode | null;
  /** Not before this moment, ms since epoch. */
  nextTryAt?: number | null;
  /** Counts one more try. */
  tried?: boolean;
  /** This machine got the whole job: nothing half-done is left in it. */
  cleans?: string;
}
