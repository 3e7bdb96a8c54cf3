import { desc, inArray } from 'drizzle-orm';
import { type ListedCase, listed } from './cases.ts';
import type { StationDb } from './open.ts';
import { cases } from './schema.ts';
import { searchQuery } from './search-tokens.ts';

/**
 * Newest first. Words apart by spaces must all occur; two Chinese characters suffice, one works too.
 * Returns one row more than `limit` when there are more.
 *
 * @param veil which of the found cases the officer has without the complainant: `tags` finds those that may be, and of each
 *   of them `finds` says whether what is left of it holds the words
 */
export function searchCases(
  db: StationDb,
  typed: string,
  officerId: string,
  page: { offset: number; limit: number },
  veil: Veil = { tags: [], finds: () => true },
): ListedCase[] {
  const query = searchQuery(typed);
  if (query === null) return [];
  const veiled = seqsTagged(db, veil.tags, query);
  const seqs: number[] = [];
  let passed = 0;
  for (const seq of seqsFound(db, query, officerId)) {
    if (veiled.has(seq) && !veil.finds(seq)) continue;
    passed += 1;
    if (passed > page.offset) seqs.push(seq);
    if (seqs.length > page.limit) break;
  }
  if (seqs.length === 0) return [];
  return db.orm.select(listed).from(cases).where(inArray(cases.seq, seqs)).orderBy(desc(cases.seq)).all();
}

export interface Veil {
  tags: readonly string[];
  /** @param seq row of the case */
  finds: (seq: number) => boolean;
}

function seqsFound(db: StationDb, query: string, officerId: string): Iterable<number> {
  return db.raw
    .prepare(
      `SELECT rowid FROM case_search WHERE case_search MATCH ?
       AND rowid NOT IN (SELECT seq FROM cases WHERE recused <> '' AND instr(recused, ?) > 0)
       ORDER BY rowid DESC`,
    )
    .pluck()
    .iterate(query, `,${officerId},`) as IterableIterator<number>;
}

/**
 * Rows of the cases that bear one of the tags.
 *
 * @param among a full-text query that they must fit too, or the rows that are asked about
 */
export function seqsTagged(db: StationDb, tags: readonly string[], among: string | readonly number[]): Set<number> {
  if (tags.length === 0) return new Set();
  const tagged = `(${tags.join(' OR ')})`;
  const rows =
    typeof among === 'string'
      ? db.raw
          .prepare('SELECT rowid FROM case_search WHERE case_search MATCH ?')
          .pluck()
          .all(`(${among}) AND ${tagged}`)
      : db.raw
          .prepare(
            'SELECT rowid FROM case_search WHERE case_search MATCH ? AND rowid IN (SELECT value FROM json_each(?))',
          )
          .pluck()
          .all(tagged, JSON.stringify(among));
  return new Set(rows as number[]);
}
