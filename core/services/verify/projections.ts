import type { CaseProjection } from '../../../db/cases.ts';
import { entriesOfCase } from '../../../db/entries.ts';
import { storedFigures } from '../../../db/figures.ts';
import { caseIdsByArrival, differingColumns, searchIndex } from '../../../db/inspect.ts';
import { searchTokensOf } from '../../../db/search-text.ts';
import { foldCase } from '../../../domain/case-file/apply.ts';
import { packFigures } from '../../../domain/counting/figures.ts';
import { caseFiguresOf, profileFor, projectionOf } from '../project-case.ts';
import { Digest } from './digest.ts';
import type { Report, VerifyParts } from './finding.ts';

/**
 * Every projection is what its entries make of it: the row column by column, the statistics as they were written, the
 * search index token by token.
 *
 * @returns how many cases were compared
 */
export function verifyProjections(parts: VerifyParts, report: Report): number {
  const expected = new Map<number, { caseId: string; digest: Digest }>();
  const ids = caseIdsByArrival(parts.db);
  for (const caseId of ids) {
    const made = madeOf(parts, caseId, report);
    if (!made) continue;
    const row = differingColumns(parts.db, made.projection);
    if (!row) {
      report('projection', caseId, '案卷没有列入工作台');
      continue;
    }
    if (row.columns.length > 0) report('projection', caseId, `与条目重建的结果不同：${row.columns.join('、')}`);
    if (storedFigures(parts.db, row.seq) !== made.figures) report('projection', caseId, '统计所记与条目重建的结果不同');
    expected.set(row.seq, { caseId, digest: made.digest });
  }
  verifySearch(parts, expected, report);
  return ids.length;
}

/** What the entries of a case make; null, and reported, when damaged entries make nothing. */
function madeOf(
  parts: VerifyParts,
  caseId: string,
  report: Report,
): { projection: CaseProjection; figures: string; digest: Digest } | null {
  try {
    const state = foldCase(entriesOfCase(parts.db, caseId).map((stored) => stored.entry));
    if (!state) return null;
    if (!profileFor(parts, state.regime)) report('projection', caseId, '案卷所用的制度版本本机没有');
    return {
      projection: projectionOf(parts, state),
      figures: packFigures(caseFiguresOf(parts, state)),
      digest: Digest.of(searchTokensOf(state).split(' ')),
    };
  } catch {
    report('projection', caseId, '条目不能合成案卷');
  }
  return null;
}

function verifySearch(
  parts: VerifyParts,
  expected: ReadonlyMap<number, { caseId: string; digest: Digest }>,
  report: Report,
): void {
  const found = new Map<number, Digest>();
  for (const { term, doc, offset } of searchIndex(parts.db)) {
    const digest = found.get(doc) ?? new Digest();
    digest.add(term, offset);
    found.set(doc, digest);
  }
  for (const [seq, { caseId, digest }] of expected) {
    const held = found.get(seq);
    if (!held) report('search', caseId, '检索目录里没有这个案卷');
    else if (!held.equals(digest)) report('search', caseId, '检索目录与案卷内容不同');
    found.delete(seq);
  }
  for (const seq of found.keys()) report('search', `#${seq}`, '检索目录里有多余的行');
}
