import { join } from 'node:path';
import { purgeDiscarded } from '../db/drafts.ts';
import { purgeHeld } from '../db/file-transfers.ts';
import type { StationDb } from '../db/open.ts';
import { DATABASE_FILE, databaseExists, openStationDb } from '../db/open.ts';
import { allOfficers, purgeFiles } from '../db/settings.ts';
import { purgeSigningTasks } from '../db/signing-tasks.ts';
import type { Calendar } from '../domain/calendar/holidays.ts';
import { type Backups, createBackups } from './backup/backups.ts';
import type { Events } from './events.ts';
import { loadDataKey } from './keys/data-key.ts';
import type { ShippedProfiles } from './load-profiles.ts';
import type { CoreOptions, Platform } from './options.ts';
import { shanghaiIso } from './platform.ts';
import { createPrinting, type Printing } from './printing.ts';
import { directoryPeers } from './relay/directory-peers.ts';
import { createRelay, type Relay } from './relay/relay.ts';
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
  /** Where rulebooks go that came from the centre. */
  rulebooks: RulebookIntake;
  sync: SyncEngine;
  recompute: Recompute;
  printing: Printing;
  signing: SigningListener;
  clock: StationClock;
  backups: Backups;
  relay: Relay;
  /** Hands carried bundles to the centre when there is a line; what fails waits for the next one. */
  deliverBundles(): void;
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

/** Carried bundles are offered to the centre this often at most, ms. */
const OFFER_AGAIN = 60_000;

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
  purgeHeld(db.orm, long);
  const recompute = createRecompute(workspace);
  const sessions = createSessions(platform);
  const rulebooks: RulebookIntake = {
    cursor: (key) => rulebookCursor(workspace, key),
    receive(key, items) {
      if (!receiveRulebooks(workspace, rules, key, items)) return;
      // A directory may have brought units and windows, and sent officers home.
      settings = readStation(db) ?? settings;
      for (const officer of allOfficers(db.orm)) if (!officer.active) sessions.closeAllOf(officer.id);
      recompute.wake();
      events.emit({ type: 'sync' });
      events.emit({ type: 'settings' });
    },
  };
  const sync = createSyncEngine(workspace, rulebooks, parts.outside);
  const printing = createPrinting(workspace, (caseId) => {
    sync.wake();
    events.emit({ type: 'case', caseId });
  });
  const signing = createSigningListener(workspace, options.rendererDir, options.signingHost);
  const backups = createBackups(workspace, options.keyring);
  const relay = createRelay(workspace, directoryPeers(workspace));
  const deliverBundles = () => {
    const call = sync.signedCall();
    offeredAt = platform.elapsed();
    if (call && relay.hasUndelivered()) relay.deliver(call).catch(() => undefined);
  };
  let offeredAt = Number.NEGATIVE_INFINITY;
  /** The line works: whatever is carried for others goes over it too. */
  const unsubscribe = events.subscribe((event) => {
    if (event.type !== 'sync' || platform.elapsed() - offeredAt < OFFER_AGAIN) return;
    if (sync.status().state === 'idle') deliverBundles();
  });
  recompute.wake();
  backups.start();
  sync.start();
  printing.start();
  return {
    workspace,
    sessions,
    rules,
    rulebooks,
    sync,
    recompute,
    printing,
    signing,
    clock,
    backups,
    relay,
    deliverBundles,
    signingUrls: new Map(),
    saveSettings(next) {
      writeStation(db, next);
      settings = next;
      events.emit({ type: 'settings' });
    },
    afterSave(caseId) {
      // The line first: what waits for it is with somebody else. A printer is slower than a turn of the event loop.
      sync.wake();
      setImmediate(printing.wake);
      events.emit({ type: 'case', caseId });
    },
    async close() {
      unsubscribe();
      await signing.close();
      await backups.stop();
      await sync.stop();
      await recompute.stop();
      await printing.stop();
      db.close();
    },
  };
}
