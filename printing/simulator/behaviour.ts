/**
 * How a simulated printer misbehaves. Everything left out is as a good printer does it. Bytes are those of paper on one
 * connection (status questions do not count); lines are printed lines from the moment it is told.
 */
export interface Behaviour {
  /** Takes the connection and reads nothing. */
  blackHole?: boolean;
  /** Prints, but answers no question. */
  silent?: boolean;
  /** Switched off behind a print server: bytes are taken and forgotten, nothing is answered. */
  forgets?: boolean;
  /** Resets the connection when this byte would be read. */
  resetAtByte?: number;
  /** Prints everything, then resets the connection instead of the answer to `GS r`. */
  resetAfterCut?: boolean;
  /** Reads no further from this byte on. */
  stallAtByte?: number;
  /** Reads so many bytes, then nothing for so many ms. */
  drip?: { bytes: number; ms: number };
  /** Answers come so many ms late. */
  answersLate?: number;
  /** Before each answer: line noise and flow control bytes, and a pause. */
  answersNoisy?: boolean;
  /** Its print server gives answers meant for somebody else to whoever is connected: one behind each status answer. */
  answersStale?: boolean;
  paperOutAtLine?: number;
  coverOpenAtLine?: number;
  /** At the end of the paper: hold what is left until there is paper (most do), or go on and say so in the answer. */
  paperEnd?: 'holds' | 'goesOn';
}

/** A second connection while one is open: it waits its turn, is reset, or (a careless printer) both are served at once. */
export type Sessions = 'waits' | 'refused' | 'shared';

export type SimulatorEvent =
  | {
      type:
        | 'connected'
        | 'busy'
        | 'closed'
        | 'reset'
        | 'off'
        | 'on'
        | 'paperOut'
        | 'paperIn'
        | 'coverOpen'
        | 'coverClosed';
    }
  | { type: 'asked'; question: string }
  /** `at` of `performance.now()`: the first byte of paper on a connection. */
  | { type: 'firstByte'; at: number }
  | { type: 'sheet' | 'scrap'; sheet: Sheet };

/** What came out of the printer, decoded by the project's interpreter. */
export interface Sheet {
  readonly text: readonly string[];
  /** The case number on it, when it can be read. */
  readonly number: string | null;
  readonly unknown: readonly string[];
  readonly overflows: readonly string[];
  /** From the last `ESC @` to the cut. */
  readonly bytes: Uint8Array;
}
