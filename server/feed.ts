import { sql } from 'drizzle-orm';
import { type Entry, entrySchema } from '../domain/contract/entries.ts';
import { type FeedItem, MAX_PAGE_ENTRIES } from '../domain/contract/wire.ts';
import { maskEntry } from '../domain/disclosure/mask.ts';
import type { CentreDatabase } from './db/open.ts';
import { registrationOf } from './judge.ts';
import { foldAllStored } from './stored-case.ts';

interface Row extends Record<string, unknown> {
  pos: number;
  masked: boolean;
  caseId: string;
  seq: number;
  text: string;
}

/**
 * The next page of a station's feed, masked where the feed says so; empty at its end.
 *
 * @param maxBytes most bytes of entries that are read; one larger entry still travels, alone
 */
export async function readFeed(
  db: CentreDatabase,
  station: string,
  after: number,
  maxBytes: number,
): Promise<FeedItem[]> {
  // Lengths come from the rows' heads: only bodies that are in the page are fetched.
  const { rows } = await db.execute<Row>(sql`
    SELECT page.pos, page.masked, e.case_id AS "caseId", e.case_seq AS seq, e.body AS text
    FROM (
      SELECT f.pos, f.masked, f.author, f.author_seq,
        sum(octet_length(b.body)) OVER (ORDER BY f.pos) AS total
      FROM feed f JOIN entries b ON b.station = f.author AND b.station_seq = f.author_seq
      WHERE f.station = ${station} AND f.pos > ${after} AND f.pos <= ${Math.min(after + MAX_PAGE_ENTRIES, MAX_POS)}
    ) page JOIN entries e ON e.station = page.author AND e.station_seq = page.author_seq
    WHERE page.total <= ${maxBytes} OR page.pos = ${Math.min(after + 1, MAX_POS)}
    ORDER BY page.pos`);
  const hidden = [...new Set(rows.flatMap((row) => (row.masked ? [row.caseId] : [])))];
  const known = await foldAllStored(db, hidden);
  return rows.map(({ pos, seq, masked, caseId, text }): FeedItem => {
    if (!masked) return { pos, seq, masked, text };
    const ofCase = known.get(caseId);
    if (!ofCase) throw new Error(`feed ${station} ${pos} names a case without entries`);
    // The schema drops members that it does not know: nothing unforeseen gets past the mask.
    const entry = maskEntry(entrySchema.parse(JSON.parse(text)) as Entry, registrationOf(ofCase));
    return { pos, seq, masked, text: JSON.stringify(entry) };
  });
}

/** Largest integer that PostgreSQL's `integer` holds. */
const MAX_POS = 2_147_483_647;
