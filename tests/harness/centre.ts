import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { StationKind } from '../../domain/contract/wire.ts';
import { type Running, startProcess } from './processes.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The centre as a real process, and its administrator at the command line. */
export interface Centre {
  address: string;
  running: Running<{ address: string }>;
  invite(code: string, kind: StationKind, institution: string, units?: readonly string[]): Promise<string>;
}

/** @param more what its environment has beyond ours */
export async function startCentre(
  dataDir: string,
  port = 0,
  databaseUrl?: string,
  more: NodeJS.ProcessEnv = {},
): Promise<Centre> {
  const args = ['--data', dataDir, '--port', String(port), '--json'];
  const env = databaseUrl === undefined ? more : { ...more, DATABASE_URL: databaseUrl };
  const running = await startProcess<{ address: string }>('server/main.ts', args, env);
  return {
    address: running.ready.address,
    running,
    async invite(code, kind, institution, units = []) {
      const unitArgs = units.flatMap((unit) => ['--unit', unit]);
      const all = [
        'server/main.ts',
        'invite',
        code,
        '--kind',
        kind,
        '--institution',
        institution,
        ...unitArgs,
        '--data',
        dataDir,
        '--json',
      ];
      const { stdout } = await promisify(execFile)(process.execPath, all, { cwd: ROOT });
      return (JSON.parse(stdout) as { enrolCode: string }).enrolCode;
    },
  };
}
