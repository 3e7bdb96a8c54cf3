import type { Adapter } from '@node-escpos/adapter';
import type { ErrorCode } from '../../domain/contract/errors.ts';
import { faultFrom, RoadError } from './faults.ts';
import { type Answer, answerSorter } from './status-bytes.ts';

/** Time limits in ms. */
export interface RoadLimits {
  /** To open the way, the look-up of a host's name included. */
  connect: number;
  /** For one status answer. */
  answer: number;
  /** Without progress while bytes go out. */
  stall: number;
  /** For the last answer, which comes when all is printed. */
  finish: number;
}

/** To close: what a kernel still holds is given this long to leave. */
const CLOSING = 6_000;
/** Answers kept; a printer that talks without end is not listened to without end. */
const MOST_ANSWERS = 1_024;

/** An opened way to a printer: promises with a time limit on every step. */
export interface Line {
  /** Hands bytes over with back-pressure. False when the line went or did not take them within `ms`. */
  write(bytes: Uint8Array, ms: number): Promise<boolean>;
  /** Next answer of this kind, or null when none came within `ms` or the line is gone. Other kinds are passed over. */
  next(kind: 'realtime' | 'queued', ms: number): Promise<number | null>;
  /** The same for an answer of either kind. */
  any(ms: number): Promise<{ kind: 'realtime' | 'queued'; byte: number } | null>;
  /** Forgets the answers that came so far: they belong to questions of before. */
  drain(): void;
  gone(): boolean;
  /** What the printer complained of unasked, at any time since the line was opened. */
  complaint(): ErrorCode | null;
  close(): Promise<void>;
}

/**
 * Opens any adapter of the node-escpos family. Such adapters may call back twice, never, or with an error after they are
 * closed; none of it gets through.
 *
 * @throws RoadError when it cannot be opened within `ms`; it is closed then
 */
export async function openLine(adapter: Adapter<[]>, ms: number): Promise<Line> {
  const answers: Exclude<Answer, { kind: 'automatic' }>[] = [];
  let gone = false;
  let complaint: ErrorCode | null = null;
  let wake: () => void = () => {};
  const lose = (): void => {
    gone = true;
    wake();
  };
  const sort = answerSorter();
  adapter.on('error', lose);
  adapter.on('close', lose);
  adapter.on('disconnect', lose);

  const opened = await step<Error | null>(ms, (done) => adapter.open((error) => done(error ?? null)));
  if (opened !== null) {
    await close();
    throw opened === LATE
      ? new RoadError('printer_no_answer')
      : new RoadError(faultFrom(opened, 'printer_error'), opened);
  }
  adapter.read((data) => {
    for (const byte of data) {
      const answer = sort(byte);
      if (answer?.kind === 'automatic') complaint = answer.fault ?? complaint;
      else if (answer && answers.length < MOST_ANSWERS) answers.push(answer);
    }
    wake();
  });

  async function any(limit: number): ReturnType<Line['any']> {
    const until = performance.now() + limit;
    for (;;) {
      const answer = answers.shift();
      if (answer) return answer;
      const left = until - performance.now();
      if (gone || left <= 0) return null;
      await step<null>(left, (done) => {
        wake = () => done(null);
      });
    }
  }

  async function close(): Promise<void> {
    await step(CLOSING, (done) => adapter.close(() => done(null)));
  }

  return {
    async write(bytes, limit) {
      if (gone) return false;
      const result = await step<Error | null>(limit, (done) => {
        wake = () => gone && done(new RoadError('printer_interrupted'));
        adapter.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), (error) => done(error ?? null));
      });
      if (result !== null) gone = gone || result !== LATE;
      return result === null;
    },
    async next(kind, limit) {
      const until = performance.now() + limit;
      for (;;) {
        const answer = await any(until - performance.now());
        if (!answer || answer.kind === kind) return answer?.byte ?? null;
      }
    },
    any,
    drain: () => void answers.splice(0),
    gone: () => gone,
    complaint: () => complaint,
    close,
  };
}

const LATE = new Error('late');

/** Runs one step; whatever is called back after the first time or after `ms` plays no part. A throw counts as called back. */
function step<T>(ms: number, run: (done: (value: T | Error) => void) => void): Promise<T | Error> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(LATE), ms);
    const done = (value: T | Error): void => {
      clearTimeout(timer);
      resolve(value);
    };
    try {
      run(done);
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  });
}
