import { unpackState } from '../domain/case-file/packed-state.ts';
import type { CaseState } from '../domain/case-file/state.ts';
import type { EntryOf } from '../domain/contract/entries.ts';
import { DeskError } from '../domain/contract/errors.ts';
import type { StationDb } from './open.ts';
import { prepared } from './prepared.ts';

/** SQL beside a row of `cases`: the body of the entry that began the case. */
export const REGISTRATION =
  "(SELECT body FROM whole_entries e WHERE e.case_id = cases.case_id AND e.kind = 'registered')";

/** What a state is made of: `cases.state`, and the registration that it does not repeat. */
export interface StateParts {
  state: string;
  registration: string | null;
}

/** @throws DeskError `database_damaged` for a case whose registration is not here */
export function stateFrom({ state, registration }: StateParts): CaseState {
  if (registration === null) throw new DeskError('database_damaged', { detail: 'case without registration' });
  return unpackState(JSON.parse(registration) as EntryOf<'registered'>, state);
}

/** A case by its row. */
export function stateAt(db: StationDb, seq: number): CaseState | null {
  const row = prepared(db.raw, `SELECT state, ${REGISTRATION} AS registration FROM cases WHERE seq = ?`).get(seq);
  return row ? stateFrom(row as StateParts) : null;
}

/** States of all cases as projected, in order of arrival. */
export function* caseStates(db: StationDb): Generator<CaseState> {
  const rows = db.raw
    .prepare(`SELECT state, ${REGISTRATION} AS registration FROM cases ORDER BY seq`)
    .iterate() as IterableIterator<StateParts>;
  for (const row of rows) yield stateFrom(row);
}

/** The cases that bear a tag (`search-tags.ts`), newest first. */
export function statesTagged(db: StationDb, tag: string): CaseState[] {
  const rows = db.raw
    .prepare(
      `SELECT state, ${REGISTRATION} AS registration FROM case_search JOIN cases ON seq = case_search.rowid
       WHERE case_search MATCH ? ORDER BY case_search.rowid DESC`,
    )
    .all(tag) as StateParts[];
  return rows.map(stateFrom);
}

/**
 * The cases of a book, in the order they were registered: those registered from one local date to before another.
 *
 * @param from `YYYY-MM-DD`, included; @param until `YYYY-MM-DD`, excluded
 */
export function casesRegistered(db: StationDb, from: string, until: string): CaseState[] {
  const rows = db.raw
    .prepare(
      `SELECT state, ${REGISTRATION} AS registration FROM cases
       WHERE registered_at >= ? AND registered_at < ? ORDER BY registered_at, seq`,
    )
    .all(from, until) as StateParts[];
  return rows.map(stateFrom);
}
