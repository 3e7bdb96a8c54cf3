import { getTableColumns } from 'drizzle-orm';
import type { CaseState } from '../domain/case-file/state.ts';
import type { CaseProjection } from './cases.ts';
import type { StationDb } from './open.ts';
import { prepared } from './prepared.ts';
import { cases } from './schema.ts';
import { searchTokens } from './search-tokens.ts';

/** What a search looks through. Names of attachments too: a citizen remembers the photo. */
function searchTexts(state: CaseState): string[] {
  const { record } = state;
  const { complainant: who } = record;
  return [
    state.number,
    state.number.replaceAll('-', ''),
    who.name,
    who.phone,
    who.id_no,
    who.address,
    who.agent?.name ?? '',
    who.agent?.phone ?? '',
    ...(who.group?.representatives.flatMap((r) => [r.name, r.phone]) ?? []),
    record.respondent.unit,
    record.respondent.staff,
    record.request,
    record.narrative,
    ...Object.values(record.six_elements),
    ...record.evidence.map((e) => e.name),
  ].filter((text) => text !== '');
}

/** The search index's text for a case. */
export function searchTokensOf(state: CaseState): string {
  return searchTokens(searchTexts(state));
}

type Column = Exclude<keyof typeof cases.$inferInsert, 'seq'>;
const COLUMNS = getTableColumns(cases);
const ALL = (Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]).filter((name): name is Column => name !== 'seq');
/** Columns that the registration alone decides: later entries leave them, and what is searched, as they are. */
const OF_REGISTRATION: ReadonlySet<Column> = new Set<Column>([
  ...(['caseId', 'number', 'kind', 'channel', 'urgency', 'complainantType', 'complainantName', 'phone'] as const),
  ...(['idNo', 'respondent', 'summary', 'registeredAt', 'stationId'] as const),
]);
const OF_LATER = ALL.filter((name) => !OF_REGISTRATION.has(name));
const namesOf = (columns: readonly Column[]) => columns.map((name) => COLUMNS[name].name);

const INSERT = `INSERT INTO cases (${namesOf(ALL)}) VALUES (${ALL.map(() => '?')})`;
const UPDATE_ALL = `UPDATE cases SET ${namesOf(ALL).map((name) => `${name} = ?`)} WHERE seq = ?`;
const UPDATE_LATER = `UPDATE cases SET ${namesOf(OF_LATER).map((name) => `${name} = ?`)} WHERE seq = ?`;

function valuesOf(projection: CaseProjection, columns: readonly Column[]): unknown[] {
  return columns.map((name) => {
    const value = projection[name];
    if (name === 'state') return JSON.stringify(value);
    return value == null ? null : COLUMNS[name].mapToDriverValue(value);
  });
}

/**
 * Writes the projection of one case. Call inside the transaction that wrote its entries.
 *
 * @param how `new` when the case has no row yet; `changed` when entries were added to it, which leaves what the
 *   registration decides; `anew` when another program version may make something else of that too
 * @returns the case's row number
 */
export function saveProjection(
  db: StationDb,
  projection: CaseProjection,
  how: 'new' | 'changed' | 'anew' = 'anew',
): number {
  const known =
    how === 'new'
      ? undefined
      : prepared(db.raw, 'SELECT seq FROM cases WHERE case_id = ?').pluck().get(projection.caseId);
  if (known === undefined) {
    const seq = Number(prepared(db.raw, INSERT).run(...valuesOf(projection, ALL)).lastInsertRowid);
    index(db, seq, projection.state);
    return seq;
  }
  const seq = Number(known);
  const columns = how === 'changed' ? OF_LATER : ALL;
  prepared(db.raw, how === 'changed' ? UPDATE_LATER : UPDATE_ALL).run(...valuesOf(projection, columns), seq);
  if (how === 'anew') {
    prepared(db.raw, 'DELETE FROM case_search WHERE rowid = ?').run(seq);
    index(db, seq, projection.state);
  }
  return seq;
}

function index(db: StationDb, seq: number, state: CaseState): void {
  prepared(db.raw, 'INSERT INTO case_search (rowid, tokens) VALUES (?, ?)').run(seq, searchTokensOf(state));
}

/** Throws all projections away; `entries` is untouched. */
export function clearProjections(db: StationDb): void {
  db.raw.exec(
    "DELETE FROM cases; DELETE FROM case_figures; DELETE FROM sqlite_sequence WHERE name = 'cases'; INSERT INTO case_search(case_search) VALUES ('delete-all')",
  );
}
