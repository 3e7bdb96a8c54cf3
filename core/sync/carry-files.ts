import { fileReported, findFile, unreportedFiles } from '../../db/settings.ts';
import { PATHS } from '../../domain/contract/wire.ts';
import type { Workspace } from '../workspace.ts';
import { demandOk } from './answers.ts';
import type { SignedCall } from './signed-calls.ts';
import type { SyncOutside } from './transport.ts';

/** Longest that the centre may take with a whole file, ms. */
const FILE_MS = 60_000;

/** Sends the files that acknowledged entries of this station name. Called when the outbox is empty. */
export async function carryFiles(
  { db, settings }: Workspace,
  _outside: SyncOutside,
  signed: SignedCall,
  isRunning: () => boolean,
): Promise<void> {
  for (const sha256 of unreportedFiles(db, settings().station.code)) {
    const file = findFile(db.orm, sha256);
    if (!isRunning()) return;
    if (file === null) continue;
    const response = await signed({
      method: 'PUT',
      path: `${PATHS.files}/${sha256}`,
      headers: { 'content-type': file.mime },
      body: file.content,
      silenceMs: FILE_MS,
    });
    await demandOk(response);
    response.close();
    fileReported(db.orm, sha256);
  }
}
