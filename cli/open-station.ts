import { createEvents } from '../core/events.ts';
import { hasDataKey, loadDataKey } from '../core/keys/data-key.ts';
import { fileKeyring } from '../core/keys/file-keyring.ts';
import { loadProfiles } from '../core/load-profiles.ts';
import { systemPlatform } from '../core/platform.ts';
import { createRules } from '../core/rulebooks/rules.ts';
import { demandStation } from '../core/services/station-settings.ts';
import type { Workspace } from '../core/workspace.ts';
import { databaseExists, openStationDb, type StationDb, sqliteError } from '../db/open.ts';
import { STATE_COUNCIL_CALENDAR } from '../domain/calendar/holidays.ts';
import { DeskError } from '../domain/contract/errors.ts';
import { CannotOpen } from './outcome.ts';

/**
 * Opens a station for one command and closes it after.
 *
 * @param mode `reader` changes nothing and may run beside a desk; `owner` is refused while one runs
 * @throws CannotOpen when there is no station, its key does not open it, or another program owns it
 */
export async function withStation<T>(
  dataDir: string,
  mode: 'reader' | 'owner',
  use: (workspace: Workspace) => T | Promise<T>,
): Promise<T> {
  const db = await open(dataDir, mode);
  const platform = systemPlatform(() => {});
  const rules = createRules(db, loadProfiles(), STATE_COUNCIL_CALENDAR, platform);
  try {
    return await use({
      db,
      platform,
      events: createEvents(),
      profiles: rules.profiles,
      get calendar() {
        return rules.calendar();
      },
      dataDir,
      settings: () => demandStation(db),
    });
  } finally {
    db.close();
  }
}

async function open(dataDir: string, mode: 'reader' | 'owner'): Promise<StationDb> {
  let db: StationDb | null = null;
  try {
    // Looked at first: reading a key where there is none would make one.
    if (!hasDataKey(dataDir) || !databaseExists(dataDir)) throw new DeskError('not_configured', { detail: dataDir });
    db = openStationDb({ dataDir, key: await loadDataKey(dataDir, fileKeyring), mode });
    demandStation(db);
    return db;
  } catch (cause) {
    db?.close();
    const error = sqliteError(cause);
    throw new CannotOpen(error instanceof DeskError ? error : new DeskError('database_damaged', { cause }));
  }
}
