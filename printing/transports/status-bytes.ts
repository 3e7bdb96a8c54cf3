import type { ErrorCode } from '../../domain/contract/errors.ts';

/** `DLE EOT n`: real-time status (Epson ESC/POS); answered even while the printer is offline or out of paper. */
export const REALTIME_QUERIES = [1, 2, 3, 4] as const;
export const realtimeQuery = (n: number): Uint8Array => Uint8Array.of(0x10, 0x04, n);
/** `GS r 1`: paper sensor status, answered in turn, that is, after everything before it was printed. */
export const QUEUED_QUERY = Uint8Array.of(0x1d, 0x72, 0x01);

/** Bits 0 and 7 are 0 and bits 1 and 4 are 1 in every answer to `DLE EOT`. */
const isRealtimeAnswer = (byte: number): boolean => (byte & 0x93) === 0x12;
/** Bits 4 and 7 are 0 in the answer to `GS r`, so that no answer to `DLE EOT` can be taken for one. */
const isQueuedAnswer = (byte: number): boolean => (byte & 0x90) === 0;
/** First of the four bytes of an automatic status (`GS a`): bits 0, 1 and 7 are 0, bit 4 is 1. */
const isAutomaticHead = (byte: number): boolean => (byte & 0x93) === 0x10;

export type Answer =
  | { kind: 'realtime' | 'queued'; byte: number }
  /** The printer spoke unasked: automatic status. */
  | { kind: 'automatic'; fault: ErrorCode | null };

/**
 * Sorts what a printer sends by its bits (Epson, "how to tell the statuses apart"). The three bytes behind the head of an
 * automatic status look exactly like answers to `GS r`: taken one by one they would confirm a job. Other bytes (noise,
 * XON, XOFF) are dropped.
 */
export function answerSorter(): (byte: number) => Answer | null {
  let automatic: number[] = [];
  return (byte) => {
    if (isRealtimeAnswer(byte)) return { kind: 'realtime', byte };
    if (isAutomaticHead(byte)) automatic = [byte];
    else if (isQueuedAnswer(byte)) {
      if (automatic.length === 0) return { kind: 'queued', byte };
      automatic.push(byte);
      if (automatic.length < 4) return null;
      const fault = automaticFault(automatic);
      automatic = [];
      return { kind: 'automatic', fault };
    }
    return null;
  };
}

function automaticFault([first = 0, errors = 0, paper = 0]: readonly number[]): ErrorCode | null {
  if (first & 0x20) return 'printer_cover_open';
  if (paper & 0x0c) return 'printer_paper_out';
  return errors & 0x68 || first & 0x08 ? 'printer_error' : null;
}

/** What the answer to `DLE EOT n` complains of, or null. */
export function faultOf(n: number, byte: number): ErrorCode | null {
  if (n === 2) {
    if (byte & 0x04) return 'printer_cover_open';
    if (byte & 0x20) return 'printer_paper_out';
    if (byte & 0x40) return 'printer_error';
  }
  if (n === 3 && byte & 0x68) return 'printer_error';
  if (n === 4 && byte & 0x60) return 'printer_paper_out';
  if (n === 1 && byte & 0x08) return 'printer_error';
  return null;
}

/** Whether the answer to `GS r 1` says that the paper has ended. */
export const paperEnded = (byte: number): boolean => (byte & 0x0c) !== 0;
