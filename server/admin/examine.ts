import { and, desc, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import { payloadSchemas } from '../../domain/contract/entries.ts';
import type { CentreDatabase } from '../db/open.ts';
import { cases, entries, forks } from '../db/schema.ts';

/** Rows of each list that the page shows. */
const LATEST = 200;

/** What an examiner goes by. Numbers and codes only: nothing of what a citizen said. */
export interface Trouble {
  station: string;
  seq: number;
  /** Kind of entry; empty where it cannot be read. */
  kind: string;
  /** Case number (案号), empty where there is none. */
  number: string;
  /** Why it was refused; empty for conflicts and forks. */
  code: string;
  /** First 12 hex digits of the entry's hash, to tell rivals apart. */
  hash: string;
  receivedAt: string;
}

export interface Examination {
  conflicts: Trouble[];
  rejected: Trouble[];
  forks: Trouble[];
}

/** The latest conflicts (案卷冲突), refused entries (被拒) and forks (分叉), newest first. */
export async function examine(db: CentreDatabase): Promise<Examination> {
  const found = (where: ReturnType<typeof eq>) =>
    db.select().from(entries).where(where).orderBy(desc(entries.receivedAt), desc(entries.stationSeq)).limit(LATEST);
  const conflicts = await found(eq(entries.conflict, true));
  const rejected = await found(isNotNull(entries.refused));
  const forked = await db.select().from(forks).orderBy(desc(forks.receivedAt), desc(forks.stationSeq)).limit(LATEST);
  const numbers = await numbersOf(db, [...conflicts, ...rejected]);
  const trouble = (row: (typeof rejected)[number]): Trouble => ({
    station: row.station,
    seq: row.stationSeq,
    kind: kindOf(row.body),
    number: numbers.get(`${row.institution}\n${row.caseId ?? ''}`) ?? '',
    code: row.refused ?? '',
    hash: row.hash.slice(0, 12),
    receivedAt: row.receivedAt.toISOString(),
  });
  return {
    conflicts: conflicts.map(trouble),
    rejected: rejected.map(trouble),
    forks: forked.map((row) => ({
      station: row.station,
      seq: row.stationSeq,
      kind: kindOf(row.body),
      number: '',
      code: '',
      hash: row.hash.slice(0, 12),
      receivedAt: row.receivedAt.toISOString(),
    })),
  };
}

/** Case numbers as their registrations say. */
async function numbersOf(
  db: CentreDatabase,
  rows: readonly { institution: string; caseId: string | null }[],
): Promise<Map<string, string>> {
  if (rows.length === 0) return new Map();
  const found = await db
    .select({ institution: cases.institution, id: cases.id, body: entries.body })
    .from(cases)
    .innerJoin(
      entries,
      and(
        eq(entries.institution, cases.institution),
        eq(entries.caseId, cases.id),
        eq(entries.caseSeq, 1),
        isNull(entries.refused),
      ),
    )
    .where(
      and(
        inArray(cases.institution, [...new Set(rows.map(({ institution }) => institution))]),
        inArray(cases.id, [...new Set(rows.flatMap(({ caseId }) => caseId ?? []))]),
      ),
    );
  return new Map(found.map(({ institution, id, body }) => [`${institution}\n${id}`, member(body, 'number')]));
}

/** What a refused entry calls itself may be anything: only kinds that there are are shown. */
function kindOf(body: string): string {
  const { kind } = JSON.parse(body) as { kind?: unknown };
  return typeof kind === 'string' && Object.hasOwn(payloadSchemas, kind) ? kind : '';
}

function member(body: string, name: string): string {
  const value = (JSON.parse(body) as { payload?: Record<string, unknown> }).payload?.[name];
  return typeof value === 'string' && /^[A-Z0-9-]{1,40}$/.test(value) ? value : '';
}
