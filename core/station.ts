import { join } from 'node:path';
import { purgeDiscarded } from '../db/drafts.ts';
import type { StationDb } from '../db/open.ts';
import { DATABASE_FILE, databaseExists, openStationDb } from '../db/open.ts';
import { purgeFiles } from '../db/settings.ts';
import { purgeSigningTasks } from '../db/signing-tasks.ts';
import type { Calendar } from '../domain/calendar/holidays.ts';
import type { Events } from './events.ts';
import { loadDataKey } from './keys/data-key.ts';
import type { ShippedProfiles } from './load-profiles.ts';
import type { CoreOptions, Platform } from './options.ts';
import { shanghaiIso } from './platform.ts';
import { createPrinting, type Printing } from './printing.ts';
import { receiveRulebooks, rulebookCursor } from './rulebooks/receive-rulebooks.ts';
import { createRules, type Rules } from './rulebooks/rules.ts';
import { projectMissing, refreshProjections } from './services/rebuild-projections.ts';
import { createRecompute, noteCalendar, type Recompute } from './services/recompute-deadlines.ts';
import { readStation, writeStation } from './services/station-settings.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createSigningListener, type SigningListener } from './signing/listener.ts';
import { createStationClock, type StationClock } from './station-clock.ts';
import { createSyncEngine, type RulebookIntake, type SyncEngine } from './sync/engine.ts';
import type { SyncOutside } from './sync/transport.ts';
import type { StationSettings, Workspace } from './workspace.ts';

/** A station at work: its workspace and the things that go on beside the officer. */
export interface Station {
  workspace: Workspace;
  sessions: Sessions;
  rules: Rules;
  sync: SyncEngine;
  recompute: Recompute;
  printing: Printing;
  signing: SigningListener;
  clock: StationClock;
  /** Addresses of the signing tasks of this launch, by task id: they hold the tokens, so they are never stored. */
  signingUrls: Map<string, { localUrl: string; lanUrl: string | null }>;
  /** Writes the station's settings; every use case reads the new ones from here on. */
  saveSettings(next: StationSettings): void;
  /** Wakes printing and sync after a save, and tells the windows. */
  afterSave(caseId: string): void;
  close(): Promise<void>;
}

export interface StationParts {
  options: CoreOptions;
  platform: Platform;
  events: Events;
  profiles: ShippedProfiles;
  calendar: Calendar;
  /** The line to the centre, timers and chance of sync. */
  outside: SyncOutside;
}

/** Days that a discarded draft can be brought back. */
const DISCARDED_DAYS = 30;

/** Opens the database with its key. @throws DeskError as `openStationDb` and `loadDataKey` do */
export async function openDatabase(options: CoreOptions): Promise<StationDb> {
  const { dataDir, keyring } = options;
  return openStationDb({ dataDir, key: await loadDataKey(dataDir, keyring, databaseExists(dataDir)) });
}

/** Puts a configured station to work; null when the first start was not finished, the database then stays open. */
export function startStation(parts: StationParts, db: StationDb): Station | null {
  const stored = readStation(db);
  if (!stored) return null;
  let settings: StationSettings = stored;
  const { options, events } = parts;
  const clock = createStationClock({
    db,
    platform: parts.platform,
    stationCode: stored.station.code,
    databaseFile: join(options.dataDir, DATABASE_FILE),
    changed: () => events.emit({ type: 'settings' }),
  });
  const { platform } = clock;
  const rules = createRules(db, parts.profiles, parts.calendar, platform);
  const workspace: Workspace = {
    db,
    platform,
    clock,
    events,
    profiles: rules.profiles,
    get calendar() {
      return rules.calendar();
    },
    dataDir: options.dataDir,
    settings: () => settings,
  };
  rules.keepShipped();
  noteCalendar(workspace, rules.calendar());
  refreshProjections(workspace, platform.log);
  db.raw.transaction(() => projectMissing(workspace)).immediate();
  const long = shanghaiIso(new Date(platform.now().getTime() - DISCARDED_DAYS * 86_400_000));
  purgeDiscarded(db.orm, long);
  purgeSigningTasks(db.orm, long);
  purgeFiles(db, long);
  const recompute = createRecompute(workspace);
  const intake: RulebookIntake = {
    cursor: (key) => rulebookCursor(workspace, key),
    receive(key, items) {
      if (!receiveRulebooks(workspace, rules, key, items)) return;
      recompute.wake();
      events.emit({ type: 'sync' });
      events.emit({ type: 'settings' });
    },
  };
  const sync = createSyncEngine(workspace, intake, parts.outside);
  const printing = createPrinting(workspace, (caseId) => {
    sync.wake();
    events.emit({ type: 'case', caseId });
  });
  const signing = createSigningListener(workspace, options.rendererDir, options.signingHost);
  recompute.wake();
  sync.start();
  printing.start();
  return {
    workspace,
    sessions: createSessions(platform),
    rules,
    sync,
    recompute,
    printing,
    signing,
    clock,
    signingUrls: new Map(),
    saveSettings(next) {
      writeStation(db, next);
      settings = next;
      events.emit({ type: 'settings' });
    },
    afterSave(caseId) {
      printing.wake();
      sync.wake();
      events.emit({ type: 'case', caseId });
    },
    async close() {
      await signing.close();
      await sync.stop();
      await recompute.stop();
      await printing.stop();
      db.close();
    },
  };
}
