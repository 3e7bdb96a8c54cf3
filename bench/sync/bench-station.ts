import { createEvents } from '../../core/events.ts';
import { fileKeyring } from '../../core/keys/file-keyring.ts';
import { loadProfiles } from '../../core/load-profiles.ts';
import { systemPlatform } from '../../core/platform.ts';
import { actOnCase } from '../../core/services/act-on-case.ts';
import { DEMO_SETTINGS } from '../../core/services/demo-station.ts';
import { registerComplaint } from '../../core/services/register-complaint.ts';
import { writeStation } from '../../core/services/station-settings.ts';
import { openDatabase, type Station, startStation } from '../../core/station.ts';
import { type CentreLink, enrol, enrolmentKey } from '../../core/sync/centre-link.ts';
import { systemOutside } from '../../core/sync/http-transport.ts';
import { findCase } from '../../db/cases.ts';
import { readMeta, writeMeta } from '../../db/settings.ts';
import { STATE_COUNCIL_CALENDAR } from '../../domain/calendar/holidays.ts';
import type { ComplaintRecord } from '../../domain/contract/record.ts';
import type { DeskEvent } from '../../domain/contract/views/station.ts';
import { OFFICER } from '../desk.ts';
import { now } from './child.ts';

/** Where a station keeps its centre. */
const LINK = 'centre link';
/** Longest wait for the centre before a measurement counts as failed, ms. */
const PATIENCE_MS = 300_000;

/** Told once for each answer of the centre and each page of the feed, after all of it. */
const afterAnswer = (event: DeskEvent): boolean => event.type === 'sync';

/** A whole station of ours without a window: database, rules, search index, printing and sync as the desk starts them. */
export interface BenchStation {
  station: Station;
  /** Registers complaints through the desk's own use case, 500 to a commit. @returns their case ids */
  register(records: readonly ComplaintRecord[]): string[];
  /** Adds a note to a case. */
  note(caseId: string, text: string): void;
  /** Resolves when the centre has acknowledged everything. */
  pushed(): Promise<void>;
  /** Resolves when that many cases are here. */
  holds(cases: number): Promise<void>;
  count(): number;
  /** Resolves, with the moment in ms, when `sees` holds for a case that changed. */
  until(caseId: string, sees: (notes: readonly string[]) => boolean): Promise<number>;
  close(): Promise<void>;
}

/**
 * Opens a station in a folder, with its settings. With a code it enrols, once; it syncs from
 * `station.sync.start()` on.
 */
export async function openBenchStation(
  dataDir: string,
  code: string,
  centre: { address: string; enrolCode: string | null },
): Promise<BenchStation> {
  const options = { dataDir, rendererDir: null, keyring: fileKeyring };
  const db = await openDatabase(options);
  const events = createEvents();
  writeStation(db, { ...DEMO_SETTINGS, demo: false, station: { ...DEMO_SETTINGS.station, code } });
  const platform = systemPlatform((line) => process.stderr.write(`${code}: ${line}\n`));
  const outside = systemOutside();
  // A station begins to sync as it opens; without the link it waits for the word.
  let link = readMeta<CentreLink>(db.orm, LINK);
  if (!link && centre.enrolCode !== null)
    link = await enrol(
      outside.transport,
      centre.address,
      centre.enrolCode,
      { code, name: code },
      enrolmentKey(centre.enrolCode, null),
    );
  writeMeta(db.orm, LINK, null);
  const started = startStation(
    { options, platform, events, profiles: loadProfiles(), calendar: STATE_COUNCIL_CALENDAR, outside },
    db,
  );
  if (!started || !link) throw new Error('station not configured');
  writeMeta(db.orm, LINK, { ...link, address: centre.address });
  const { workspace, sync } = started;
  // The window, which is not here, asks for the own procedure before anything else.
  workspace.profiles.get(DEMO_SETTINGS.station.regime);
  const counted = db.raw.prepare('SELECT count(*) FROM cases').pluck();
  const count = () => Number(counted.get());
  const nothingWaits = db.raw.prepare("SELECT NOT EXISTS (SELECT 1 FROM outbox WHERE state = 'pending')").pluck();

  /** Looks at each event that may have brought it about, and at no other: a look at each of 10,000 would be measured too. */
  function when(mayHave: (event: DeskEvent) => boolean, done: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (!done()) return;
        clearTimeout(limit);
        leave();
        resolve();
      };
      const leave = events.subscribe((event) => {
        if (mayHave(event)) queueMicrotask(check);
      });
      const limit = setTimeout(() => {
        leave();
        reject(new Error(`${code}: ${JSON.stringify(sync.status())}`));
      }, PATIENCE_MS);
      check();
    });
  }

  return {
    station: started,
    register(records) {
      const one = (record: ComplaintRecord) => {
        const draftId = platform.newId();
        return registerComplaint(workspace, OFFICER, { draftId, record, signingTaskId: null, print: false }).caseId;
      };
      const together = db.raw.transaction((some: readonly ComplaintRecord[]) => some.map(one));
      const caseIds: string[] = [];
      for (let from = 0; from < records.length; from += 500) caseIds.push(...together(records.slice(from, from + 500)));
      return caseIds;
    },
    note(caseId, text) {
      const baseRevision = findCase(db.orm, caseId)?.revision ?? 0;
      const command = { type: 'note', text } as const;
      actOnCase(workspace, OFFICER, { caseId, baseRevision, requestId: platform.newId(), command });
      started.afterSave(caseId);
    },
    async pushed() {
      sync.wake();
      await when(afterAnswer, () => nothingWaits.get() === 1);
    },
    holds: (cases) => when(afterAnswer, () => count() >= cases),
    count,
    async until(caseId, sees) {
      const isOfCase = (event: DeskEvent) => event.type === 'case' && event.caseId === caseId;
      await when(isOfCase, () => sees(findCase(db.orm, caseId)?.parsed.notes.map((note) => note.text) ?? []));
      return now();
    },
    close: () => started.close(),
  };
}
