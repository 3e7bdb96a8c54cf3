import type { Adapter } from '@node-escpos/adapter';
import type { ErrorCode } from '../../domain/contract/errors.ts';
import type { PrinterProfile } from '../printers/profile.ts';
import { faultFrom } from './faults.ts';
import { type Line, openLine, type RoadLimits } from './limited.ts';
import { faultOf, paperEnded, QUEUED_QUERY, REALTIME_QUERIES, realtimeQuery } from './status-bytes.ts';
import type { Delivery, DeliverySteps, Paper, Transport } from './transport.ts';

export const LIMITS: RoadLimits = { connect: 4_000, answer: 2_000, stall: 10_000, finish: 20_000 };
/** Bytes a write hands over at once: small enough that a stall is seen soon. */
const CHUNK = 4 * 1024;
/** How long stray answers are given to arrive before a last question, in ms. */
const STRAY = 80;
/** How often the end is asked for, each time after the answer before. */
const ROUNDS = 2;
/**
 * How often a printer is asked, while its last answer is awaited, whether it stands still, in ms. An end of the paper that
 * lasts twice as long is surely seen, once the printer has read the whole job.
 */
const LOOK = 100;
/** In turn: `DLE EOT 2`, why it is offline, and `DLE EOT 4`, paper. Not every printer sets the paper bit of the first. */
const STANDS_STILL = [2, 4] as const;

/** What a printer answers; see the printer profiles. */
export type Answers = PrinterProfile['status'];

/**
 * How many queued questions a printer has not answered yet, by the printer's address. A printer that ran out of paper
 * keeps its job and the question behind it; filled again, it answers into the next job. Kept as long as the program runs.
 */
const owed = new Map<string, number>();

/**
 * The way of a receipt over a line of bytes. A write that succeeded proves nothing, so the printer is asked before (paper,
 * cover) and, in turn, after the last byte; only that answer confirms. Silence is never taken for a good sign.
 *
 * @param address names the printer among all, e.g. `tcp:10.0.0.9:9100`
 */
export function byteTransport(
  address: string,
  adapterOf: () => Promise<Adapter<[]>>,
  answers: Answers,
  limits: RoadLimits = LIMITS,
): Transport {
  const open = async (): Promise<Line> => openLine(await adapterOf(), limits.connect);
  return {
    async deliver(paper, steps) {
      let line: Line;
      try {
        line = await open();
      } catch (error) {
        return { outcome: 'before', error: faultFrom(error, 'printer_error') };
      }
      try {
        const fault = await faultBefore(address, line, answers, limits);
        if (fault) return { outcome: 'before', error: fault };
        steps.begin();
        return await send(address, line, paper, answers, limits, steps);
      } finally {
        await line.close();
      }
    },
    async status() {
      let line: Line;
      try {
        line = await open();
      } catch (error) {
        return faultFrom(error, 'printer_error');
      }
      try {
        // That it could be opened says nothing about paper.
        return answers === 'none' ? 'printer_one_way' : await askRealtime(line, limits);
      } finally {
        await line.close();
      }
    },
  };
}

async function faultBefore(
  address: string,
  line: Line,
  answers: Answers,
  limits: RoadLimits,
): Promise<ErrorCode | null> {
  if (answers === 'none') return null;
  const fault = await askRealtime(line, limits);
  if (fault || answers !== 'full') return fault;
  return settle(address, line, limits);
}

/**
 * Waits for answers that earlier jobs still have coming, by asking behind them: whatever comes up to the answer to this
 * question is not an answer to this job's.
 */
async function settle(address: string, line: Line, limits: RoadLimits): Promise<ErrorCode | null> {
  const waiting = owed.get(address) ?? 0;
  if (waiting === 0) return null;
  line.drain();
  if (!(await line.write(QUEUED_QUERY, limits.stall))) return 'printer_no_answer';
  owed.set(address, waiting + 1);
  let ended = false;
  for (let due = waiting + 1; due > 0; due -= 1) {
    // With one owed nothing is printed between its answer and ours, so they come together.
    const byte = await line.next('queued', due <= waiting && waiting > 1 ? limits.finish : limits.answer);
    if (byte === null) {
      if (line.gone()) return 'printer_no_answer';
      // Switched off in between it has forgotten the old ones; with no answer at all it may still hold every one of them,
      // and as many must come before this job's own.
      if (due <= waiting) owed.delete(address);
      return ended ? 'printer_paper_out' : null;
    }
    owed.set(address, due - 1);
    ended = paperEnded(byte);
  }
  owed.delete(address);
  return ended ? 'printer_paper_out' : null;
}

async function askRealtime(line: Line, limits: RoadLimits): Promise<ErrorCode | null> {
  line.drain();
  let first: ErrorCode | null = null;
  for (const n of REALTIME_QUERIES) {
    if (!(await line.write(realtimeQuery(n), limits.answer))) return 'printer_no_answer';
    const byte = await line.next('realtime', limits.answer);
    if (byte === null) return 'printer_no_answer';
    const fault = faultOf(n, byte);
    // "Offline" alone says least: a later answer may name the reason.
    if (fault && (first === null || first === 'printer_error')) first = fault;
  }
  return first;
}

