import type { Entry } from '../domain/contract/entries.ts';
import { type Query, within } from './db/direct.ts';
import { listOf } from './db/lists.ts';
import type { CentreDatabase, CentreTransaction } from './db/open.ts';
import { type CaseAtCentre, foldAtCentre } from './judge.ts';
import { READ_CASES } from './push-statements.ts';

/** The given cases as their stored entries make them; what does not exist is not in the answer. */
export async function foldCases(query: Query, caseIds: readonly string[]): Promise<Map<string, CaseAtCentre>> {
  const known = new Map<string, CaseAtCentre>();
  if (caseIds.length === 0) return known;
  const rows = await query<{ caseId: string; institution: string; body: string }>(READ_CASES, [
    listOf(caseIds, (id) => id),
  ]);
  for (const [caseId, ofCase] of Map.groupBy(rows, (row) => row.caseId)) {
    const read = ofCase.map((row) => JSON.parse(row.body) as Entry);
    const folded = foldAtCentre(ofCase[0]?.institution ?? '', read);
    if (folded) known.set(caseId, folded);
  }
  return known;
}

/** The same through drizzle. */
export function foldAllStored(
  db: CentreDatabase | CentreTransaction,
  caseIds: readonly string[],
): Promise<Map<string, CaseAtCentre>> {
  return foldCases(within(db), caseIds);
}
