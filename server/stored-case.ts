import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { Entry } from '../domain/contract/entries.ts';
import type { CentreDatabase, CentreTransaction } from './db/open.ts';
import { cases, entries } from './db/schema.ts';
import { type CaseAtCentre, foldAtCentre } from './judge.ts';

/** The given cases as their stored entries make them; what does not exist is not in the answer. */
export async function foldAllStored(
  db: CentreDatabase | CentreTransaction,
  caseIds: readonly string[],
): Promise<Map<string, CaseAtCentre>> {
  const known = new Map<string, CaseAtCentre>();
  if (caseIds.length === 0) return known;
  const rows = await db
    .select({ caseId: cases.id, institution: cases.institution, body: entries.body })
    .from(entries)
    .innerJoin(cases, eq(cases.id, entries.caseId))
    .where(and(inArray(cases.id, [...caseIds]), isNull(entries.refused)))
    .orderBy(asc(entries.caseId), asc(entries.caseSeq));
  for (const [caseId, ofCase] of Map.groupBy(rows, (row) => row.caseId)) {
    const read = ofCase.map((row) => JSON.parse(row.body) as Entry);
    const folded = foldAtCentre(ofCase[0]?.institution ?? '', read);
    if (folded) known.set(caseId, folded);
  }
  return known;
}

export async function foldStored(db: CentreDatabase | CentreTransaction, caseId: string): Promise<CaseAtCentre | null> {
  return (await foldAllStored(db, [caseId])).get(caseId) ?? null;
}
