import { and, asc, eq, gt, lte, sql } from 'drizzle-orm';
import { type Entry, entrySchema } from '../domain/contract/entries.ts';
import { type FeedItem, MAX_PULL_ENTRIES } from '../domain/contract/wire1.ts';
import { maskEntry } from '../domain/disclosure/mask.ts';
import type { CentreDatabase } from './db/open.ts';
import { entries, feed } from './db/schema.ts';
import { registrationOf } from './judge.ts';
import { foldAllStored } from './stored-case.ts';

/** Bytes of entries per page, before compression; one larger entry still travels, alone. */
const MAX_PAGE_BYTES = 8 * 1024 * 1024;

export interface FeedPage {
  items: FeedItem[];
  more: boolean;
}

/** The next page of a station's feed, masked where the feed says so. */
export async function readFeed(db: CentreDatabase, station: string, after: number): Promise<FeedPage> {
  const last = await lastOfPage(db, station, after);
  if (last === null) return { items: [], more: false };
  const rows = await db
    .select({
      pos: feed.pos,
      masked: feed.masked,
      caseId: entries.caseId,
      caseSeq: entries.caseSeq,
      body: entries.body,
    })
    .from(feed)
    .innerJoin(entries, sameEntry)
    .where(and(eq(feed.station, station), gt(feed.pos, after), lte(feed.pos, last.pos)))
    .orderBy(asc(feed.pos));
  const hidden = [...new Set(rows.flatMap((row) => (row.masked && row.caseId ? [row.caseId] : [])))];
  const known = await foldAllStored(db, hidden);
  const items = rows.map(({ pos, masked, caseId, caseSeq, body }): FeedItem => {
    const item = { pos, seq: caseSeq ?? 0, masked };
    if (!masked) return { ...item, entry: JSON.parse(body) };
    const ofCase = known.get(caseId ?? '');
    if (!ofCase) throw new Error(`feed ${station} ${pos} names a case without entries`);
    // The schema drops members that it does not know: nothing unforeseen gets past the mask.
    return { ...item, entry: maskEntry(entrySchema.parse(JSON.parse(body)) as Entry, registrationOf(ofCase)) };
  });
  return { items, more: last.more };
}

const sameEntry = and(eq(entries.station, feed.author), eq(entries.stationSeq, feed.authorSeq));

async function lastOfPage(
  db: CentreDatabase,
  station: string,
  after: number,
): Promise<{ pos: number; more: boolean } | null> {
  const sizes = await db
    .select({ pos: feed.pos, bytes: sql<number>`octet_length(${entries.body})` })
    .from(feed)
    .innerJoin(entries, sameEntry)
    .where(and(eq(feed.station, station), gt(feed.pos, after)))
    .orderBy(asc(feed.pos))
    .limit(MAX_PULL_ENTRIES + 1);
  let total = 0;
  let last: number | null = null;
  for (const [index, { pos, bytes }] of sizes.entries()) {
    total += bytes;
    if (last !== null && (index >= MAX_PULL_ENTRIES || total > MAX_PAGE_BYTES)) return { pos: last, more: true };
    last = pos;
  }
  return last === null ? null : { pos: last, more: false };
}
