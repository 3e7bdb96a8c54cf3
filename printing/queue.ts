import { DeskError, type ErrorCode } from '../domain/contract/errors.ts';
import type { PrintJob, PrintState } from '../domain/contract/printing.ts';
import type { Paper, Transport } from './transports/transport.ts';

/** Where jobs live. Every method is durable when it returns. */
export interface PrintStore {
  /** Oldest job of the printer that may be tried now. */
  next(printerId: string): PrintJob | null;
  /** When the next waiting job of the printer may be tried (ms since epoch), or null when none waits. */
  nextTryAt(printerId: string): number | null;
  /** Moves a job on; false, and nothing changed, when it is not in one of the `from` states any more. */
  move(jobId: string, from: readonly PrintState[], change: JobChange): boolean;
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
}

export interface QueueParts {
  store: PrintStore;
  printerIds(): readonly string[];
  /** Null when the printer was taken out of the settings: its jobs wait. */
  transportOf(printerId: string): Transport | null;
  render(job: PrintJob): Promise<Paper>;
  now(): number;
  onChange(job: PrintJob): void;
  log(line: string): void;
}

/** Waits between tries that certainly brought no paper, in ms. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 10_000;

/**
 * The print queue: one writer per printer. A job is `sending` on the disk before its first byte leaves; from then on it
 * is never sent again by itself. What the program finds under way at its start is `unconfirmed`: a person is asked.
 */
export function createPrintQueue(parts: QueueParts) {
  const { store } = parts;
  const busy = new Map<string, Promise<void>>();
  const timers = new Map<string, NodeJS.Timeout>();
  let stopped = false;

  async function work(printerId: string): Promise<void> {
    for (;;) {
      const job = stopped ? null : store.next(printerId);
      const transport = job ? parts.transportOf(printerId) : null;
      if (!job || !transport) break;
      await deliver(job, transport);
      parts.onChange(job);
    }
    const next = store.nextTryAt(printerId);
    if (next === null || stopped) return;
    const timer = setTimeout(() => pump(printerId), Math.max(50, next - parts.now()));
    timer.unref();
    timers.set(printerId, timer);
  }

  async function deliver(job: PrintJob, transport: Transport): Promise<void> {
    let paper: Paper;
    try {
      paper = await parts.render(job);
    } catch (error) {
      const code = error instanceof DeskError ? error.code : 'internal';
      parts.log(`print job ${job.id}: not rendered, ${code}`);
      store.move(job.id, ['queued'], { state: 'failed', lastError: code, tried: true });
      return;
    }
    let begun = false;
    const delivery = await transport
      .deliver(paper, {
        begin() {
          if (!store.move(job.id, ['queued'], { state: 'sending', lastError: null, tried: true }))
            throw new Cancelled();
          begun = true;
          parts.onChange({ ...job, state: 'sending' });
        },
        sent() {
          store.move(job.id, ['sending'], { state: 'sent' });
          parts.onChange({ ...job, state: 'sent' });
        },
      })
      .catch((error: unknown) =>
        error instanceof Cancelled ? null : ({ outcome: begun ? 'unknown' : 'before', error: 'internal' } as const),
      );
    if (delivery === null) return;
    if (delivery.outcome === 'confirmed')
      store.move(job.id, ['sending', 'sent'], { state: 'confirmed', lastError: null });
    else if (delivery.outcome === 'unknown')
      store.move(job.id, ['sending', 'sent'], { state: 'unconfirmed', lastError: delivery.error });
    else {
      const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(job.attempts, 5));
      const change = { lastError: delivery.error, nextTryAt: parts.now() + wait };
      store.move(job.id, ['queued', 'sending'], { state: 'queued', ...change, tried: !begun });
    }
  }

  function pump(printerId: string): void {
    if (stopped || busy.has(printerId)) return;
    clearTimeout(timers.get(printerId));
    const running = work(printerId)
      .catch((error: unknown) => parts.log(`printer ${printerId}: ${(error as Error).name}`))
      .finally(() => {
        busy.delete(printerId);
        // A job that came while the last one ended found the writer busy.
        if (!stopped && store.next(printerId) && parts.transportOf(printerId)) pump(printerId);
      });
    busy.set(printerId, running);
  }

  return {
    start(): void {
      for (const job of store.underWay()) {
        store.move(job.id, ['sending', 'sent'], { state: 'unconfirmed', lastError: 'printer_interrupted' });
        parts.onChange(job);
      }
      this.wake();
    },
    /** Something new waits, or a printer was changed. */
    wake(): void {
      for (const id of parts.printerIds()) pump(id);
    },
    /** Waits for the jobs in hand; nothing new begins. */
    async stop(): Promise<void> {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(busy.values());
    },
  };
}

/** The job was taken back before its first byte. */
class Cancelled extends Error {}

export type PrintQueue = ReturnType<typeof createPrintQueue>;
