import {
  entryById,
  entryByStationSeq,
  entryIdAt,
  insertEntry,
  registrationOf,
  setServerSeq,
} from '../../db/entries.ts';
import { quarantineRows } from '../../db/quarantine.ts';
import { quarantine } from '../../db/schema.ts';
import { readMeta, writeMeta } from '../../db/settings.ts';
import { hashOf } from '../../domain/case-file/chain.ts';
import { type Entry, entrySchema } from '../../domain/contract/entries.ts';
import { DeskError, type ErrorCode } from '../../domain/contract/errors.ts';
import type { FeedItem } from '../../domain/contract/wire1.ts';
import { shanghaiIso } from '../platform.ts';
import { projectCase } from '../services/project-case.ts';
import type { Workspace } from '../workspace.ts';

const CURSOR = 'feed cursor';

/** Position of the last feed item that this station holds; 0 before the first. */
export const feedCursor = (workspace: Workspace): number => readMeta<number>(workspace.db.orm, CURSOR) ?? 0;

/**
 * Takes a page of the feed: rows, projections and cursor in one transaction. An entry that does not hold is put into
 * quarantine with its reason; it neither blocks the rest nor reaches a case.
 *
 * @returns ids of the cases that changed
 * @throws DeskError `centre_protocol`, and nothing changes, when positions do not go on where the last page ended
 */
export function receivePage(workspace: Workspace, items: readonly FeedItem[]): string[] {
  const { db } = workspace;
  return db.raw
    .transaction(() => {
      const cursor = feedCursor(workspace);
      if (items.some((item, index) => item.pos !== cursor + 1 + index))
        throw new DeskError('centre_protocol', { detail: 'feed positions' });
      const changed = takeTogether(workspace, items) ?? takeOneByOne(workspace, items);
      const last = items.at(-1);
      if (last) writeMeta(db.orm, CURSOR, last.pos);
      return [...changed];
    })
    .immediate();
}

/** All items, each case projected once; null, and nothing changed, when one of them cannot be taken. */
function takeTogether(workspace: Workspace, items: readonly FeedItem[]): Set<string> | null {
  try {
    return workspace.db.raw.transaction(() => {
      const changed = new Set<string>();
      for (const item of items) {
        const caseId = receiveItem(workspace, item);
        if (caseId !== null) changed.add(caseId);
      }
      for (const caseId of changed) projectCase(workspace, caseId);
      return changed;
    })();
  } catch (error) {
    if (isOfStorage(error)) throw error;
    return null;
  }
}

/** Each item by itself: one that makes no case, whatever the reason, is set aside and the others go on. */
function takeOneByOne(workspace: Workspace, items: readonly FeedItem[]): Set<string> {
  const changed = new Set<string>();
  const take = workspace.db.raw.transaction((item: FeedItem) => {
    const caseId = receiveItem(workspace, item);
    if (caseId !== null) projectCase(workspace, caseId);
    return caseId;
  });
  for (const item of items) {
    try {
      const caseId = take(item);
      if (caseId !== null) changed.add(caseId);
    } catch (error) {
      if (isOfStorage(error)) throw error;
      setAside(workspace, item, 'entry_invalid');
    }
  }
  return changed;
}

/** A full or damaged disk says nothing about an entry: the page is tried again later. */
function isOfStorage(error: unknown): boolean {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  return code.startsWith('SQLITE_') && !code.startsWith('SQLITE_CONSTRAINT');
}

function receiveItem(workspace: Workspace, item: FeedItem): string | null {
  const { orm } = workspace.db;
  const parsed = entrySchema.safeParse(item.entry);
  if (!parsed.success) return setAside(workspace, item, 'entry_invalid');
  // The hash covers what was sent, not what a schema makes of it.
  const entry = item.entry as Entry;
  if (!item.masked && hashOf(entry, workspace.platform.sha256) !== entry.hash)
    return setAside(workspace, item, 'entry_hash');
  const there = entryIdAt(orm, entry.caseId, item.seq);
  if (there !== null && there !== entry.id) return setAside(workspace, item, 'entry_fork');
  const held = entryByStationSeq(orm, entry.stationId, entry.stationSeq);
  if (held) {
    if (held.hash !== entry.hash || held.caseId !== entry.caseId) return setAside(workspace, item, 'entry_fork');
    setServerSeq(orm, held.id, item.seq);
    return entry.caseId;
  }
  // What this station never wrote is not its own, whoever says so: it would take the place of its next entry.
  if (entry.stationId === workspace.settings().station.code) return setAside(workspace, item, 'entry_fork');
  if (entryById(orm, entry.id)) return setAside(workspace, item, 'entry_fork');
  const first = registrationOf(orm, entry.caseId);
  if (first && entry.kind === 'registered') return setAside(workspace, item, 'entry_invalid');
  const registration = entry.kind === 'registered' ? entry : first;
  if (!registration) return setAside(workspace, item, 'entry_gap');
  if (!workspace.profiles.has(registration.payload.regime.id)) return setAside(workspace, item, 'entry_invalid');
  insertEntry(orm, entry, { serverSeq: item.seq, masked: item.masked });
  return entry.caseId;
}

/** Tries again what stands aside: what it waited for may be here by now. @returns ids of the cases that changed */
export function retryAside(workspace: Workspace): string[] {
  const { db } = workspace;
  return db.raw
    .transaction(() => {
      const items = quarantineRows(db).flatMap(({ body }) => {
        const kept = JSON.parse(body) as Partial<FeedItem & { text: string }> | null;
        if (typeof kept?.text !== 'string' || kept.seq === undefined || kept.pos === undefined) return [];
        return [{ pos: kept.pos, seq: kept.seq, masked: kept.masked === true, entry: JSON.parse(kept.text) }];
      });
      db.raw.exec("DELETE FROM quarantine WHERE json_extract(body, '$.text') IS NOT NULL");
      return [...(takeTogether(workspace, items) ?? takeOneByOne(workspace, items))];
    })
    .immediate();
}

function setAside(workspace: Workspace, item: FeedItem, code: ErrorCode): null {
  const entry = (item.entry ?? {}) as Partial<Record<'stationId' | 'hash' | 'stationSeq', unknown>>;
  const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 100) : '');
  workspace.db.orm
    .insert(quarantine)
    .values({
      stationId: text(entry.stationId),
      stationSeq: Number.isSafeInteger(entry.stationSeq) ? Number(entry.stationSeq) : -item.pos,
      hash: text(entry.hash),
      body: JSON.stringify({
        pos: item.pos,
        seq: item.seq,
        masked: item.masked,
        text: JSON.stringify(item.entry ?? null),
      }),
      code,
      at: shanghaiIso(workspace.platform.now()),
    })
    .onConflictDoNothing()
    .run();
  workspace.platform.log(`feed entry set aside: pos ${item.pos} ${code}`);
  return null;
}
