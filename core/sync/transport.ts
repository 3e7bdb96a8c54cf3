import type { PageReader } from './page-reader.ts';

/** One request to the centre, signed and packed already. */
export interface CentreRequest {
  method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT';
  /** Address of the centre, without a slash at its end. */
  address: string;
  /** Path and query as the signature covers them. */
  path: string;
  /** Lower-case names. `host` and `content-length` are the transport's. */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array | null;
  /** Longest time until the answer's head is there, and longest silence in its body after that, ms. */
  silenceMs: number;
  signal: AbortSignal;
}

export interface CentreResponse {
  status: number;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  /** Ends, or throws DeskError `centre_unreachable` when the line breaks. Not reading on holds the sender back. */
  body: AsyncIterable<Uint8Array>;
  /** Lets go of the line; harmless after the end. */
  close(): void;
}

/**
 * The line to the centre, given from outside so that a simulation can cut, delay and lie.
 *
 * @throws DeskError `centre_unreachable` (refused, cut, silent for too long, aborted)
 */
export type Transport = (request: CentreRequest) => Promise<CentreResponse>;

/** Time for waits and back-off, given from outside for the same reason. */
export interface Timers {
  /** Milliseconds since some fixed moment; never jumps. */
  elapsed(): number;
  /** Runs `task` once after `ms`; the answer cancels it. */
  after(ms: number, task: () => void): () => void;
}

export interface SyncOutside {
  transport: Transport;
  timers: Timers;
  /** 0 ≤ x < 1, for jitter. */
  random: () => number;
  /** Who reads the pages of the feed; this thread where nobody is named. */
  pages?: PageReader;
}
