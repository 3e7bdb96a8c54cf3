import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Only a program that hangs takes so long, on the busiest machine. */
const READY_MS = 180_000;

/** One of the project's programs as a real process. `ready` is its first line of JSON. */
export interface Running<T> {
  ready: T;
  pid: number;
  /** What it wrote to stderr so far. */
  log(): string;
  /** Asks it to end, and waits. */
  stop(): Promise<void>;
  /** SIGKILL: no clean-up, as in a power cut of the process. */
  kill(): Promise<void>;
}

/** Starts `node <script> <args>` and waits for `{"ready":true,…}`. @throws Error with its stderr when it ends before */
export async function startProcess<T>(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Running<T>> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const ready = await firstLine<T>(child, () => log);
  return {
    ready,
    pid: child.pid ?? -1,
    log: () => log,
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
  };
}

async function firstLine<T>(child: ChildProcess, log: () => string): Promise<T> {
  if (!child.stdout) throw new Error('no stdout');
  const lines = createInterface({ input: child.stdout });
  const timer = setTimeout(() => child.kill('SIGKILL'), READY_MS);
  try {
    for await (const line of lines) {
      if (!line.startsWith('{')) continue;
      const value = JSON.parse(line) as { ready?: boolean };
      if (value.ready) return value as T;
      throw new Error(line);
    }
    throw new Error(`ended before it was ready: ${log()}`);
  } finally {
    clearTimeout(timer);
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
