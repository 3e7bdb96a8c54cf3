import {
  entryByStationSeq,
  entryIdAt,
  hasEntry,
  insertEntry,
  insertIfNew,
  isCaseHeld,
  regimeOf,
} from '../../db/entries.ts';
import { retryRejectedOfCase } from '../../db/outbox.ts';
import { dropHearsay, placeFromFeed } from '../../db/placement.ts';
import { applyEntry } from '../../domain/case-file/apply.ts';
import type { Entry } from '../../domain/contract/entries.ts';
import { DeskError, type ErrorCode } from '../../domain/contract/errors.ts';
import type { FeedItem } from '../../domain/contract/wire.ts';
import { shanghaiIso } from '../platform.ts';
import { type NewCase, projectCase, projectNewCases } from '../services/project-case.ts';
import type { Workspace } from '../workspace.ts';
import { faultOf, parsed } from './judge-item.ts';
import { readMark, writeMark } from './marks.ts';
import type { ReadItem } from './page-reader.ts';
import { countAside, itemsAside, setAside, takenAfterAll } from './set-aside.ts';

/** Position of the last feed item that this station holds; 0 before the first. */
export const feedCursor = (workspace: Workspace): number => readMark(workspace, 'feed cursor');

/** What came without a feed: its place in its case is not known yet. */
export type Arrived = Pick<ReadItem, 'masked' | 'text' | 'bytes' | 'verdict'> & {
  pos: number | null;
  seq: number | null;
};

/**
 * Cases that change, with their state where all of it came in this page and was folded on the way; null where the case is
 * to be folded from the disk.
 */
type Changed = Map<string, (NewCase & { last: number }) | null>;

/**
 * Takes a page of the feed: rows, projections and cursor in one transaction. An entry that does not hold is put into
 * quarantine with its reason; it neither blocks the rest nor reaches a case.
 *
 * @returns ids of the cases that changed
 * @throws DeskError `centre_protocol`, and nothing changes, when positions do not go on where the last page ended
 */
export function receivePage(workspace: Workspace, items: readonly ReadItem[]): string[] {
  // On the disk before anybody sees it: what an officer reads here, a power cut does not take back.
  return workspace.db.raw
    .transaction(() => {
      const cursor = feedCursor(workspace);
      if (items.some((item, index) => item.pos !== cursor + 1 + index))
        throw new DeskError('centre_protocol', { detail: 'feed positions' });
      const before = countAside(workspace);
      const changed = takeAll(workspace, items, before > 0);
      if (before > 0) for (const caseId of takeAside(workspace, [...changed])) changed.add(caseId);
      writeMark(workspace, 'feed cursor', cursor + items.length);
      writeMark(workspace, 'sync success', shanghaiIso(workspace.platform.now()));
      return [...changed];
    })
    .immediate();
}

/**
 * Takes entries of others that came without the feed (a bundle), in the order of their chains. They have no place until
 * the feed brings them too, which then only gives them their place.
 *
 * @returns ids of the cases that changed
 */
export function receiveUnplaced(workspace: Workspace, items: readonly Pick<FeedItem, 'masked' | 'text'>[]): string[] {
  const arrived = items.map(({ masked, text }): Arrived => ({ masked, text, pos: null, seq: null }));
  return workspace.db.raw
    .transaction(() => {
      const changed = takeAll(workspace, arrived, countAside(workspace) > 0);
      for (const caseId of takeAside(workspace, [...changed])) changed.add(caseId);
      return [...changed];
    })
    .immediate();
}

/** Tries again what stands aside: a later program may understand it. @returns ids of the cases that changed */
export function retryAside(workspace: Workspace): string[] {
  return workspace.db.raw.transaction(() => [...takeAside(workspace)]).immediate();
}

function takeAside(workspace: Workspace, caseIds?: readonly string[]): Set<string> {
  const waiting = itemsAside(workspace, caseIds);
  return waiting.length === 0 ? new Set() : takeAll(workspace, waiting, true);
}

function takeAll(workspace: Workspace, items: readonly Arrived[], someAside: boolean): Set<string> {
  return takeTogether(workspace, items, someAside) ?? takeOneByOne(workspace, items, someAside);
}

/** All items, each case projected once; null, and nothing changed, when one of them cannot be taken. */
function takeTogether(workspace: Workspace, items: readonly Arrived[], someAside: boolean): Set<string> | null {
  try {
    return workspace.db.raw.transaction(() => {
      const changed: Changed = new Map();
      for (const item of items) takeItem(workspace, item, changed, someAside);
      project(workspace, changed);
      return new Set(changed.keys());
    })();
  } catch (error) {
    if (isOfStorage(error)) throw error;
    return null;
  }
}

/** Each item by itself: one that makes no case, whatever the reason, is set aside and the others go on. */
function takeOneByOne(workspace: Workspace, items: readonly Arrived[], someAside: boolean): Set<string> {
  const all = new Set<string>();
  const take = workspace.db.raw.transaction((item: Arrived) => {
    const changed: Changed = new Map();
    takeItem(workspace, item, changed, someAside);
    project(workspace, changed);
    return changed.keys();
  });
  for (const item of items) {
    try {
      for (const caseId of take(item)) all.add(caseId);
    } catch (error) {
      if (isOfStorage(error)) throw error;
      refuse(workspace, item, parsed(item.text), 'entry_invalid');
    }
  }
  return all;
}

