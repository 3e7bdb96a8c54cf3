import { readEntry } from '../domain/contract/read-entry.ts';
import { type FeedItem, MAX_INTEGER, MAX_PAGE_ENTRIES } from '../domain/contract/wire.ts';
import { maskEntry } from '../domain/disclosure/mask.ts';
import type { CaseCache } from './case-cache.ts';
import type { Query, Statement } from './db/direct.ts';
import { registrationOf } from './judge.ts';

/**
 * $1 station, $2 after which position, $3 up to which, $4 most bytes, $5 the first position, which travels whatever its size, $6 institution.
 * The limits within say to the planner what a page is: without statistics, and with a plan for all stations alike, it would
 * read every entry of the institution.
 */
export const READ_PAGE: Statement = {
  name: 'feed_page',
  text: `SELECT page.pos, page.masked, page.case_id AS "caseId", c.revision, page.case_seq AS seq, page.body AS text,
      h.pos AS head
    FROM (
      SELECT f.pos, f.masked, e.case_id, e.case_seq, e.body, sum(octet_length(e.body)) OVER (ORDER BY f.pos) AS total
      FROM (
        SELECT pos, masked, author, author_seq FROM feed
        WHERE institution = $6 AND station = $1 AND pos > $2 AND pos <= $3 ORDER BY pos LIMIT ${MAX_PAGE_ENTRIES}
      ) f CROSS JOIN LATERAL (
        SELECT case_id, case_seq, body FROM entries
        WHERE institution = $6 AND station = f.author AND station_seq = f.author_seq LIMIT 1
      ) e
    ) page
    JOIN feed_heads h ON h.institution = $6 AND h.station = $1
    LEFT JOIN LATERAL (
      SELECT revision FROM cases WHERE page.masked AND institution = $6 AND id = page.case_id LIMIT 1
    ) c ON true
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
  const last = Math.min(after + MAX_PAGE_ENTRIES, MAX_INTEGER);
  const rows = await query<Row>(READ_PAGE, [
    station,
    after,
    last,
    maxBytes,
    Math.min(after + 1, MAX_INTEGER),
    institution,
  ]);
  const hidden = new Map(rows.flatMap((row) => (row.revision === null ? [] : [[row.caseId, row.revision]])));
  const known = await cases.take(query, epoch, institution, hidden);
  cases.keep(epoch, known.values());
  const items = rows.map(({ pos, seq, masked, caseId, text }): FeedItem => {
    if (!masked) return { pos, seq, masked, text };
    const ofCase = known.get(caseId);
    if (!ofCase) throw new Error(`feed ${station} ${pos} names a case without entries`);
    // The schema drops members that it does not know: nothing unforeseen gets past the mask.
    const entry = readEntry(JSON.parse(text));
    if (!entry) throw new Error(`feed ${station} ${pos} names what is no entry`);
    return { pos, seq, masked, text: JSON.stringify(maskEntry(entry, registrationOf(ofCase))) };
  });
  return { items, head: rows[0]?.head ?? after };
}
