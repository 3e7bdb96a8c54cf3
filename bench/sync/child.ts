import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Question to a child and its answer; `error` when it threw. */
interface Answer {
  id: number;
  value?: unknown;
  error?: string;
}

/** A program of the bench in a process of its own, so that its memory and its share of the machine are its own. */
export class Child {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  #asked = 0;

  /**
   * @param flags of Node
   * @param env   what it finds in its environment besides this process's own
   */
  constructor(script: string, flags: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
    this.#process = fork(script, [], {
      execArgv: [...process.execArgv, ...flags],
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#process.on('message', (answer: Answer) => {
      const asked = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (answer.error !== undefined) asked?.reject(new Error(answer.error));
      else asked?.resolve(answer.value as never);
    });
    this.#process.once('exit', (code, signal) => {
      const gone = new Error(`${script} ended (${code ?? signal})`);
      for (const { reject } of this.#waiting.values()) reject(gone);
      this.#waiting.clear();
    });
  }

  ask<T>(what: string, input: unknown = null): Promise<T> {
    this.#asked += 1;
    const id = this.#asked;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#process.send({ id, what, input });
    });
  }

  /** Most memory that the process ever had in use, MiB (Linux). */
  peakMiB(): number {
    const status = readFileSync(`/proc/${this.#process.pid}/status`, 'latin1');
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1024;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.disconnect();
    const force = setTimeout(() => this.#process.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(force);
  }
}

/** The clock of all processes of this machine, ms. */
export const now = (): number => Number(process.hrtime.bigint()) / 1e6;

/** The child's half: answers each question with what its handler returns, in the order asked. */
export function answerParent(handlers: Record<string, (input: never) => unknown>, end: () => unknown): void {
  process.on('message', async ({ id, what, input }: { id: number; what: string; input: never }) => {
    try {
      const handler = handlers[what];
      if (!handler) throw new Error(`no question ${what}`);
      process.send?.({ id, value: await handler(input) });
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.once('disconnect', async () => {
    await end();
    process.exit(0);
  });
}
