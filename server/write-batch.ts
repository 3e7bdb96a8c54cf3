import type { Viewer } from '../domain/disclosure/see.ts';
import { linesOf } from '../wire/lines.ts';
import type { Batch } from './batch.ts';
import type { Query } from './db/direct.ts';
import { flagsOf, listOf } from './db/lists.ts';
import type { NewItem } from './growth.ts';
import { WRITE_BATCH, type WrittenRow } from './push-statements.ts';
import type { KnownChain } from './remembered.ts';

export interface Written {
  backed: number;
  /** Stations whose feed grew, and where each ended before. */
  grown: Map<string, number>;
}

/**
 * Writes a judged batch.
 *
 * @param met what it was judged by
 * @returns null, and nothing was written, when that is not so any more
 */
export async function writeBatch(
  query: Query,
  author: Viewer,
  met: KnownChain,
  batch: Batch,
  items: readonly NewItem[],
  now: Date,
): Promise<Written | null> {
  const { stored, head } = batch;
  const opened = [...batch.changed.values()].filter(({ state }) => batch.revisionMet(state.caseId) === null);
  const advanced = [...batch.changed.values()].filter(({ state }) => batch.revisionMet(state.caseId) !== null);
  const feeds = [...Map.groupBy(items, (item) => item.station)];
  const rows = await query<WrittenRow>(WRITE_BATCH, [
    author.code,
    head.seq,
    head.hash,
    listOf(stored, ({ link }) => link.stationSeq),
    listOf(stored, ({ link }) => link.id),
    listOf(stored, ({ link }) => link.caseId),
    listOf(stored, ({ caseSeq }) => caseSeq),
    listOf(stored, ({ link }) => link.hash),
    linesOf(stored.map(({ link }) => link.bytes)),
    flagsOf(stored, ({ conflict }) => conflict),
    listOf(stored, ({ refused }) => refused),
    now.toISOString(),
    listOf(opened, ({ state }) => state.caseId),
    author.institution,
    listOf(opened, ({ state }) => state.revision),
    listOf(advanced, ({ state }) => state.caseId),
    listOf(advanced, ({ state }) => state.revision),
    listOf(feeds, ([station]) => station),
    listOf(feeds, ([, ofFeed]) => ofFeed.length),
    listOf(items, ({ station }) => station),
    listOf(items, ({ nth }) => nth),
    listOf(items, (item) => item.author),
    listOf(items, ({ authorSeq }) => authorSeq),
    flagsOf(items, ({ masked }) => masked),
    listOf(opened, ({ state }) => state.number),
    met.head.seq,
    met.head.hash,
    met.version,
    met.epoch,
    listOf(advanced, ({ state }) => batch.revisionMet(state.caseId)),
  ]);
  const [first] = rows;
  if (!first) return null;
  const grown = new Map(rows.flatMap(({ station, base }) => (station === null ? [] : [[station, base ?? 0] as const])));
  if (grown.size !== feeds.length) throw new Error(`${feeds.length} feeds to write, ${grown.size} written`);
  return { backed: first.backed, grown };
}
