import type { Entry } from '../domain/contract/entries.ts';
import type { Query } from './db/direct.ts';
import { listOf } from './db/lists.ts';
import { type CaseAtCentre, foldAtCentre } from './judge.ts';
import { READ_CASES } from './push-statements.ts';

/** The given cases as their stored entries make them; what does not exist is not in the answer. */
export async function foldCases(
  query: Query,
  institution: string,
  caseIds: readonly string[],
): Promise<Map<string, CaseAtCentre>> {
  const known = new Map<string, CaseAtCentre>();
  if (caseIds.length === 0) return known;
  const rows = await query<{ caseId: string; body: string }>(READ_CASES, [listOf(caseIds, (id) => id), institution]);
  for (const [caseId, ofCase] of Map.groupBy(rows, (row) => row.caseId)) {
    const read = ofCase.map((row) => JSON.parse(row.body) as Entry);
    const folded = foldAtCentre(institution, read);
    if (folded) known.set(caseId, folded);
  }
  return known;
}
