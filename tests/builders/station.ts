import { randomUUID } from 'node:crypto';
import { createEvents } from '../../core/events.ts';
import { loadProfiles } from '../../core/load-profiles.ts';
import { shanghaiIso, systemPlatform } from '../../core/platform.ts';
import { appendFacts } from '../../core/services/append-facts.ts';
import { writeStation } from '../../core/services/station-settings.ts';
import { createSyncEngine, type SyncEngine } from '../../core/sync/engine.ts';
import { systemOutside } from '../../core/sync/http-transport.ts';
import type { SyncOutside } from '../../core/sync/transport.ts';
import type { StationSettings, Workspace } from '../../core/workspace.ts';
import { openStationDb } from '../../db/open.ts';
import { insertFile } from '../../db/settings.ts';
import { STATE_COUNCIL_CALENDAR } from '../../domain/calendar/holidays.ts';
import { sampleRecord, sha256 } from './entries.ts';

/** A station without its screens: the real database and the real sync. */
export interface BareStation {
  workspace: Workspace;
  sync: SyncEngine;
  /** Registers a case. @returns its id */
  register(): string;
  /** Keeps a file and attaches it to a case. @returns its SHA-256 */
  attach(caseId: string, content: Uint8Array, revision?: number): string;
  /** Cases that are here. */
  cases(): string[];
  content(hash: string): Buffer | null;
  close(): Promise<void>;
}

const OFFICER = { id: 'o-1', name: '示例员', roles: ['window_chief'] };

/** Opens it in a folder; one that holds a station already is opened again, as after a restart. */
export function openBareStation(dataDir: string, code: string, outside: SyncOutside = systemOutside()): BareStation {
  const db = openStationDb({ dataDir, key: new Uint8Array(32).fill(7) });
  const settings: StationSettings = {
    station: { code, name: `样例${code}`, organisation: '样例', regime: 'tanghe', phone: '' },
    printers: { slip: null, a4: null, spare: null },
    units: [],
    windows: [],
    demo: false,
  };
  writeStation(db, settings);
  const workspace: Workspace = {
    db,
    platform: systemPlatform(() => {}),
    events: createEvents(),
    profiles: loadProfiles(),
    calendar: STATE_COUNCIL_CALENDAR,
    dataDir,
    settings: () => settings,
  };
  const sync = createSyncEngine(workspace, { cursor: () => 0, receive: () => {} }, outside);
  sync.start();
  const append = (caseId: string, facts: Parameters<typeof appendFacts>[2], revision: number) => {
    db.raw.transaction(() => appendFacts(workspace, caseId, facts, OFFICER, revision)).immediate();
    sync.wake();
  };
  return {
    workspace,
    sync,
    register() {
      const caseId = randomUUID();
      const number = `${code}-20260302-${Math.random().toString().slice(2, 6)}-K`;
      const regime = { id: 'tanghe', version: '1' };
      const record = sampleRecord('tanghe-01');
      append(caseId, [{ kind: 'registered', payload: { number, regime, stationName: code, record } }], 0);
      return caseId;
    },
    attach(caseId, content, revision = 1) {
      const hash = workspace.platform.sha256(content);
      const addedAt = shanghaiIso(workspace.platform.now());
      const bytes = Buffer.from(content);
      insertFile(db.orm, { sha256: hash, mime: 'audio/wav', size: bytes.length, content: bytes, addedAt });
      const evidence = { kind: 'recording', name: `录音-${sha256(hash).slice(0, 4)}.wav`, sha256: hash };
      append(caseId, [{ kind: 'attached', payload: { evidence } }], revision);
      return hash;
    },
    cases: () => (db.raw.prepare('SELECT case_id FROM cases').pluck().all() as string[]) ?? [],
    content: (hash) =>
      (db.raw.prepare('SELECT content FROM files WHERE sha256 = ?').pluck().get(hash) as Buffer) ?? null,
    async close() {
      await sync.stop();
      db.close();
    },
  };
}
