import {
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  inArray,
  lt,
  lte,
  or,
  type Placeholder,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { CaseState } from '../domain/case-file/state.ts';
import type { ComplaintRecord } from '../domain/contract/record.ts';
import { REGISTRATION, stateFrom } from './case-states.ts';
import type { Orm, StationDb } from './open.ts';
import { builtOnce, prepared } from './prepared.ts';
import { cases } from './schema.ts';
import { caseNumberTag } from './search-tags.ts';

/** A row of the worklist's table, as stored: see `schema.ts` for the columns' meaning. */
export type CaseRecord = typeof cases.$inferSelect;
export type CaseProjection = Omit<typeof cases.$inferInsert, 'seq' | 'state' | 'recused' | 'yellowAt'> & {
  state: CaseState;
  // The raw statement that writes a row knows no defaults.
  recused: string;
  yellowAt: string;
};

/** Sort key where no deadline runs: after every real instant. */
export const NO_DUE = '9999';

/** Columns that depend on the calendar besides the case itself. */
export type Deadlines = Required<Pick<CaseProjection, 'caseId' | 'dueAt' | 'nextDue' | 'yellowAt'>>;

/** Writes a case's deadlines where they differ, and nothing else: the search index and the rest of the row stay. */
export function saveDeadlines(db: StationDb, { caseId, dueAt, nextDue, yellowAt }: Deadlines): void {
  const next = JSON.stringify(nextDue);
  db.raw
    .prepare(
      `UPDATE cases SET due_at = @dueAt, next_due = @next, yellow_at = @yellowAt
       WHERE case_id = @caseId AND (due_at <> @dueAt OR next_due IS NOT @next OR yellow_at <> @yellowAt)`,
    )
    .run({ caseId, dueAt, next, yellowAt });
}

/**
 * Ids of open cases that have neither a deadline nor a next step: those whose procedure is not here are among them. Read
 * from the worklist's index alone.
 */
export function idleCases(db: StationDb): string[] {
  return db.raw
    .prepare(`SELECT case_id FROM cases WHERE open = 1 AND due_at = '${NO_DUE}' AND next_roles = '' ORDER BY seq`)
    .pluck()
    .all() as string[];
}

/** A row with what its state is made of. */
const whole = { ...getTableColumns(cases), registration: sql<string | null>`${sql.raw(REGISTRATION)}` };

const caseById = (orm: Orm) =>
  orm
    .select(whole)
    .from(cases)
    .where(eq(cases.caseId, sql.placeholder('caseId')))
    .prepare();

export function findCase(orm: Orm, caseId: string): (CaseRecord & { parsed: CaseState }) | null {
  const row = builtOnce(orm, caseById).get({ caseId });
  return row ? { ...row, parsed: stateFrom(row) } : null;
}

const caseFor = (orm: Orm) =>
  orm
    .select(whole)
    .from(cases)
    .where(and(eq(cases.caseId, sql.placeholder('caseId')), recusedHasNot(sql.placeholder('officer'))))
    .prepare();

/**
 * A case for an officer. For one who has withdrawn (回避) the database finds no row, so that nothing is read or parsed that
 * would not be if the case were not there.
 */
export function findCaseFor(orm: Orm, caseId: string, officerId: string): (CaseRecord & { parsed: CaseState }) | null {
  const row = builtOnce(orm, caseFor).get({ caseId, officer: `,${officerId},` });
  return row ? { ...row, parsed: stateFrom(row) } : null;
}

export function findCaseByNumber(db: StationDb, number: string): CaseRecord | null {
  const tag = caseNumberTag(number);
  if (tag === '') return null;
  const tagged = sql`${cases.seq} IN (SELECT rowid FROM case_search WHERE case_search MATCH ${tag})`;
  return (
    db.orm
      .select()
      .from(cases)
      .where(and(tagged, eq(cases.number, number)))
      .get() ?? null
  );
}

/** The columns of a row in a list. */
export const listed = {
  seq: cases.seq,
  caseId: cases.caseId,
  number: cases.number,
  kind: cases.kind,
  channel: cases.channel,
  status: cases.status,
  urgency: cases.urgency,
  complainantType: cases.complainantType,
  complainantName: cases.complainantName,
  respondent: cases.respondent,
  summary: cases.summary,
  registeredAt: cases.registeredAt,
  stationId: cases.stationId,
  conflict: cases.conflict,
  nextDue: cases.nextDue,
  nextStep: cases.nextStep,
  nextRoles: cases.nextRoles,
  nextStation: cases.nextStation,
  yellowAt: cases.yellowAt,
};
export type ListedCase = Pick<CaseRecord, keyof typeof listed>;

export interface Viewer {
  officerId: string;
  roles: readonly string[];
  stationId: string;
  /** ISO 8601 with +08:00: what is overdue or bears a card depends on it. */
  now: string;
}

export type WorklistView = 'mine' | 'open' | 'overdue' | 'cards' | 'conflicts' | 'all' | 'archived';

/** Cases from which an officer has withdrawn (回避): they are not there for that officer. */
export function notRecused(officerId: string): SQL {
  return recusedHasNot(`,${officerId},`);
}

const recusedHasNot = (member: string | Placeholder): SQL =>
  sql`(${cases.recused} = '' OR instr(${cases.recused}, ${member}) = 0)`;

function mineClause(viewer: Viewer): SQL | undefined {
  const anyRole = or(sql`0`, ...viewer.roles.map((role) => sql`instr(${cases.nextRoles}, ${`,${role},`}) > 0`));
  return and(inArray(cases.nextStation, ['*', viewer.stationId]), anyRole);
}

/** One page of the worklist, what is due first on top. `offset` and `limit` count rows. */
export function worklistPage(
  orm: Orm,
  view: WorklistView,
  viewer: Viewer,
  page: { offset: number; limit: number },
): { rows: ListedCase[]; total: number } {
  const where = viewClause(view, viewer);
  const first = view === 'cards' ? cases.yellowAt : cases.dueAt;
  const order = view === 'all' || view === 'archived' ? [desc(cases.seq)] : [asc(first), asc(cases.seq)];
  const rows = orm
    .select(listed)
    .from(cases)
    .where(and(where, notRecused(viewer.officerId)))
    .orderBy(...order)
    .limit(page.limit)
    .offset(page.offset)
    .all();
  return { rows, total: countOf(orm, where) - countOf(orm, where, withdrawnFrom(orm, viewer.officerId)) };
}

/** Rows of the cases an officer has withdrawn from. From the few that know a recusal, without reading every open case. */
function withdrawnFrom(orm: Orm, officerId: string): number[] {
  const found = orm.all<{ seq: number }>(
    sql`SELECT seq FROM cases INDEXED BY cases_recused WHERE recused <> '' AND instr(recused, ${`,${officerId},`}) > 0`,
  );
  return found.map((row) => row.seq);
}

function countOf(orm: Orm, where: SQL | undefined, among?: readonly number[]): number {
  if (among?.length === 0) return 0;
  const rows = among === undefined ? where : and(where, inArray(cases.seq, [...among]));
  return orm.select({ n: sql<number>`count(*)` }).from(cases).where(rows).get()?.n ?? 0;
}

function viewClause(view: WorklistView, viewer: Viewer): SQL | undefined {
  const open = eq(cases.open, true);
  switch (view) {
    case 'mine':
      return and(open, mineClause(viewer));
    case 'open':
      return open;
    case 'overdue':
      return and(open, lt(cases.dueAt, viewer.now));
    case 'cards':
      return and(open, lte(cases.yellowAt, viewer.now));
    case 'conflicts':
      return eq(cases.conflict, true);
    case 'archived':
      return eq(cases.open, false);
    case 'all':
      return undefined;
  }
}

/** Cases whose entries contradict each other and wait for an officer. Asked after every word with the centre. */
export const countConflicts = (db: StationDb): number =>
  prepared(db.raw, 'SELECT count(*) FROM cases WHERE conflict = 1').pluck().get() as number;

/** Ids of all cases from which an officer has withdrawn (回避). */
export function recusedIds(db: StationDb, officerId: string): Set<string> {
  const rows = db.raw
    .prepare("SELECT case_id FROM cases WHERE recused <> '' AND instr(recused, ?) > 0")
    .pluck()
    .all(`,${officerId},`) as string[];
  return new Set(rows);
}

/** Of some cases, in their order, those from which the officer has not withdrawn (回避). */
export function visibleIds(db: StationDb, ids: readonly string[], officerId: string): string[] {
  const barred = recusedIds(db, officerId);
  return ids.filter((id) => !barred.has(id));
}

/** The records of some cases, in the order of the ids; ids without a case are left out. */
export function recordsOf(db: StationDb, ids: readonly string[]): Map<string, ComplaintRecord> {
  const rows = db.raw
    .prepare(
      `SELECT case_id AS id, json_extract(${REGISTRATION}, '$.payload.record') AS record
       FROM json_each(?) AS asked JOIN cases ON case_id = asked.value ORDER BY asked.key`,
    )
    .all(JSON.stringify(ids)) as { id: string; record: string }[];
  return new Map(rows.map((row) => [row.id, JSON.parse(row.record) as ComplaintRecord]));
}

/** The rows of some cases, in the order of the ids; ids without a case are left out. */
export function listedCases(orm: Orm, ids: readonly string[]): ListedCase[] {
  const rows = orm
    .select(listed)
    .from(cases)
    .where(inArray(cases.caseId, [...ids]))
    .all();
  const byId = new Map(rows.map((row) => [row.caseId, row]));
  return ids.map((id) => byId.get(id)).filter((row) => row !== undefined);
}

export function openCases(orm: Orm, officerId: string | null, limit: number): ListedCase[] {
  return orm
    .select(listed)
    .from(cases)
    .where(and(eq(cases.open, true), officerId === null ? undefined : notRecused(officerId)))
    .orderBy(asc(cases.dueAt), asc(cases.seq))
    .limit(limit)
    .all();
}
