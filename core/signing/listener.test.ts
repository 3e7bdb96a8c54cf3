import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStationDb, type StationDb } from '../../db/open.ts';
import { insertSigningTask, moveSigningTask } from '../../db/signing-tasks.ts';
import { STATE_COUNCIL_CALENDAR } from '../../domain/calendar/holidays.ts';
import { createEvents } from '../events.ts';
import { loadProfiles } from '../load-profiles.ts';
import { shanghaiIso, systemPlatform } from '../platform.ts';
import { demandStation } from '../services/station-settings.ts';
import { createSigningListener } from './listener.ts';

let dir: string;
let db: StationDb;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'jiesu-listener-'));
  db = openStationDb({ dataDir: dir, key: new Uint8Array(32).fill(7) });
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

it('keeps the LAN shut but for a task that waits', async () => {
  const workspace = {
    db,
    platform: systemPlatform(() => {}),
    events: createEvents(),
    profiles: loadProfiles(),
    calendar: STATE_COUNCIL_CALENDAR,
    dataDir: dir,
    settings: () => demandStation(db),
  };
  const listener = createSigningListener(workspace, null, '0.0.0.0');
  const token = 'A'.repeat(43);
  const at = (ms: number) => shanghaiIso(new Date(Date.now() + ms));
  const task = { taskId: 't', purpose: 'registration' as const, draftId: 'd', caseId: null, signer: '', text: '' };
  const rest = { textHash: '', tokenHash: '', state: 'waiting' as const, createdAt: at(0), expiresAt: at(60_000) };
  insertSigningTask(db.orm, { ...task, ...rest });
  const { local, lan } = await listener.addresses(token, true);
  const outside = `${lan?.replace('0.0.0.0', '127.0.0.1')}/task`;
  await listener.closeUnused(1);
  expect((await fetch(outside)).status).toBe(410);

  moveSigningTask(db.orm, 't', ['waiting'], { state: 'cancelled' });
  await new Promise((resolve) => setTimeout(resolve, 5));
  await listener.closeUnused(60_000);
  expect((await fetch(outside)).status).toBe(410);
  await listener.closeUnused(1);
  await expect(fetch(outside)).rejects.toThrow();
  expect((await fetch(`${local}/task`)).status).toBe(410);

  const again = await listener.addresses(token, true);
  expect((await fetch(`${again.lan?.replace('0.0.0.0', '127.0.0.1')}/task`)).status).toBe(410);
  await listener.close();
});
