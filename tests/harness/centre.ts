import type { StationKind } from '../../domain/contract/wire.ts';
import { askInvitation } from '../../server/admin-client.ts';
import { dataFolder } from '../../server/data-folder.ts';
import { seedPgdata } from '../builders/pgdata.ts';
import { type Running, startProcess } from './processes.ts';

/** The centre as a real process, and its administrator. */
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
  if (databaseUrl === undefined) await seedPgdata(dataDir);
  const env = databaseUrl === undefined ? more : { ...more, DATABASE_URL: databaseUrl };
  const running = await startProcess<{ address: string }>('server/main.ts', args, env);
  return {
    address: running.ready.address,
    running,
    // As the command line asks, which costs two seconds of a core to load; `server/main.e2e.test.ts` types it.
    invite: async (code, kind, institution, units = []) =>
      (await askInvitation(dataFolder(dataDir), { code, kind, institution, units: [...units] })).enrolCode,
  };
}
