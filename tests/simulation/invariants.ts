import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { loadProfiles } from '../../core/load-profiles.ts';
import { verifyStation } from '../../core/services/verify-station.ts';
import { STATE_COUNCIL_CALENDAR } from '../../domain/calendar/holidays.ts';
import { foldCase } from '../../domain/case-file/apply.ts';
import { checkChain } from '../../domain/case-file/chain.ts';
import { type Entry, entrySchema } from '../../domain/contract/entries.ts';
import { maskEntry } from '../../domain/disclosure/mask.ts';
import { sha256 } from '../builders/entries.ts';
import { stateOf } from './officers.ts';
import type { Replica } from './replica.ts';
import { placeOf, type Truth } from './truth.ts';
import { entriesFor, masked } from './who-may-see.ts';

const PROFILES = loadProfiles();

interface HeldRow {
  id: string;
  caseId: string;
  stationId: string;
  seq: number;
  hash: string;
  body: string;
  serverSeq: number | null;
  masked: 0 | 1;
}

/** What the station holds, read from its tables and not through its program. */
export function heldBy(station: Replica): HeldRow[] {
  return station.db.raw
    .prepare(
      `SELECT id, case_id AS caseId, station_id AS stationId, station_seq AS seq, hash, body, server_seq AS serverSeq, masked
       FROM whole_entries ORDER BY case_id, server_seq IS NULL, server_seq, station_seq`,
    )
    .all() as HeldRow[];
}

interface OutboxRow {
  id: string;
  state: string;
  code: string | null;
}

function outboxOf(station: Replica): Map<string, OutboxRow> {
  const rows = station.db.raw.prepare('SELECT entry_id AS id, state, code FROM outbox').all() as OutboxRow[];
  return new Map(rows.map((row) => [row.id, row]));
}

function kindOf(station: Replica, id: string): unknown {
  return station.db.raw.prepare("SELECT kind || ' ' || station_seq FROM entries WHERE id = ?").pluck().get(id);
}

/** Nothing that an officer was told is saved is gone, changed or broken in its chain. Holds at every moment. */
export function brokenPromises(station: Replica): string[] {
  const faults: string[] = [];
  const { code } = station.part;
  const own = heldBy(station)
    .filter((row) => row.stationId === code)
    .sort((a, b) => a.seq - b.seq);
  const byId = new Map(own.map((row) => [row.id, row]));
  for (const { id, seq, hash } of station.promised) {
    const held = byId.get(id);
    const same = station.replaced ? held !== undefined : held?.seq === seq && held.hash === hash;
    if (!same) faults.push(`${code}: its entry ${seq} is gone or another`);
  }
  const chain = own.map((row) => JSON.parse(row.body) as Entry);
  for (const fault of checkChain(chain, sha256)) faults.push(`${code}: own chain at ${fault.seq}: ${fault.code}`);
  return faults;
}

/**
 * What the station counts as reported is at the centre, whoever has lied on the way, for it has the centre's receipt; and
 * it stands there in the place that the station was told, unless that was the lie.
 */
export function lostReports(station: Replica, truth: Truth, lied: boolean): string[] {
  const faults: string[] = [];
  const { code } = station.part;
  for (const row of heldBy(station)) {
    if (row.stationId !== code || row.serverSeq === null) continue;
    const there = truth.byPlace.get(placeOf(code, row.seq));
    if (!there) faults.push(`${code}: entry ${row.seq} counts as reported and is not at the centre`);
    else if (there.hash !== row.hash) faults.push(`${code}: entry ${row.seq} is another one at the centre`);
    else if (there.caseSeq !== row.serverSeq && !lied)
      faults.push(`${code}: entry ${row.seq} stands at ${row.serverSeq}, at the centre at ${there.caseSeq}`);
  }
  return faults;
}

/** Whether the case of an entry was given to a unit more than once: what the one before does with it comes too late. */
function hasMoved(station: Replica, truth: Truth, id: string): boolean {
  const caseId = String(station.db.raw.prepare('SELECT case_id FROM entries WHERE id = ?').pluck().get(id));
  return (truth.cases.get(caseId)?.entries.filter(({ kind }) => kind === 'assigned').length ?? 0) > 1;
}

/**
 * Whether an officer decided once more what a restored centre had refused for want of what it had lost, and another life of
 * the centre took in after all: the second time is rightly too many.
 */
function isSecondTime(station: Replica, truth: Truth, id: string): boolean {
  const own = station.db.raw
    .prepare('SELECT case_id AS caseId, kind, station_seq AS seq FROM entries WHERE id = ?')
    .get(id) as { caseId: string; kind: string; seq: number };
  const there = truth.cases.get(own.caseId)?.entries ?? [];
  return there.some(
    ({ kind, stationId, stationSeq }) => kind === own.kind && stationId === station.part.code && stationSeq < own.seq,
  );
}

/** Refused, and rightly so, although its officers do only what the desk offers. */
function isToBeRefused(station: Replica, truth: Truth, restored: boolean, id: string, reason: string): boolean {
  return (
    (reason === 'case_moved' && hasMoved(station, truth, id)) ||
    (restored && reason === 'already_done' && isSecondTime(station, truth, id))
  );
}

/**
 * After all has settled: everything sent, nothing refused unless somebody lied, and nothing set aside.
 *
 * @param restored whether the centre was ever put back
 */
