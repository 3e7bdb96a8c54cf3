import { entriesOfCase, entryByStationSeq } from '../../db/entries.ts';
import { insertFile } from '../../db/settings.ts';
import { foldCase } from '../../domain/case-file/apply.ts';
import type { Entry } from '../../domain/contract/entries.ts';
import { DeskError, type ErrorCode } from '../../domain/contract/errors.ts';
import { readEntry } from '../../domain/contract/read-entry.ts';
import { maySee, seesMasked, type Viewer } from '../../domain/disclosure/see.ts';
import type { BundleContent } from '../../wire/bundle-content.ts';
import { sniff } from '../file-kind.ts';
import { shanghaiIso } from '../platform.ts';
import { receiveUnplaced } from '../sync/receive.ts';
import type { Workspace } from '../workspace.ts';
import { factsOf } from './compose.ts';

/**
 * Takes cases that another station sent, all of them or nothing. They have no place in the centre's order yet; the feed
 * gives it later. Taking the same again, or others in between, changes nothing.
 *
 * @param self this station as the directory has it: what it may not see it does not take, whoever sends it
 * @returns cases that changed and how many entries were new
 * @throws DeskError `entry_invalid`, `entry_hash`, `entry_fork` (contradicts what is here), `entry_gap` (a case whose
 *   registration is not here), `forbidden`; nothing is written then
 */
export function takeCases(
  workspace: Workspace,
  self: Viewer,
  content: BundleContent,
): { caseIds: string[]; fresh: number } {
  const { db } = workspace;
  return db.raw
    .transaction(() => {
      const entries = content.entries.map(({ text }) => entryOf(text));
      const fresh = entries.filter((entry) => entryByStationSeq(db, entry.stationId, entry.stationSeq) === null).length;
      const changed = receiveUnplaced(workspace, content.entries);
      for (const [index, entry] of entries.entries()) {
        const fault = faultOf(workspace, entry, content.entries[index]?.masked ?? false);
        if (fault) throw new DeskError(fault, { detail: `${entry.stationId}#${entry.stationSeq}` });
      }
      for (const caseId of new Set(entries.map((entry) => entry.caseId))) demandMaySee(workspace, self, caseId);
      takeFiles(workspace, entries, content);
      return { caseIds: changed, fresh };
    })
    .immediate();
}

/** The entry as it was sent: its hash covers that. */
function entryOf(text: string): Entry {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    throw new DeskError('entry_invalid', { cause });
  }
  if (readEntry(raw) === null) throw new DeskError('entry_invalid');
  return raw as Entry;
}

/** Why an entry is not here now although it was to be taken; null when it is. */
function faultOf(workspace: Workspace, entry: Entry, masked: boolean): ErrorCode | null {
  const { db } = workspace;
  const held = entryByStationSeq(db, entry.stationId, entry.stationSeq);
  if (held) return held.id === entry.id && (masked || held.hash === entry.hash) ? null : 'entry_fork';
  if (entry.stationId === workspace.settings().station.code) return 'entry_fork';
  return entriesOfCase(db, entry.caseId).length === 0 ? 'entry_gap' : 'entry_hash';
}

function demandMaySee(workspace: Workspace, self: Viewer, caseId: string): void {
  const stored = entriesOfCase(workspace.db, caseId);
  const entries = stored.map(({ entry }) => entry);
  const state = foldCase(entries);
  if (!state) throw new DeskError('entry_gap');
  const facts = factsOf(state, entries, self.institution);
  const isOpenly = stored.some(({ entry, masked }) => !masked && entry.stationId !== self.code);
  if (!maySee(self, facts) || (seesMasked(self, facts) && isOpenly)) throw new DeskError('forbidden');
}

function takeFiles(workspace: Workspace, entries: readonly Entry[], content: BundleContent): void {
  const named = new Set(entries.flatMap((e) => (e.kind === 'attached' ? [e.payload.evidence.sha256] : [])));
  const addedAt = shanghaiIso(workspace.platform.now());
  for (const { sha256, content: bytes } of content.files) {
    if (!named.has(sha256)) throw new DeskError('bundle_damaged', { detail: 'a file that no entry names' });
    const file = Buffer.from(bytes);
    insertFile(workspace.db.orm, { sha256, mime: sniff(file), size: file.length, content: file, addedAt });
  }
}
