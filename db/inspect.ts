import { getTableColumns } from 'drizzle-orm';
import { packState } from '../domain/case-file/packed-state.ts';
import type { CaseProjection } from './cases.ts';
import type { StationDb } from './open.ts';
import { cases } from './schema.ts';

/** Reading the database as a sceptic: what is stored, not what the program would make of it. */
export interface StoredRow {
  id: string;
  caseId: string;
  stationId: string;
  stationSeq: number;
  kind: string;
  hash: string;
  body: string;
  masked: 0 | 1;
}

/** Every row of one station in sequence order, as stored. */
export function walkRows(db: StationDb, stationId: string): IterableIterator<StoredRow> {
  return db.raw
    .prepare(
      `SELECT id, case_id AS caseId, station_id AS stationId, station_seq AS stationSeq, kind, hash, body, masked
       FROM whole_entries WHERE station_id = ? ORDER BY station_seq`,
    )
    .iterate(stationId) as IterableIterator<StoredRow>;
}

/** Bodies of all entries in order of arrival, for an export. */
export function walkBodies(db: StationDb): IterableIterator<{ body: string; serverSeq: number | null; masked: 0 | 1 }> {
  return db.raw
    .prepare('SELECT body, server_seq AS serverSeq, masked FROM whole_entries ORDER BY row')
    .iterate() as IterableIterator<{ body: string; serverSeq: number | null; masked: 0 | 1 }>;
}

/** Ids of all cases that have entries, in order of arrival. */
export function caseIdsByArrival(db: StationDb): string[] {
  const rows = db.raw.prepare('SELECT case_id AS id FROM entries GROUP BY case_id ORDER BY min(row)').all();
  return (rows as { id: string }[]).map((row) => row.id);
}

/** What SQLite itself finds wrong, at most 100 lines; none when the file is whole. */
export function sqliteFaults(db: StationDb): string[] {
  const integrity = (db.raw.pragma('integrity_check(100)') as { integrity_check: string }[]).map(
    (row) => row.integrity_check,
  );
  const foreign = (db.raw.pragma('foreign_key_check') as { table: string }[]).map((row) => `foreign key: ${row.table}`);
  return [...integrity.filter((line) => line !== 'ok'), ...foreign];
}

/** Rows that point at nothing: SQL that lists them, by the table they stand in. `:own` is this station's code. */
const ORPHANS = {
  entryWithoutBody: 'SELECT id FROM entries WHERE row NOT IN (SELECT entry FROM entry_bodies)',
  outboxWithoutEntry: 'SELECT entry_id AS id FROM outbox WHERE entry_id NOT IN (SELECT id FROM entries)',
  outboxAstray: `SELECT o.entry_id AS id FROM outbox o JOIN entries e ON e.id = o.entry_id
    WHERE e.station_id <> :own OR e.case_id <> o.case_id OR e.station_seq <> o.station_seq`,
  entryNeverSent: `SELECT id FROM entries
    WHERE station_id = :own AND server_seq IS NULL AND id NOT IN (SELECT entry_id FROM outbox)`,
  jobWithoutCase: 'SELECT id FROM print_jobs WHERE case_id NOT IN (SELECT case_id FROM cases)',
  draftWithoutCase:
    'SELECT draft_id AS id FROM drafts WHERE case_id IS NOT NULL AND case_id NOT IN (SELECT case_id FROM cases)',
  draftWithoutTask: `SELECT draft_id AS id FROM drafts WHERE case_id IS NULL AND signing_task_id IS NOT NULL
    AND signing_task_id NOT IN (SELECT task_id FROM signing_tasks)`,
  taskWithoutDraft:
    'SELECT task_id AS id FROM signing_tasks WHERE draft_id IS NOT NULL AND draft_id NOT IN (SELECT draft_id FROM drafts)',
  taskWithoutCase:
    'SELECT task_id AS id FROM signing_tasks WHERE case_id IS NOT NULL AND case_id NOT IN (SELECT case_id FROM cases)',
  caseWithoutEntry: 'SELECT case_id AS id FROM cases WHERE case_id NOT IN (SELECT case_id FROM entries)',
  sameCentreOrder: `SELECT min(id) AS id FROM entries WHERE server_seq IS NOT NULL
    GROUP BY case_id, server_seq HAVING count(*) > 1`,
} as const;

export type OrphanKind = keyof typeof ORPHANS;

export function orphanRows(db: StationDb, own: string): { kind: OrphanKind; id: string }[] {
  return (Object.keys(ORPHANS) as OrphanKind[]).flatMap((kind) => {
    const statement = db.raw.prepare(ORPHANS[kind]);
    const rows = (ORPHANS[kind].includes(':own') ? statement.all({ own }) : statement.all()) as { id: string }[];
    return rows.map((row) => ({ kind, id: row.id }));
  });
}

/** Columns of a case's stored row that differ from its projection; null when there is no row. */
export function differingColumns(db: StationDb, projection: CaseProjection): { seq: number; columns: string[] } | null {
  const row = db.raw.prepare('SELECT * FROM cases WHERE case_id = ?').get(projection.caseId) as
    | Record<string, unknown>
    | undefined;
  if (!row) return null;
  const expected: Record<string, unknown> = { ...projection, state: packState(projection.state) };
  const columns = Object.entries(getTableColumns(cases))
    .filter(([name]) => name !== 'seq')
    .filter(([name, column]) => {
      const value = expected[name] ?? null;
      return row[column.name] !== (value === null ? null : column.mapToDriverValue(value as never));
    })
    .map(([, column]) => column.name);
  return { seq: Number(row.seq), columns };
}

export function counterValues(db: StationDb): Map<string, number> {
  const rows = db.raw.prepare('SELECT name, value FROM counters').all() as { name: string; value: number }[];
  return new Map(rows.map((row) => [row.name, row.value]));
}

/** Every file held, one after the other. */
export function walkFiles(db: StationDb): IterableIterator<{ sha256: string; size: number; content: Buffer }> {
  return db.raw.prepare('SELECT sha256, size, content FROM files').iterate() as IterableIterator<{
    sha256: string;
    size: number;
    content: Buffer;
  }>;
}

/**
 * Every token of the search index with its row and place. The index keeps no text, so its own vocabulary is read; the
 * view is a temporary table of this connection and touches nothing in the file.
 */
export function* searchIndex(db: StationDb): Generator<{ term: string; doc: number; offset: number }> {
  db.raw.exec('CREATE VIRTUAL TABLE temp.search_vocabulary USING fts5vocab(main, case_search, instance)');
  try {
    yield* db.raw.prepare('SELECT term, doc, "offset" FROM temp.search_vocabulary').iterate() as IterableIterator<{
      term: string;
      doc: number;
      offset: number;
    }>;
  } finally {
    db.raw.exec('DROP TABLE temp.search_vocabulary');
  }
}