export function unsettled(station: Replica, truth: Truth, lied: boolean, restored: boolean): string[] {
  const faults: string[] = [];
  const { code } = station.part;
  const outbox = outboxOf(station);
  for (const { id, state, code: reason } of outbox.values()) {
    if (state !== 'rejected') faults.push(`${code}: entry ${id} still waits`);
    // Its officers do only what the desk offers, and the centre asks the same rules; unless they went on without knowing
    // what the lost PC had done, or disposed of a case without having heard that it went to another unit.
    else if (!reason || !(lied || station.replaced || isToBeRefused(station, truth, restored, id, reason)))
      faults.push(`${code}: ${kindOf(station, id)} ${id} was refused: ${reason}`);
  }
  for (const row of heldBy(station)) {
    if (row.stationId !== code) continue;
    const there = truth.byPlace.get(placeOf(code, row.seq));
    if (outbox.has(row.id)) {
      const took = there?.hash === row.hash && there.refused === null;
      if (took && !lied) faults.push(`${code}: entry ${row.seq} counts as refused and is in its case at the centre`);
      continue;
    }
    if (row.serverSeq === null) faults.push(`${code}: entry ${row.seq} is nowhere on its way`);
    else if (there?.refused) faults.push(`${code}: entry ${row.seq} counts as reported and was refused`);
  }
  if (lied) return faults;
  const aside = station.db.raw.prepare('SELECT station_id, station_seq, code FROM quarantine').all() as {
    station_id: string;
    station_seq: number;
    code: string;
  }[];
  for (const one of aside)
    faults.push(`${code}: ${one.station_id} ${one.station_seq} set aside (${one.code}) although nobody lied`);
  return faults;
}

/**
 * The station holds of every case what it may see, as it may see it, in the centre's order, and folds it to the state
 * that everybody else has; and it holds nothing else.
 *
 * @param once entries that it might see before a restored centre forgot why, by id
 */
export function differences(station: Replica, truth: Truth, once: ReadonlySet<string>): string[] {
  const faults: string[] = [];
  const { part, db } = station;
  const { code } = part;
  const rows = heldBy(station);
  const byCase = Map.groupBy(rows, (row) => row.caseId);
  const outbox = outboxOf(station);
  for (const caseId of new Set([...byCase.keys(), ...truth.cases.keys()])) {
    const there = truth.cases.get(caseId);
    const held = byCase.get(caseId) ?? [];
    const may = there ? entriesFor(part, there.states) : 0;
    const registration = there?.states[0];
    const hidden = registration ? masked(part, registration.stationId) : true;
    const expected = (there?.entries ?? []).flatMap((entry, index) => {
      if (entry.stationId === code) return [{ seq: index + 1, entry }];
      if (index >= may || !registration) return [];
      return [
        { seq: index + 1, entry: hidden ? maskEntry(entrySchema.parse(entry) as Entry, registration.record) : entry },
      ];
    });
    const ids = new Set(expected.map(({ entry }) => entry.id));
    const foreign = held.filter((row) => row.stationId !== code);
    for (const row of foreign) {
      if (!ids.has(row.id) && !once.has(row.id))
        faults.push(`${code}: holds ${row.stationId} ${row.seq} of a case that is not for it`);
      if (hidden && row.masked !== 1) faults.push(`${code}: holds ${row.stationId} ${row.seq} in the clear`);
    }
    const placed = held.filter((row) => row.serverSeq !== null && !(once.has(row.id) && !ids.has(row.id)));
    const got = placed.map((row) => ({ seq: row.serverSeq, entry: JSON.parse(row.body) as Entry }));
    const wanted = expected.filter(({ entry }) => !outbox.has(entry.id));
    if (!isDeepStrictEqual(got, wanted)) {
      faults.push(`${code}: case ${caseId}: holds ${briefly(got)}, should hold ${briefly(wanted)}`);
      continue;
    }
    if (held.length === 0) continue;
    const waiting = held.filter((row) => row.serverSeq === null);
    if (waiting.some((row) => row.stationId !== code && !once.has(row.id)))
      faults.push(`${code}: case ${caseId}: another's entry has no place`);
    if (waiting.some((row) => row.stationId !== code)) continue;
    const rest = waiting.map((row) => JSON.parse(row.body) as Entry);
    const state = foldCase([...wanted.map(({ entry }) => entry), ...rest]);
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(state)), stateOf(db, caseId)))
      faults.push(`${code}: case ${caseId}: shows another state than its entries make`);
  }
  return faults;
}

/** No word that a registration keeps secret is anywhere in the unit's database. */
export function leaks(station: Replica, secrets: readonly string[]): string[] {
  const { raw } = station.db;
  const texts = raw
    .prepare('SELECT body FROM entry_bodies UNION ALL SELECT state FROM cases UNION ALL SELECT body FROM quarantine')
    .pluck()
    .all() as string[];
  const all = texts.join('\n');
  return secrets.filter((word) => all.includes(word)).map((word) => `${station.part.code}: can read ${word}`);
}

function briefly(items: readonly { seq: number | null; entry: Entry }[]): string {
  return (
    items.map(({ seq, entry }) => `${seq}:${entry.stationId}/${entry.stationSeq}/${entry.kind}`).join(' ') || 'nothing'
  );
}

/**
 * What a station that was lied to holds is sound by its own examination: a lie may hide something, never break it. That
 * another's chain does not join is how the examination tells of a forgery that was sealed anew, which nobody can see at once.
 */
export function corrupted(station: Replica): string[] {
  const { findings } = verifyStation({
    db: station.db,
    profiles: PROFILES,
    calendar: STATE_COUNCIL_CALENDAR,
    sha256: (data) => createHash('sha256').update(data).digest('hex'),
  });
  const own = (subject: string) => subject.startsWith(`${station.part.code}#`);
  const grave = findings.filter(({ check, subject }) => check !== 'chain' || own(subject));
  return grave.map((finding) => `${station.part.code}: ${JSON.stringify(finding)}`);
}
