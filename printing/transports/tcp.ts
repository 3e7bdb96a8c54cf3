import { connect, type Socket } from 'node:net';
import type { ErrorCode } from '../../domain/contract/errors.ts';
import {
  faultOf,
  isQueuedAnswer,
  isRealtimeAnswer,
  paperEnded,
  QUEUED_QUERY,
  REALTIME_QUERIES,
  realtimeQuery,
} from './status-bytes.ts';
import type { Delivery, DeliverySteps, Paper, Transport } from './transport.ts';

/** Limits in ms. */
export interface TcpLimits {
  connect: number;
  /** For one status answer. */
  answer: number;
  /** Without progress while bytes go out. */
  stall: number;
  /** For the last answer, which comes when all is printed. */
  finish: number;
}

const LIMITS: TcpLimits = { connect: 4_000, answer: 2_000, stall: 10_000, finish: 20_000 };
/** Bytes a write hands over at once: small enough that a stall is seen soon. */
const CHUNK = 4 * 1024;

/**
 * A receipt printer in the network (port 9100). A write that succeeded proves nothing, so the printer is asked before
 * (paper, cover) and, in turn, after the last byte; only its answer confirms. Answers may come in pieces or not at all.
 */
export function tcpTransport(host: string, port: number, limits: TcpLimits = LIMITS): Transport {
  return {
    async deliver(paper, steps) {
      const line = await openLine(host, port, limits);
      if ('error' in line) return { outcome: 'before', error: line.error };
      try {
        const fault = await askRealtime(line, limits);
        if (fault) return { outcome: 'before', error: fault };
        steps.begin();
        return await send(line, paper, limits, steps);
      } finally {
        line.socket.destroy();
      }
    },
    async status() {
      const line = await openLine(host, port, limits);
      if ('error' in line) return line.error;
      try {
        return await askRealtime(line, limits);
      } finally {
        line.socket.destroy();
      }
    },
  };
}

interface Line {
  socket: Socket;
  /** Next byte that fits, or null when none came within `ms` or the line is gone. */
  next(fits: (byte: number) => boolean, ms: number): Promise<number | null>;
  gone(): boolean;
}

function openLine(host: string, port: number, limits: TcpLimits): Promise<Line | { error: ErrorCode }> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, noDelay: true });
    const timer = setTimeout(() => fail('printer_no_answer'), limits.connect);
    function fail(error: ErrorCode): void {
      clearTimeout(timer);
      socket.destroy();
      resolve({ error });
    }
    socket.once('error', (error: NodeJS.ErrnoException) => {
      fail(error.code === 'ECONNREFUSED' ? 'printer_refused' : 'printer_no_answer');
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      resolve(lineOf(socket));
    });
  });
}

function lineOf(socket: Socket): Line {
  const bytes: number[] = [];
  let gone = false;
  let wake: () => void = () => {};
  socket.on('data', (data) => {
    bytes.push(...data.subarray(0, 1_024));
    wake();
  });
  const end = (): void => {
    gone = true;
    wake();
  };
  socket.on('error', end);
  socket.on('close', end);
  return {
    socket,
    gone: () => gone,
    async next(fits, ms) {
      const until = Date.now() + ms;
      for (;;) {
        while (bytes.length > 0) {
          const byte = bytes.shift();
          if (byte !== undefined && fits(byte)) return byte;
        }
        const left = until - Date.now();
        if (gone || left <= 0) return null;
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    },
  };
}

async function askRealtime(line: Line, limits: TcpLimits): Promise<ErrorCode | null> {
  let first: ErrorCode | null = null;
  for (const n of REALTIME_QUERIES) {
    line.socket.write(realtimeQuery(n));
    const byte = await line.next(isRealtimeAnswer, limits.answer);
    if (byte === null) return 'printer_no_answer';
    const fault = faultOf(n, byte);
    // "Offline" alone says least: a later answer may name the reason.
    if (fault && (first === null || first === 'printer_error')) first = fault;
  }
  return first;
}

async function send(line: Line, paper: Paper, limits: TcpLimits, steps: DeliverySteps): Promise<Delivery> {
  for (let at = 0; at < paper.bytes.length; at += CHUNK) {
    if (!(await write(line, paper.bytes.subarray(at, at + CHUNK), limits.stall))) {
      return { outcome: 'unknown', error: 'printer_interrupted' };
    }
  }
  if (!(await write(line, QUEUED_QUERY, limits.stall))) return { outcome: 'unknown', error: 'printer_interrupted' };
  steps.sent();
  const byte = await line.next(isQueuedAnswer, limits.finish);
  if (byte === null) return { outcome: 'unknown', error: line.gone() ? 'printer_interrupted' : 'printer_no_answer' };
  return paperEnded(byte) ? { outcome: 'unknown', error: 'printer_paper_out' } : { outcome: 'confirmed' };
}

/** Hands bytes over with back-pressure. False when the line went or did not move for `stall` ms. */
function write(line: Line, bytes: Uint8Array, stall: number): Promise<boolean> {
  return new Promise((resolve) => {
    if (line.gone()) return resolve(false);
    const done = (moved: boolean): void => {
      clearTimeout(timer);
      line.socket.off('close', lost);
      resolve(moved);
    };
    const lost = (): void => done(false);
    const timer = setTimeout(lost, stall);
    line.socket.once('close', lost);
    line.socket.write(bytes, (error) => done(!error));
  });
}
