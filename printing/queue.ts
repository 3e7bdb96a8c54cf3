import { DeskError, type ErrorCode } from '../domain/contract/errors.ts';
import type { PrintJob } from '../domain/contract/printing.ts';
import type { PrintStore } from './print-store.ts';
import type { Delivery, DeliverySteps, Paper, Transport } from './transports/transport.ts';
import { createTurns } from './turns.ts';

/** A printer of the settings. Printers of one `device` are one machine: their jobs share a writer. */
export interface QueuePrinter {
  id: string;
  /** What is behind it: an address, a device file, a queue. */
  device: string;
  /** @throws DeskError when this machine cannot be reached from here at all */
  transport(): Transport;
}

export interface Rendered {
  paper: Paper;
  /** What the paper says, kept with the job once it begins. */
  model: string | null;
}

export interface QueueParts {
  store: PrintStore;
  /** As the settings stand now. Jobs of printers that are not among them wait. */
  printers(): readonly QueuePrinter[];
  /** `recover`: the last job on this machine ended half-way, and what it left unfinished must not swallow this one. */
  render(job: PrintJob, options: { recover: boolean }): Promise<Rendered>;
  now(): number;
  onChange(job: PrintJob): void;
  log(line: string): void;
  waits?: QueueWaits;
}

/** In ms. */
export interface QueueWaits {
  /** After the first try that certainly brought no paper; doubled each time. */
  first: number;
  longest: number;
  /** Until a change that could not be stored is stored again. */
  store: number;
  /** For the jobs in hand when the program ends. */
  stop: number;
}

const WAITS: QueueWaits = { first: 1_000, longest: 10_000, store: 1_000, stop: 5_000 };

/**
 * The print queue: one writer per machine. A job is `sending` on the disk before its first byte leaves; from then on it
 * is never sent again by itself. What the program finds under way at its start is `unconfirmed`: a person is asked.
 */
