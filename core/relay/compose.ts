import { entriesOfCase } from '../../db/entries.ts';
import { prepared } from '../../db/prepared.ts';
import { findFile } from '../../db/settings.ts';
import { foldCase } from '../../domain/case-file/apply.ts';
import { canonicalJson } from '../../domain/case-file/chain.ts';
import type { CaseState } from '../../domain/case-file/state.ts';
import type { Entry } from '../../domain/contract/entries.ts';
import { maskEntry } from '../../domain/disclosure/mask.ts';
import { type CaseFacts, maySee, seesMasked, type Viewer } from '../../domain/disclosure/see.ts';
import type { BundleContent, BundleFile } from '../../wire/bundle-content.ts';
import { readMark } from '../sync/marks.ts';
import type { Workspace } from '../workspace.ts';

/** Bytes of entries, unpacked, and of attachments that go into one bundle. */
const MAX_TEXT = 32 * 1024 * 1024;
const MAX_FILES = 40 * 1024 * 1024;

export interface Composed {
  content: BundleContent;
  cases: number;
  /** What did not fit in. */
  filesLeftOut: number;
  entriesLeftOut: number;
}

/** For the centre: the own chain from the last entry that a receipt vouches for, and the attachments it names. */
export function composeChain(workspace: Workspace): Composed {
  const { db } = workspace;
  const rows = prepared(
    db.raw,
    'SELECT body FROM whole_entries WHERE station_id = ? AND station_seq > ? ORDER BY station_seq',
  ).iterate(workspace.settings().station.code, readMark(workspace, 'centre head')) as IterableIterator<{
    body: string;
  }>;
  const box = new Box(workspace);
  for (const { body } of rows) {
    const entry = JSON.parse(body) as Entry;
    box.put(entry, canonicalJson(entry), false);
  }
  return box.composed('chain');
}

/**
 * For another station: the whole of every case of which something has not reached the centre, as far as that station may
 * see it and masked where it must be.
 */
export function composeCases(workspace: Workspace, viewer: Viewer): Composed {
  const { db } = workspace;
  const caseIds = prepared(db.raw, 'SELECT DISTINCT case_id FROM entries WHERE server_seq IS NULL ORDER BY case_id')
    .pluck()
    .all() as string[];
  const box = new Box(workspace);
  for (const caseId of caseIds) {
    const stored = entriesOfCase(db, caseId);
    const state = foldCase(stored.map(({ entry }) => entry));
    if (!state) continue;
    const facts = factsOf(
      state,
      stored.map(({ entry }) => entry),
      viewer.institution,
    );
    if (!maySee(viewer, facts)) continue;
    const masked = seesMasked(viewer, facts);
    for (const { entry, masked: held } of stored) {
      // What came here masked is not this desk's to pass on to somebody who may see it whole.
      if (held && !masked) continue;
      const shown = masked && !held ? maskEntry(entry, state.record) : entry;
      box.put(shown, canonicalJson(shown), masked);
    }
  }
  return box.composed('cases');
}

/** What disclosure asks about a case. @param entries in the order in which the case is folded */
export function factsOf(state: CaseState, entries: readonly Entry[], institution: string): CaseFacts {
  const unit = state.assignment?.unit;
  return {
    institution,
    stationId: state.stationId,
    assignment: unit ? { id: unit.id, station: unit.station } : null,
    everAssigned: entries.flatMap((entry) =>
      entry.kind === 'assigned' ? [{ id: entry.payload.unit.id, station: entry.payload.unit.station }] : [],
    ),
  };
}

/** Fills a bundle until it is full. What follows what did not fit stays out too: a chain has no holes. */
class Box {
  readonly #workspace: Workspace;
  readonly #entries: { text: string; masked: boolean }[] = [];
  readonly #files = new Map<string, BundleFile>();
  readonly #cases = new Set<string>();
  readonly #left = new Set<string>();
  #text = 0;
  #bytes = 0;
  #entriesLeft = 0;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  put(entry: Entry, text: string, masked: boolean): void {
    const size = Buffer.byteLength(text) + 1;
    if (this.#entriesLeft > 0 || this.#text + size > MAX_TEXT) {
      this.#entriesLeft += 1;
      return;
    }
    this.#text += size;
    this.#entries.push({ text, masked });
    this.#cases.add(entry.caseId);
    if (entry.kind === 'attached' && !masked) this.#putFile(entry.payload.evidence.sha256);
  }

  #putFile(sha256: string): void {
    if (this.#files.has(sha256)) return;
    const file = findFile(this.#workspace.db.orm, sha256);
    if (!file) return;
    if (this.#bytes + file.size > MAX_FILES) {
      this.#left.add(sha256);
      return;
    }
    this.#bytes += file.size;
    this.#files.set(sha256, { sha256, content: file.content });
  }

  composed(kind: BundleContent['kind']): Composed {
    return {
      content: { kind, entries: this.#entries, files: [...this.#files.values()] },
      cases: this.#cases.size,
      filesLeftOut: this.#left.size,
      entriesLeftOut: this.#entriesLeft,
    };
  }
}
