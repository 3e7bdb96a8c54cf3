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

/** What a transport tells while it delivers. Each records durably before it returns. */
export interface DeliverySteps {
  /** Called once, right before the first byte of paper leaves. Throws when the job was taken back: nothing may leave then. */
  begin(): void;
  /** Called once, after the last byte was handed over and before the printer is asked what came of it. */
  sent(): void;
}

/** One way to paper. Every step has a time limit; whatever happens, the line is closed when it returns. */
export interface Transport {
  deliver(paper: Paper, steps: DeliverySteps): Promise<Delivery>;
  /** Asks the printer how it is, without printing. Null when it answers and is ready. */
  status(): Promise<ErrorCode | null>;
}