/** A full or damaged disk says nothing about an entry: the page is tried again later. */
function isOfStorage(error: unknown): boolean {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  return code.startsWith('SQLITE_') && !code.startsWith('SQLITE_CONSTRAINT');
}

function project(workspace: Workspace, changed: Changed): void {
  const folded: NewCase[] = [];
  for (const [caseId, known] of changed) {
    if (known) folded.push(known);
    else projectCase(workspace, caseId);
  }
  projectNewCases(workspace, folded);
}

function takeItem(workspace: Workspace, item: Arrived, changed: Changed, someAside: boolean): void {
  const raw = parsed(item.text);
  // The hash covers what was sent, not what a schema makes of it.
  const entry = raw as Entry;
  const { verdict } = item;
  const own = verdict ? verdict.fault : faultOf(item, raw, workspace.platform.sha256);
  const fault = own ?? takeEntry(workspace, item, entry, changed);
  if (fault) refuse(workspace, item, raw, fault);
  else if (someAside) takenAfterAll(workspace, entry);
}

function takeEntry(workspace: Workspace, item: Arrived, entry: Entry, changed: Changed): ErrorCode | null {
  if (takeOntoEnd(workspace, item, entry, changed)) return null;
  const fault = takeAnywhere(workspace, item, entry);
  if (!fault) changed.set(entry.caseId, null);
  return fault;
}

/**
 * The commonest way: a case that is new in this page, and what follows in it. It is folded on the way, so that nothing is
 * read back from the disk.
 *
 * @returns false, and nothing is written, when the entry is not such a one
 */
function takeOntoEnd(workspace: Workspace, item: Arrived, entry: Entry, changed: Changed): boolean {
  const { db } = workspace;
  if (item.seq === null || entry.stationId === workspace.settings().station.code) return false;
  const folded = changed.get(entry.caseId);
  const isNext = folded ? item.seq > folded.last : folded === undefined && entry.kind === 'registered';
  if (!isNext || (folded && entry.kind === 'registered')) return false;
  if (!folded && (isCaseHeld(db, entry.caseId) || !isRegimeKnown(workspace, entry))) return false;
  const place = { serverSeq: item.seq, masked: item.masked, feedPos: item.pos };
  if (!insertIfNew(db, entry, item.bytes ?? item.text, place)) return false;
  const state = applyEntry(folded?.state ?? null, entry);
  // What follows a registration may add to what is searched.
  const tokens = folded ? null : (item.verdict?.tokens ?? null);
  changed.set(entry.caseId, { state, tokens, last: item.seq });
  return true;
}

const isRegimeKnown = (workspace: Workspace, entry: Entry): boolean =>
  entry.kind === 'registered' && workspace.profiles.has(entry.payload.regime.id);

/** Takes an entry wherever it belongs, or says why it does not. */
function takeAnywhere(workspace: Workspace, { pos, seq, masked, text }: Arrived, entry: Entry): ErrorCode | null {
  const { db } = workspace;
  const there = seq === null ? null : entryIdAt(db, entry.caseId, seq);
  if (there !== null && there !== entry.id) return 'entry_fork';
  const held = entryByStationSeq(db, entry.stationId, entry.stationSeq);
  const isOwn = entry.stationId === workspace.settings().station.code;
  // What somebody else's bundle said of a station gives way to what the centre says.
  if (held && held.hash !== entry.hash && seq !== null && !isOwn && dropHearsay(db, held.id))
    return takeAnywhere(workspace, { pos, seq, masked, text }, entry);
  if (held) {
    if (held.hash !== entry.hash || held.caseId !== entry.caseId) return 'entry_fork';
    if (seq !== null && pos !== null) {
      placeFromFeed(db, held.id, seq, isOwn ? null : pos);
      // A restored centre may have refused what was built upon this before it had it again.
      if (!isOwn) retryRejectedOfCase(db, entry.caseId);
    }
    return null;
  }
  // What this station never wrote is not its own, whoever says so: it would take the place of its next entry.
  if (isOwn || hasEntry(db, entry.id)) return 'entry_fork';
  const regime = regimeOf(db, entry.caseId);
  if (regime !== null && entry.kind === 'registered') return 'entry_invalid';
  if (regime === null && entry.kind !== 'registered') return 'entry_gap';
  if (entry.kind === 'registered' && !isRegimeKnown(workspace, entry)) return 'entry_invalid';
  if (regime !== null && !workspace.profiles.has(regime)) return 'entry_invalid';
  insertEntry(db, entry, text, { serverSeq: seq, masked, feedPos: pos });
  return null;
}

/** What has no place in the feed comes again with the next bundle, or with the feed: only the feed's is kept. */
function refuse(workspace: Workspace, { pos, seq, masked, text }: Arrived, entry: unknown, code: ErrorCode): void {
  if (pos !== null && seq !== null) setAside(workspace, { pos, seq, masked, text }, entry, code);
}
