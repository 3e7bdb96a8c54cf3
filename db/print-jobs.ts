import { and, asc, desc, eq, getTableColumns, inArray, isNull, lte, notInArray, or, sql } from 'drizzle-orm';
import type { PrintJob, PrintState } from '../domain/contract/printing.ts';
import { notRecused } from './cases.ts';
import type { Orm } from './open.ts';
import { builtOnce } from './prepared.ts';
import { cases } from './schema.ts';
import { printJobs } from './work-schema.ts';

/** A row without the paper's text, which is long and is read on its own. */
const { model: _model, ...columns } = getTableColumns(printJobs);
export type PrintJobRow = Omit<typeof printJobs.$inferSelect, 'model'>;

/** A stored row as the rest of the program knows a job. */
export function printJobOf(row: PrintJobRow): PrintJob {
  const { officerId: _officer, requestId: _request, ...job } = row;
  return job as PrintJob;
}

export function insertPrintJob(orm: Orm, row: PrintJobRow): void {
  orm.insert(printJobs).values(row).run();
}

export function findPrintJob(orm: Orm, id: string): PrintJobRow | null {
  return orm.select(columns).from(printJobs).where(eq(printJobs.id, id)).get() ?? null;
}

/** JSON of what a job's paper said when it was sent; null when it never began. */
export function modelOfPrintJob(orm: Orm, id: string): string | null {
  return orm.select({ model: printJobs.model }).from(printJobs).where(eq(printJobs.id, id)).get()?.model ?? null;
}

export function printJobByRequest(orm: Orm, requestId: string): PrintJobRow | null {
  return orm.select(columns).from(printJobs).where(eq(printJobs.requestId, requestId)).get() ?? null;
}

/** Jobs that wait for one of the printers that the query is given as `printers`, a JSON list. */
const waitsForThem = and(
  inArray(printJobs.printerId, sql`(SELECT value FROM json_each(${sql.placeholder('printers')}))`),
  eq(printJobs.state, 'queued'),
);

const anyWaiting = (orm: Orm) =>
  orm.select({ id: printJobs.id }).from(printJobs).where(waitsForThem).limit(1).prepare();

/** Whether a job waits for one of these printers, be it for a later moment. */
export function anyPrintJobWaits(orm: Orm, printerIds: readonly string[]): boolean {
  return builtOnce(orm, anyWaiting).get({ printers: JSON.stringify(printerIds) }) !== undefined;
}

const nextJob = (orm: Orm) =>
  orm
    .select(columns)
    .from(printJobs)
    .where(and(waitsForThem, or(isNull(printJobs.nextTryAt), lte(printJobs.nextTryAt, sql.placeholder('now')))))
    .orderBy(asc(printJobs.createdAt), asc(printJobs.id))
    .limit(1)
    .prepare();

/** Oldest job of these printers that may be tried now. `now` is ISO with the station's offset, as all stored times. */
export function nextPrintJob(orm: Orm, printerIds: readonly string[], now: string): PrintJob | null {
  const row = builtOnce(orm, nextJob).get({ printers: JSON.stringify(printerIds), now });
  return row ? printJobOf(row) : null;
}

const firstTry = (orm: Orm) =>
  orm
    .select({ at: sql<string | null>`min(${printJobs.nextTryAt})` })
    .from(printJobs)
    .where(waitsForThem)
    .prepare();

/** When the next waiting job of these printers may be tried, or null when none waits. */
export function nextTryOf(orm: Orm, printerIds: readonly string[]): string | null {
  return builtOnce(orm, firstTry).get({ printers: JSON.stringify(printerIds) })?.at ?? null;
}

/**
 * Moves a job on, durably.
 *
 * @param printerId when given, only if the job still belongs to this printer
 * @returns false, and nothing changed, when it is not in one of the `from` states any more
 */
export function movePrintJob(
  orm: Orm,
  id: string,
  from: readonly PrintState[],
  change: Partial<Omit<typeof printJobs.$inferInsert, 'id' | 'caseId' | 'requestId'>>,
  printerId?: string,
): boolean {
  const where = and(
    eq(printJobs.id, id),
    inArray(printJobs.state, [...from]),
    printerId === undefined ? undefined : eq(printJobs.printerId, printerId),
  );
  return orm.update(printJobs).set(change).where(where).run().changes > 0;
}

