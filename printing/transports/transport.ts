import type { ErrorCode } from '../../domain/contract/errors.ts';

/**
 * What came of a job. `before`: certainly no paper, it may be tried again. `unknown`: something went out and nobody
 * knows; never tried again by itself. `confirmed`: the printer itself said so.
 */
export type Delivery = { outcome: 'confirmed' } | { outcome: 'before' | 'unknown'; error: ErrorCode };

export interface Paper {
  bytes: Uint8Array;
  mime: 'application/vnd.escpos' | 'application/pdf';
  /** A file name without ending, safe on every system. */
  name: string;
}

/** One way to paper. Every step has a time limit; whatever happens, the line is closed when it returns. */
export interface Transport {
  /** @param begin called once, right before the first byte of paper leaves; it records that durably */
  deliver(paper: Paper, begin: () => void): Promise<Delivery>;
  /** Asks the printer how it is, without printing. Null when it answers and is ready. */
  status(): Promise<ErrorCode | null>;
}
