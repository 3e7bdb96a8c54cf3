import type { Log } from '../../server/answers.ts';
import { dataFolder } from '../../server/data-folder.ts';
import { type RunningCentre, serve } from '../../server/serve.ts';

/** The centre as `npm run centre` starts it, on a real PostgreSQL. */
export function startBenchCentre(
  folder: string,
  databaseUrl: string,
  port = 0,
  log: Log = (entry) => process.stderr.write(`centre: ${JSON.stringify(entry)}\n`),
): Promise<RunningCentre> {
  return serve({
    port,
    host: '127.0.0.1',
    name: '样例中心',
    folder: dataFolder(folder),
    databaseUrl,
    log,
  });
}

/** Asks for a one-time code as the administrator does; null for a station that has enrolled already. */
export async function inviteBenchStation(folder: string, address: string, code: string): Promise<string | null> {
  const response = await fetch(`${address}/admin/invitations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${dataFolder(folder).token().value}` },
    body: JSON.stringify({ code, kind: 'supervision_office', institution: 'bench' }),
  });
  const answer = (await response.json()) as { enrolCode?: string };
  return answer.enrolCode ?? null;
}