export function printJobsInState(orm: Orm, state: PrintState): PrintJob[] {
  return orm.select(columns).from(printJobs).where(eq(printJobs.state, state)).all().map(printJobOf);
}

const jobsByCase = (orm: Orm) =>
  orm
    .select(columns)
    .from(printJobs)
    .where(eq(printJobs.caseId, sql.placeholder('caseId')))
    .orderBy(asc(printJobs.createdAt), asc(printJobs.id))
    .prepare();

export function printJobsOfCase(orm: Orm, caseId: string): PrintJob[] {
  return builtOnce(orm, jobsByCase).all({ caseId }).map(printJobOf);
}

/**
 * Which copy of a paper the next one is: 0 when none came out or may have. One that certainly brought no paper does not
 * count, and no two that may lie in somebody's hands have the same count.
 */
export function nextCopyOf(orm: Orm, caseId: string, document: string): number {
  const where = and(
    eq(printJobs.caseId, caseId),
    eq(printJobs.document, document),
    sql`${printJobs.state} <> 'failed'`,
  );
  return (
    orm
      .select({ n: sql<number>`coalesce(max(${printJobs.copy}) + 1, 0)` })
      .from(printJobs)
      .where(where)
      .get()?.n ?? 0
  );
}

/** Jobs with their case's number, without those of cases an officer withdrew from; those that ask a person first, then the newest. */
export function listPrintJobs(
  orm: Orm,
  officerId: string,
  caseId: string | null,
  page: { offset: number; limit: number },
): (PrintJob & { number: string })[] {
  const rows = orm
    .select({ job: columns, number: cases.number })
    .from(printJobs)
    .leftJoin(cases, eq(cases.caseId, printJobs.caseId))
    .where(and(caseId === null ? undefined : eq(printJobs.caseId, caseId), notRecused(officerId)))
    .orderBy(sql`${printJobs.state} <> 'unconfirmed'`, desc(printJobs.createdAt), desc(printJobs.id))
    .limit(page.limit)
    .offset(page.offset)
    .all();
  return rows.map((row) => ({ ...printJobOf(row.job), number: row.number ?? '' }));
}

/** For the status bar: how many wait, how many ask, and the latest fault of each printer. */
export function printerLoad(
  orm: Orm,
  officerId: string,
): Map<string, { waiting: number; asking: number; lastError: string | null }> {
  const rows = orm
    .select({
      printerId: printJobs.printerId,
      state: printJobs.state,
      lastError: printJobs.lastError,
      n: sql<number>`count(*)`,
    })
    .from(printJobs)
    .innerJoin(cases, eq(cases.caseId, printJobs.caseId))
    .where(and(inArray(printJobs.state, ['queued', 'sending', 'sent', 'unconfirmed']), notRecused(officerId)))
    .groupBy(printJobs.printerId, printJobs.state, printJobs.lastError)
    .all();
  const load = new Map<string, { waiting: number; asking: number; lastError: string | null }>();
  for (const row of rows) {
    const entry = load.get(row.printerId) ?? { waiting: 0, asking: 0, lastError: null };
    if (row.state === 'unconfirmed') entry.asking += row.n;
    else entry.waiting += row.n;
    if (row.state === 'queued' && row.lastError !== null) entry.lastError = row.lastError;
    load.set(row.printerId, entry);
  }
  return load;
}

/** Lets every waiting job be tried at once: a printer was changed or switched on. */
export function setPrinterRetryNow(orm: Orm): void {
  orm.update(printJobs).set({ nextTryAt: null }).where(eq(printJobs.state, 'queued')).run();
}

/** Receipts that wait for this printer are given on the width that it has now; true of A4 only where it was A4. */
export function setWidthOfWaiting(orm: Orm, printerId: string, width: '58' | '80'): void {
  const where = and(
    eq(printJobs.printerId, printerId),
    eq(printJobs.state, 'queued'),
    inArray(printJobs.width, ['58', '80']),
  );
  orm.update(printJobs).set({ width }).where(where).run();
}

/** Jobs that wait for a printer that is not among these: the screen says why they wait. */
export function markPrinterMissing(orm: Orm, printerIds: readonly string[], lastError: string): void {
  const where = and(eq(printJobs.state, 'queued'), notInArray(printJobs.printerId, [...printerIds]));
  orm.update(printJobs).set({ lastError }).where(where).run();
}