export function createPrintQueue(parts: QueueParts) {
  const { store } = parts;
  const waits = parts.waits ?? WAITS;
  const turns = createTurns();
  const pumping = new Map<string, Promise<void>>();
  const timers = new Map<string, NodeJS.Timeout>();
  let stopped = false;
  /** The program ends without waiting any longer: the database may be closed, nothing is written any more. */
  let abandoned = false;

  const printersOf = (device: string) => parts.printers().filter((printer) => printer.device === device);
  const nextOf = (device: string) => {
    const ids = printersOf(device).map((printer) => printer.id);
    return stopped || ids.length === 0 ? null : store.next(ids);
  };

  function mayWait(printers: readonly QueuePrinter[]): boolean {
    try {
      return store.hasWaiting(printers.map(({ id }) => id));
    } catch {
      // A disk that cannot be read now: the writer asks again and logs it.
      return true;
    }
  }

  async function work(device: string): Promise<void> {
    while (await turns.take(device, () => oneJob(device)));
    const ids = printersOf(device).map((printer) => printer.id);
    const next = stopped || ids.length === 0 ? null : store.nextTryAt(ids);
    if (next === null) return;
    const timer = setTimeout(() => pump(device), Math.max(Math.min(50, waits.first), next - parts.now()));
    timer.unref();
    timers.set(device, timer);
  }

  /** False when no job of this machine may be tried now. */
  async function oneJob(device: string): Promise<boolean> {
    const job = nextOf(device);
    const printer = printersOf(device).find((one) => one.id === job?.printerId);
    if (!job || !printer) return false;
    await deliver(job, printer);
    parts.onChange(job);
    return true;
  }

  async function deliver(job: PrintJob, printer: QueuePrinter): Promise<void> {
    const here = { printerId: printer.id };
    let rendered: Rendered;
    try {
      rendered = await parts.render(job, { recover: store.isHalfDone(printer.device) });
    } catch (error) {
      const code = error instanceof DeskError ? error.code : 'internal';
      parts.log(`print job ${job.id}: not rendered, ${code}`);
      await stored(() => store.move(job.id, ['queued'], { state: 'failed', lastError: code, tried: true }, here));
      return;
    }
    let begun = false;
    const steps: DeliverySteps = {
      begin() {
        // Taken back, sent to another printer, the printer replaced, or the program ending, while the printer was asked.
        const mine = printersOf(printer.device).some((one) => one.id === printer.id);
        if (stopped || !mine || !store.begin(job.id, printer, rendered.model)) throw new NotMine();
        begun = true;
        parts.onChange({ ...job, state: 'sending' });
      },
      sent() {
        if (abandoned) return;
        store.move(job.id, ['sending'], { state: 'sent' });
        parts.onChange({ ...job, state: 'sent' });
      },
    };
    let delivery: Delivery | null;
    try {
      delivery = await printer.transport().deliver(rendered.paper, steps);
    } catch (error) {
      const code = error instanceof DeskError ? error.code : 'internal';
      delivery = error instanceof NotMine ? null : { outcome: begun ? 'unknown' : 'before', error: code };
    }
    const known = delivery;
    if (known) await stored(() => end(job, printer, known, begun));
  }

  function end(job: PrintJob, printer: QueuePrinter, delivery: Delivery, begun: boolean): void {
    const on = { printerId: printer.id };
    if (begun && delivery.outcome === 'confirmed') {
      const change = { state: 'confirmed' as const, lastError: null, cleans: printer.device };
      store.move(job.id, ['sending', 'sent'], change, on);
      return;
    }
    const lastError: ErrorCode = delivery.outcome === 'confirmed' ? 'internal' : delivery.error;
    if (!begun && delivery.outcome === 'before') {
      const wait = Math.min(waits.longest, waits.first * 2 ** Math.min(job.attempts, 5));
      store.move(job.id, ['queued'], { state: 'queued', lastError, nextTryAt: parts.now() + wait, tried: true }, on);
      return;
    }
    // Once it has begun no transport is believed that nothing went out. One that reports nothing did get all of it.
    const whole = begun && lastError === 'printer_one_way' ? { cleans: printer.device } : {};
    store.move(job.id, ['queued', 'sending', 'sent'], { state: 'unconfirmed', lastError, ...whole }, on);
  }

  /** Stores what came of a job, however long the disk is full: until it is stored the writer begins nothing else. */
  async function stored(write: () => unknown): Promise<void> {
    while (!abandoned) {
      try {
        write();
        return;
      } catch (error) {
        parts.log(`print queue: not stored, ${(error as Error).name}`);
        await new Promise((resolve) => setTimeout(resolve, waits.store));
      }
    }
  }

  function pump(device: string): void {
    if (stopped || pumping.has(device)) return;
    clearTimeout(timers.get(device));
    const running = work(device)
      .catch((error: unknown) => parts.log(`printer: ${(error as Error).name}`))
      .finally(() => {
        pumping.delete(device);
        // A job that came while the last one ended found the writer busy.
        if (nextOf(device)) pump(device);
      })
      .catch((error: unknown) => parts.log(`printer: ${(error as Error).name}`));
    pumping.set(device, running);
  }

  return {
    start(): void {
      for (const job of store.underWay()) {
        store.move(job.id, ['sending', 'sent'], { state: 'unconfirmed', lastError: 'printer_interrupted' });
        parts.onChange(job);
      }
      this.wake();
    },
    /** Something new may wait, or a printer was changed. After every save: most bring no paper, and cost one question. */
    wake(): void {
      const printers = parts.printers();
      if (stopped || !mayWait(printers)) return;
      for (const device of new Set(printers.map((printer) => printer.device))) pump(device);
    },
    /** Runs something else on a machine, such as a test page, when no job is on it. */
    alone<T>(device: string, task: () => Promise<T>): Promise<T> {
      return turns.take(device, task);
    },
    /** Nothing new begins; waits for the jobs in hand, but not for ever: what is then under way is unknown at the next start. */
    async stop(): Promise<void> {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      const limit = new Promise((resolve) => setTimeout(resolve, waits.stop).unref());
      await Promise.race([Promise.all(pumping.values()), limit]);
      abandoned = true;
    },
  };
}

/** The job was taken back, or went to another printer, before its first byte. */
class NotMine extends Error {}

export type PrintQueue = ReturnType<typeof createPrintQueue>;
