import { entriesOfCase, entryByStationSeq, insertEntry, setServerSeq } from '../../db/entries.ts';
import { quarantine } from '../../db/schema.ts';
import { writeMeta } from '../../db/settings.ts';
import { applyEntry } from '../../domain/case-file/apply.ts';
import { hashOf } from '../../domain/case-file/chain.ts';
import type { CaseState } from '../../domain/case-file/state.ts';
import { type Entry, entrySchema } from '../../domain/contract/entries.ts';
import type { ErrorCode } from '../../domain/contract/errors.ts';
import type { FeedItem } from '../../domain/contract/wire.ts';
import { projectCase } from '../services/project-case.ts';
import type { Workspace } from '../workspace.ts';

/**
 * Takes a page of the feed: rows, projections and cursor in one transaction. An entry that does not hold is put into
 * quarantine with its reason; it neither blocks the rest nor reaches a case.
 *
 * @returns ids of the cases that changed
 */
export function receivePage(workspace: Workspace, items: readonly FeedItem[]): string[] {
  const changed = new Set<string>();
  workspace.db.raw
    .transaction(() => {
      for (const item of items) {
        const caseId = receiveItem(workspace, item);
        if (caseId !== null) changed.add(caseId);
      }
      for (const caseId of changed) projectCase(workspace, caseId);
      const last = items.at(-1);
      if (last) writeMeta(workspace.db.orm, 'feed cursor', last.pos);
    })
    .immediate();
  return [...changed];
}

function receiveItem(workspace: Workspace, item: FeedItem): string | null {
  const { orm } = workspace.db;
  const parsed = entrySchema.safeParse(item.entry);
  if (!parsed.success) return setAside(workspace, item, 'entry_invalid');
  // The hash covers what was sent, not what a schema makes of it.
  const entry = item.entry as Entry;
  if (!item.masked && hashOf(entry, workspace.platform.sha256) !== entry.hash)
    return setAside(workspace, item, 'entry_hash');
  const held = entryByStationSeq(orm, entry.stationId, entry.stationSeq);
  if (held) {
    if (held.hash !== entry.hash) return setAside(workspace, item, 'entry_fork');
    setServerSeq(orm, held.id, item.seq);
    return entry.caseId;
  }
  if (!workspace.profiles.has(regimeOf(workspace, entry))) return setAside(workspace, item, 'entry_invalid');
  if (!folds(workspace, entry)) return setAside(workspace, item, 'entry_gap');
  insertEntry(orm, entry, { serverSeq: item.seq, masked: item.masked });
  return entry.caseId;
}

function regimeOf(workspace: Workspace, entry: Entry): string {
  if (entry.kind === 'registered') return entry.payload.regime.id;
  const first = entriesOfCase(workspace.db.orm, entry.caseId)[0]?.entry;
  return first?.kind === 'registered' ? first.payload.regime.id : '';
}

/** Whether the case can take the entry: its registration is here, and it is not a second one. */
function folds(workspace: Workspace, entry: Entry): boolean {
  let state: CaseState | null = null;
  try {
    for (const stored of entriesOfCase(workspace.db.orm, entry.caseId)) state = applyEntry(state, stored.entry);
    applyEntry(state, entry);
    return true;
  } catch {
    return false;
  }
}

function setAside(workspace: Workspace, item: FeedItem, code: ErrorCode): null {
  const entry = (item.entry ?? {}) as Partial<Record<'stationId' | 'hash', unknown>> & { stationSeq?: unknown };
  workspace.db.orm
    .insert(quarantine)
    .values({
      stationId: String(entry.stationId ?? ''),
      stationSeq: Number.isSafeInteger(entry.stationSeq) ? Number(entry.stationSeq) : -item.pos,
      hash: String(entry.hash ?? ''),
      body: JSON.stringify(item.entry ?? null),
      code,
      at: workspace.platform.now().toISOString(),
    })
    .onConflictDoNothing()
    .run();
  workspace.platform.log(`feed entry set aside: pos ${item.pos} ${code}`);
  return null;
}
