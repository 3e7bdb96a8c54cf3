import { getTableColumns } from 'drizzle-orm';
import { packState } from '../domain/case-file/packed-state.ts';
import type { CaseProjection } from './cases.ts';
import type { StationDb } from './open.ts';
import { prepared } from './prepared.ts';
import { cases } from './schema.ts';
import { searchTokensOf, type Words } from './search-text.ts';

type Column = Exclude<keyof typeof cases.$inferInsert, 'seq'>;
const COLUMNS = getTableColumns(cases);
const ALL = (Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]).filter((name): name is Column => name !== 'seq');
/** Columns that the registration alone decides: later entries leave them, and what is searched, as they are. */
const OF_REGISTRATION: ReadonlySet<Column> = new Set<Column>([
  ...(['caseId', 'number', 'kind', 'channel', 'urgency', 'complainantType', 'complainantName'] as const),
  ...(['respondent', 'summary', 'registeredAt', 'stationId'] as const),
]);
const OF_LATER = ALL.filter((name) => !OF_REGISTRATION.has(name));
const namesOf = (columns: readonly Column[]) => columns.map((name) => COLUMNS[name].name);

/** What a worklist is sorted by. Most entries leave it, and SQLite writes every index of a column that a statement names. */
const SORTED: Column[] = ['open', 'conflict', 'dueAt', 'nextRoles', 'nextStation', 'recused', 'yellowAt'];
const UNSORTED = OF_LATER.filter((name) => !SORTED.includes(name));

const INSERT = `INSERT INTO cases (${namesOf(ALL)}) VALUES (${ALL.map(() => '?')})`;
const UPDATE_ALL = `UPDATE cases SET ${namesOf(ALL).map((name) => `${name} = ?`)} WHERE seq = ?`;
const UPDATE_LATER = `UPDATE cases SET ${namesOf(OF_LATER).map((name) => `${name} = ?`)} WHERE seq = ?`;
const UPDATE_UNSORTED = `UPDATE cases SET ${namesOf(UNSORTED).map((name) => `${name} = ?`)} WHERE seq = ?`;
const FIND = `SELECT seq, ${namesOf(SORTED)} FROM cases WHERE case_id = ?`;

function valuesOf(projection: CaseProjection, columns: readonly Column[]): unknown[] {
  return columns.map((name) => {
    const value = projection[name];
    if (name === 'state') return packState(projection.state);
    return value == null ? null : COLUMNS[name].mapToDriverValue(value);
  });
}

/** A row that was written, and whether what is searched of it is to be written yet: see `indexCases`. */
export interface SavedRow {
  seq: number;
  isIndexed: boolean;
}

/**
 * Writes the row of one case. Call inside the transaction that wrote its entries, and `indexCases` after all rows.
 *
 * @param how `new` when the case has no row yet; `changed` when entries were added to it, which leaves what the
 *   registration decides; `anew` when another program version may make something else of that too
 */
export function saveRow(db: StationDb, projection: CaseProjection, how: 'new' | 'changed' | 'anew'): SavedRow {
  const { caseId } = projection;
  const known = how === 'new' ? undefined : (prepared(db.raw, FIND).raw().get(caseId) as unknown[] | undefined);
  if (known === undefined) {
    const { lastInsertRowid } = prepared(db.raw, INSERT).run(...valuesOf(projection, ALL));
    return { seq: Number(lastInsertRowid), isIndexed: false };
  }
  const [found, ...sorted] = known;
  const seq = Number(found);
  if (how === 'changed') {
    const isMoved = valuesOf(projection, SORTED).some((value, index) => value !== sorted[index]);
    if (isMoved) prepared(db.raw, UPDATE_LATER).run(...valuesOf(projection, OF_LATER), seq);
    else prepared(db.raw, UPDATE_UNSORTED).run(...valuesOf(projection, UNSORTED), seq);
    return { seq, isIndexed: true };
  }
  prepared(db.raw, UPDATE_ALL).run(...valuesOf(projection, ALL), seq);
  prepared(db.raw, 'DELETE FROM case_search WHERE rowid = ?').run(seq);
  return { seq, isIndexed: false };
}

/**
 * Writes what is searched of some cases. All at once, after every other statement of the transaction: FTS5 writes what it
 * holds in memory to the disk whenever another statement sets a savepoint, and a page of cases would be a thousand
 * segments to merge instead of one.
 */
export function indexCases(db: StationDb, rows: Iterable<{ seq: number; tokens: Words }>): void {
  const insert = prepared(db.raw, 'INSERT INTO case_search (rowid, tokens) VALUES (?, CAST(? AS TEXT))');
  for (const { seq, tokens } of rows) insert.run(seq, tokens);
}

/** Writes the whole projection of one case, the search index included. */
export function saveProjection(db: StationDb, projection: CaseProjection): void {
  const { seq } = saveRow(db, projection, 'anew');
  indexCases(db, [{ seq, tokens: searchTokensOf(projection.state) }]);
}

/** Throws all projections away; `entries` is untouched. */
export function clearProjections(db: StationDb): void {
  db.raw.exec(
    "DELETE FROM cases; DELETE FROM case_figures; DELETE FROM sqlite_sequence WHERE name = 'cases'; INSERT INTO case_search(case_search) VALUES ('delete-all')",
  );
}
