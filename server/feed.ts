import { type Entry, entrySchema } from '../domain/contract/entries.ts';
import { type FeedItem, MAX_PAGE_ENTRIES } from '../domain/contract/wire.ts';
import { maskEntry } from '../domain/disclosure/mask.ts';
import type { CaseCache } from './case-cache.ts';
import type { Query, Statement } from './db/direct.ts';
import { registrationOf } from './judge.ts';

/** Largest integer that PostgreSQL's `integer` holds. */
const MAX_POS = 2_147_483_647;

/**
 * $1 station, $2 after which position, $3 up to which, $4 most bytes, $5 the first position, which travels whatever its size, $6 institution.
 * Lengths come from the rows' heads: only bodies that are in the page are fetched.
 */
export const READ_PAGE: Statement = {
  name: 'feed_page',
  text: `SELECT page.pos, page.masked, e.case_id AS "caseId", c.revision, e.case_seq AS seq, e.body AS text, h.pos AS head
    FROM (
      SELECT f.pos, f.masked, f.author, f.author_seq, sum(octet_length(b.body)) OVER (ORDER BY f.pos) AS total
      FROM feed f JOIN entries b ON b.institution = $6 AND b.station = f.author AND b.station_seq = f.author_seq
      WHERE f.institution = $6 AND f.station = $1 AND f.pos > $2 AND f.pos <= $3
    ) page JOIN entries e ON e.institution = $6 AND e.station = page.author AND e.station_seq = page.author_seq
    JOIN feed_heads h ON h.institution = $6 AND h.station = $1
    LEFT JOIN cases c ON page.masked AND c.institution = $6 AND c.id = e.case_id
    WHERE page.total <= $4 OR page.pos = $5
    ORDER BY page.pos`,
};

interface Row {
  pos: number;
  masked: boolean;
  caseId: string;
  /** Of the case, where the entry is masked. */
  revision: number | null;
  seq: number;
  text: string;
  head: number;
}

export interface FeedPage {
  items: FeedItem[];
  /** Last position of the feed; that of the question when nothing follows it. */
  head: number;
}

/**
 * The next page of a station's feed, masked where the feed says so.
 *
 * @param maxBytes most bytes of entries that are read; one larger entry still travels, alone
 */
export async function readFeed(
  query: Query,
  cases: CaseCache,
  { station, institution, epoch }: { station: string; institution: string; epoch: string },
  after: number,
  maxBytes: number,
): Promise<FeedPage> {
  const last = Math.min(after + MAX_PAGE_ENTRIES, MAX_POS);
  const rows = await query<Row>(READ_PAGE, [station, after, last, maxBytes, Math.min(after + 1, MAX_POS), institution]);
  const hidden = new Map(rows.flatMap((row) => (row.revision === null ? [] : [[row.caseId, row.revision]])));
  const known = await cases.take(query, epoch, institution, hidden);
  cases.keep(epoch, known.values());
  const items = rows.map(({ pos, seq, masked, caseId, text }): FeedItem => {
    if (!masked) return { pos, seq, masked, text };
    const ofCase = known.get(caseId);
    if (!ofCase) throw new Error(`feed ${station} ${pos} names a case without entries`);
    // The schema drops members that it does not know: nothing unforeseen gets past the mask.
    const entry = maskEntry(entrySchema.parse(JSON.parse(text)) as Entry, registrationOf(ofCase));
    return { pos, seq, masked, text: JSON.stringify(entry) };
  });
  return { items, head: rows[0]?.head ?? after };
}
