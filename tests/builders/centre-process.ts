import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = join(import.meta.dirname, '../../server/main.ts');

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface CentreProcess {
  address: string;
  adminPage: string;
  child: ChildProcess;
  ended: Promise<Ended>;
}

/** `npm run centre -- ARGS`, to its end. */
export function runCentre(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  return start(args, env).ended;
}

/** Starts the centre as its own process and waits for its ready line. */
export async function startCentre(
  data: string,
  env: Record<string, string> = {},
  more: readonly string[] = [],
): Promise<CentreProcess> {
  const { child, ended } = start(['--port', '0', '--data', data, '--json', ...more], env);
  const ready = new Promise<string>((resolve, reject) => {
    if (child.stdout) createInterface({ input: child.stdout }).once('line', resolve);
    ended.then(({ stderr }) => reject(new Error(`the centre ended: ${stderr}`)), reject);
  });
  const line = JSON.parse(await ready) as { ready: boolean; address: string; adminPage: string };
  return { address: line.address, adminPage: line.adminPage, child, ended };
}

function start(args: readonly string[], env: Record<string, string>): { child: ChildProcess; ended: Promise<Ended> } {
  const { DATABASE_URL: _own, ...inherited } = process.env;
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (piece) => {
    stdout += piece;
  });
  child.stderr.on('data', (piece) => {
    stderr += piece;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, ended };
}
