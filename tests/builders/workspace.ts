import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEvents } from '../../core/events.ts';
import { loadProfiles } from '../../core/load-profiles.ts';
import { systemPlatform } from '../../core/platform.ts';
import { writeStation } from '../../core/services/station-settings.ts';
import type { StationSettings, Workspace } from '../../core/workspace.ts';
import { openStationDb } from '../../db/open.ts';
import { STATE_COUNCIL_CALENDAR } from '../../domain/calendar/holidays.ts';

/** A station's workspace over a real, encrypted database in a folder of its own, without the loops beside it. */
export function openBareWorkspace(code: string): { workspace: Workspace; close(): void } {
  const dir = mkdtempSync(join(tmpdir(), 'jiesu-bare-'));
  const db = openStationDb({ dataDir: dir, key: new Uint8Array(32).fill(7) });
  const settings: StationSettings = {
    station: { code, name: '样例', organisation: '样例', regime: 'tanghe', phone: '' },
    printers: { slip: null, a4: null, spare: null },
    units: [],
    windows: [],
    demo: false,
  };
  writeStation(db, settings);
  return {
    workspace: {
      db,
      platform: systemPlatform(() => {}),
      events: createEvents(),
      profiles: loadProfiles(),
      calendar: STATE_COUNCIL_CALENDAR,
      dataDir: dir,
      settings: () => settings,
    },
    close() {
      db.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
