import { stateAt } from '../../db/case-states.ts';
import { recusedIds } from '../../db/cases.ts';
import type { StoredEntry } from '../../db/entries.ts';
import { seqsTagged } from '../../db/search.ts';
import { SECRET_TAG, staffTag, unitTag, windowTag } from '../../db/search-tags.ts';
import { foldForSearch } from '../../db/search-tokens.ts';
import { foldCase } from '../../domain/case-file/apply.ts';
import type { CaseState } from '../../domain/case-file/state.ts';
import type { ComplaintRecord } from '../../domain/contract/record.ts';
import { maskEntry } from '../../domain/disclosure/mask.ts';
import { type SeeingStation, type Sight, sightOf } from '../../domain/disclosure/officer.ts';
import { maskedName, redactor } from '../../domain/disclosure/redact.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { profileFor } from './project-case.ts';

type Desk = Pick<Workspace, 'db' | 'settings' | 'profiles'>;

/** What this officer has of a case, by the rules of `domain/disclosure`. */
export function sightOfCase(workspace: Desk, officer: ActingOfficer, state: CaseState): Sight {
  return sightOf(officer, seeingStation(workspace), state, profileFor(workspace, state.regime));
}

/** Ids of the cases that are not there for this officer (回避). */
export const unseenBy = (workspace: Pick<Workspace, 'db'>, officer: Pick<ActingOfficer, 'id'>): Set<string> =>
  recusedIds(workspace.db, officer.id);

/** Tags of the cases that this officer may not have whole; of each of them `sightOfCase` decides. */
export function veilTags(workspace: Desk, officer: ActingOfficer): string[] {
  const { names, windows } = seeingStation(workspace);
  const tags = [staffTag(officer.name), ...names.map(unitTag), ...windows.map(windowTag), SECRET_TAG];
  return [...new Set(tags)].filter((tag) => tag !== '');
}

/** Of some rows those that this officer has masked, with the state as it is. */
export function maskedAmong(workspace: Desk, officer: ActingOfficer, seqs: readonly number[]): Map<number, CaseState> {
  const masked = new Map<number, CaseState>();
  for (const seq of seqsTagged(workspace.db, veilTags(workspace, officer), seqs)) {
    const state = stateAt(workspace.db, seq);
    if (state && sightOfCase(workspace, officer, state) === 'masked') masked.set(seq, state);
  }
  return masked;
}

/** Whether words find a case for this officer: of one that they have masked, only what the mask leaves. */
export function findsFor(workspace: Desk, officer: ActingOfficer, typed: string): (seq: number) => boolean {
  const words = foldForSearch(typed).split(' ').filter(Boolean);
  return (seq) => {
    const state = stateAt(workspace.db, seq);
    if (!state) return false;
    if (sightOfCase(workspace, officer, state) === 'full') return true;
    const texts = textsLeft(state).map(foldForSearch);
    return words.every((word) => texts.some((text) => text.includes(word)));
  };
}

/** The name and the first words of a masked case, as lists show them. */
export function maskedRow<R extends { complainantName: string; summary: string }>(row: R, state: CaseState): R {
  const redact = redactor(state.record.complainant);
  const { complainant } = state.record;
  const complainantName = complainant.type === 'anonymous' ? row.complainantName : maskedName(complainant);
  return { ...row, complainantName, summary: redact(row.summary) };
}

/** Entries without who complained, and the state that follows from them: every replica's own mask (`maskEntry`). */
export function maskedFile(
  entries: readonly StoredEntry[],
  record: ComplaintRecord,
): { entries: StoredEntry[]; state: CaseState | null } {
  const masked = entries.map((stored) => ({ ...stored, entry: maskEntry(stored.entry, record), masked: true }));
  return { entries: masked, state: foldCase(masked.map(({ entry }) => entry)) };
}

function textsLeft({ number, record }: CaseState): string[] {
  const redact = redactor(record.complainant);
  const { unit, staff } = record.respondent;
  const words = [unit, staff, record.request, record.narrative, ...Object.values(record.six_elements)].map(redact);
  return [number, number.replaceAll('-', ''), ...words];
}

/** How complaints name this station: by its own name and by the units and windows that it answers for. */
function seeingStation({ settings }: Pick<Workspace, 'settings'>): SeeingStation {
  const { station, units, windows } = settings();
  const own = units.filter((unit) => unit.station === station.code);
  return {
    code: station.code,
    names: [station.name, ...own.map((unit) => unit.name)],
    windows: windows.filter((window) => own.some(({ id }) => id === window.unit)).map(({ no }) => no),
  };
}
