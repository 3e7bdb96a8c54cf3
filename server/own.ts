import { and, asc, eq, gt } from 'drizzle-orm';
import { GENESIS_HASH } from '../domain/contract/entries.ts';
import { DeskError, type ErrorCode } from '../domain/contract/errors.ts';
import { MAX_PAGE_ENTRIES, type OwnHead } from '../domain/contract/wire.ts';
import type { Viewer } from '../domain/disclosure/see.ts';
import { pack } from '../wire/pack.ts';
import type { CentreDatabase } from './db/open.ts';
import { chains, entries } from './db/schema.ts';

/** Bytes of entries per page before packing. */
const PAGE_BYTES = 4 * 1024 * 1024;

/**
 * A page of a station's own chain, packed: what a desk that was restored from a backup wrote since.
 *
 * @throws DeskError `bad_request` for what is no place in a chain
 */
export async function ownPage(
  db: CentreDatabase,
  { code: station, institution }: Viewer,
  after: string,
): Promise<Uint8Array> {
  if (!/^\d{1,9}$/.test(after)) throw new DeskError('bad_request', { detail: 'query' });
  const [chain] = await db
    .select()
    .from(chains)
    .where(and(eq(chains.institution, institution), eq(chains.station, station)));
  if (!chain) throw new Error(`station ${station} has no chain`);
  const rows = await db
    .select({ body: entries.body, caseSeq: entries.caseSeq, refused: entries.refused })
    .from(entries)
    .where(and(ofChain(institution, station), gt(entries.stationSeq, Number(after))))
    .orderBy(asc(entries.stationSeq))
    .limit(MAX_PAGE_ENTRIES);
  let size = 0;
  // At least one, however long: a page without entries is the end.
  const page = rows.filter((row, index) => {
    size += Buffer.byteLength(row.body);
    return index === 0 || size <= PAGE_BYTES;
  });
  const head: OwnHead = {
    seq: chain.headSeq,
    at: await hashAt(db, ofChain(institution, station), Number(after)),
    items: page.map(({ caseSeq, refused }) => caseSeq ?? ((refused ?? 'internal') as ErrorCode)),
  };
  return pack([JSON.stringify(head), ...page.map(({ body }) => body)].join('\n'));
}

const ofChain = (institution: string, station: string) =>
  and(eq(entries.institution, institution), eq(entries.station, station));

async function hashAt(db: CentreDatabase, chain: ReturnType<typeof ofChain>, seq: number): Promise<string> {
  if (seq === 0) return GENESIS_HASH;
  const where = and(chain, eq(entries.stationSeq, seq));
  const [row] = await db.select({ hash: entries.hash }).from(entries).where(where);
  return row?.hash ?? '';
}
