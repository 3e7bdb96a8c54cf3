import { join } from 'node:path';
import { createEvents } from '../core/events.ts';
import { fileKeyring } from '../core/keys/file-keyring.ts';
import { loadProfiles } from '../core/load-profiles.ts';
import { systemPlatform } from '../core/platform.ts';
import { DEMO_SETTINGS } from '../core/services/demo-station.ts';
import { demandStation, writeStation } from '../core/services/station-settings.ts';
import { startCore } from '../core/start.ts';
import { openDatabase } from '../core/station.ts';
import type { ActingOfficer, Workspace } from '../core/workspace.ts';
import { openStationDb, type StationDb } from '../db/open.ts';
import { STATE_COUNCIL_CALENDAR } from '../domain/calendar/holidays.ts';

/** An officer of 督查室: the role that most steps of 唐河's procedure wait for. */
export const OFFICER: ActingOfficer = { id: 'bench', name: '样例员', roles: ['ducha', 'intake_officer'] };

/** A demonstration station in a folder, opened as the core opens it, without the sync and print loops beside it. */
export async function openWorkspace(dataDir: string): Promise<Workspace> {
  const db = await openDatabase({ dataDir, rendererDir: null, keyring: fileKeyring });
  writeStation(db, DEMO_SETTINGS);
  return {
    db,
    platform: systemPlatform(() => {}),
    events: createEvents(),
    profiles: loadProfiles(),
    calendar: STATE_COUNCIL_CALENDAR,
    dataDir,
    settings: () => demandStation(db),
  };
}

/** The demonstration station with its officers, made through the desk itself. */
export async function setUpDemo(dataDir: string): Promise<void> {
  const core = await startCore({ dataDir, rendererDir: null, keyring: fileKeyring });
  const response = await core.fetch(new Request('http://desk/api/setup.demo', { method: 'POST', body: '{}' }));
  await core.close();
  if (!response.ok) throw new Error(`setup.demo: ${response.status}`);
}

/** A database with one table, opened by the desk's own function: same cipher, same durability settings, nothing else. */
export function openBareDb(dir: string): StationDb {
  const sql = 'CREATE TABLE bare (seq INTEGER PRIMARY KEY, text TEXT NOT NULL)';
  return openStationDb({
    dataDir: join(dir, 'bare'),
    key: new Uint8Array(32).fill(1),
    migrations: [{ name: 'bare', sql }],
  });
}