async function send(
  address: string,
  line: Line,
  paper: Paper,
  answers: Answers,
  limits: RoadLimits,
  steps: DeliverySteps,
): Promise<Delivery> {
  for (let at = 0; at < paper.bytes.length; at += CHUNK) {
    if (!(await line.write(paper.bytes.subarray(at, at + CHUNK), limits.stall))) return interrupted(line);
  }
  steps.sent();
  if (answers === 'full') return confirm(address, line, limits);
  // No answer to these questions waits for the paper, so none of them can confirm it.
  const fault = answers === 'realtime' ? await askRealtime(line, limits) : null;
  return unknown(fault ?? 'printer_one_way');
}

/** Answers in real time since the last byte. */
interface Heard {
  fault: ErrorCode | null;
  count: number;
  /** A question is not answered yet; no other is asked before. */
  open: boolean;
}

/**
 * Asks behind the paper, and, when that was answered, once more: a stray answer to somebody else's question stands for one.
 * The very next thing behind the last byte is a question in real time: a printer that was off while a print server took its
 * paper, and is back for what is asked next, owes that answer for ever.
 */
async function confirm(address: string, line: Line, limits: RoadLimits): Promise<Delivery> {
  const heard: Heard = { fault: null, count: 0, open: false };
  await look(line, heard, limits.stall);
  for (let due = (owed.get(address) ?? 0) + 1, round = 1; round <= ROUNDS; round += 1, due = 1) {
    // What is still on its way belongs to questions of before; it costs little to let it pass while the printer prints.
    await letPass(line, heard);
    if (!(await line.write(QUEUED_QUERY, limits.stall))) return interrupted(line);
    for (let left = due; left > 0; left -= 1) {
      // Nothing else is asked in the second round, so that nothing else can bring a stray answer with it.
      const byte = round === 1 ? await lastAnswer(line, heard, limits) : await line.next('queued', limits.finish);
      if (byte === null) return silent(address, line, left, limits, heard.fault);
      if (paperEnded(byte)) heard.fault ??= 'printer_paper_out';
    }
    owed.delete(address);
  }
  const trouble = heard.fault ?? line.complaint() ?? (heard.count === 0 ? 'printer_no_answer' : null);
  return trouble ? unknown(trouble) : { outcome: 'confirmed' };
}

const questionOf = ({ count }: Heard): number => STANDS_STILL[count % STANDS_STILL.length] ?? 2;

async function look(line: Line, heard: Heard, ms: number): Promise<void> {
  if (!heard.open) heard.open = await line.write(realtimeQuery(questionOf(heard)), ms);
}

function note(heard: Heard, byte: number): void {
  heard.fault ??= faultOf(questionOf(heard), byte);
  heard.count += 1;
  heard.open = false;
}

async function letPass(line: Line, heard: Heard): Promise<void> {
  const until = performance.now() + STRAY;
  for (let left = STRAY; left > 0 && !line.gone(); left = until - performance.now()) {
    const answer = await line.any(left);
    if (answer?.kind === 'realtime') note(heard, answer.byte);
  }
}

/**
 * Waits for the answer in turn, and asks meanwhile whether the printer stands still. One that ran out of paper, was filled
 * and went on has printed everything as well, but on two pieces of paper.
 */
async function lastAnswer(line: Line, heard: Heard, limits: RoadLimits): Promise<number | null> {
  const until = performance.now() + limits.finish;
  const pause = Math.min(LOOK, limits.finish / 8);
  for (let left = limits.finish; left > 0 && !line.gone(); left = until - performance.now()) {
    await look(line, heard, Math.min(left, limits.answer));
    const answer = await line.any(Math.min(pause, left));
    if (answer?.kind === 'queued') return answer.byte;
    if (!answer) continue;
    note(heard, answer.byte);
    // Asked again after a while, not as fast as it answers.
    const next = await line.next('queued', Math.min(pause, until - performance.now()));
    if (next !== null) return next;
  }
  return null;
}

/** The last answer did not come: remembers that it is owed, and asks for the reason unless it was seen. */
async function silent(
  address: string,
  line: Line,
  left: number,
  limits: RoadLimits,
  seen: ErrorCode | null,
): Promise<Delivery> {
  // A line that the printer or its host dropped will bring nothing any more.
  if (line.gone()) {
    owed.delete(address);
    return unknown('printer_interrupted');
  }
  owed.set(address, left);
  return unknown(seen ?? (await askRealtime(line, limits)) ?? line.complaint() ?? 'printer_no_answer');
}

const unknown = (error: ErrorCode): Delivery => ({ outcome: 'unknown', error });
const interrupted = (line: Line): Delivery => unknown(line.complaint() ?? 'printer_interrupted');
