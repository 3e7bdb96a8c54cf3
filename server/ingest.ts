import type { Entry } from '../domain/contract/entries.ts';
import type { PushAnswer } from '../domain/contract/wire.ts';
import type { Viewer } from '../domain/disclosure/see.ts';
import { Batch, type Met, type Place } from './batch.ts';
import type { CaseCache } from './case-cache.ts';
import type { Direct, Query } from './db/direct.ts';
import { flagsOf, listOf } from './db/lists.ts';
import { Growth, type NewItem } from './growth.ts';
import type { Link } from './links.ts';
import {
  type ChainRow,
  KEEP_FORK,
  LOCK_CASES,
  LOCK_CHAIN,
  type MetRow,
  NAME_FILES,
  SETTLE_AGAIN,
  WRITE_BATCH,
} from './push-statements.ts';
import type { SightsByInstitution } from './sights.ts';

export interface Ingested {
  answers: PushAnswer[];
  epoch: string;
  /** The chain as it now stands. */
  head: { seq: number; hash: string; backed: number };
  /** Stations whose feed grew. */
  woken: string[];
}

/** What a process remembers between pushes. */
export interface Memory {
  cases: CaseCache;
  sights: SightsByInstitution;
}

/**
 * Takes in one batch of a station: every entry gets its own answer, all of them in one transaction that is committed,
 * and synced to disk, before this returns. Five round trips, whatever the batch holds.
 *
 * An entry that is in its right place in the chain but breaks a rule is kept there, refused, so that the entries after it
 * are not blocked; sent again, it is judged again. Locks are taken in one order (institution, chain, cases, feeds, each
 * sorted), so two batches can wait for each other but never mutually.
 */
export async function ingest(
  direct: Direct,
  memory: Memory,
  author: Viewer,
  links: readonly (Link | null)[],
  now: Date,
): Promise<Ingested> {
  const { batch, ...ingested } = await direct.transaction(async (query) => {
    const [chain] = await query<ChainRow>(LOCK_CHAIN, [author.code, author.institution]);
    if (!chain) throw new Error(`station ${author.code} has no chain`);
    const met = await meet(query, memory, author, links, chain);
    const growth = new Growth(await memory.sights.take(query, author.institution, chain.version));
    const batch = new Batch(author, met, growth);
    const answers = links.map((link) => batch.take(link));
    const woken = await write(query, author, batch, await growth.items(query), now);
    return { batch, answers, woken, epoch: chain.epoch, head: { ...batch.head, backed: chain.backed } };
  });
  memory.cases.keep(ingested.epoch, batch.changed.values());
  return ingested;
}

async function meet(
  query: Query,
  memory: Memory,
  author: Viewer,
  links: readonly (Link | null)[],
  chain: ChainRow,
): Promise<Met> {
  const own = links.filter((link) => link !== null);
  const caseIds = [...new Set(own.flatMap((link) => link.caseId ?? []))];
  const rows = await query<MetRow>(LOCK_CASES, [
    listOf(caseIds, (id) => id),
    listOf(own, (link) => link.id),
    author.code,
    listOf(
      own.filter((link) => link.stationSeq <= chain.seq),
      (link) => link.stationSeq,
    ),
  ]);
  const places = new Map<number, Place>();
  const takenIds = new Set<string>();
  const revisions = new Map<string, number>();
  for (const { what, word, n, seq, conflict } of rows) {
    if (what === 'case') revisions.set(word, n);
    else if (what === 'id') takenIds.add(word);
    else places.set(n, { hash: word, caseSeq: seq, conflict });
  }
  const cases = await memory.cases.take(query, chain.epoch, revisions);
  return { head: chain, places, takenIds, cases };
}

/** @returns the stations whose feed grew */
async function write(query: Query, author: Viewer, batch: Batch, items: NewItem[], now: Date): Promise<string[]> {
  const at = now.toISOString();
  for (const { stationId, stationSeq, hash, text } of batch.forks) {
    await query(KEEP_FORK, [stationId, stationSeq, hash, text, at]);
  }
  for (const { link, caseSeq, conflict, refused } of batch.settledAgain) {
    await query(SETTLE_AGAIN, [author.code, link.stationSeq, caseSeq, conflict, refused]);
  }
  const named = batch.joined.flatMap((entry) => filesIn(entry).map((sha256) => ({ sha256, entry })));
  if (named.length > 0) {
    await query(NAME_FILES, [
      author.code,
      listOf(named, ({ sha256 }) => sha256),
      listOf(named, ({ entry }) => entry.stationSeq),
      listOf(named, ({ entry }) => entry.caseId),
    ]);
  }
  if (batch.stored.length === 0 && batch.changed.size === 0) return [];
  const { stored, head } = batch;
  const changed = [...batch.changed.values()];
  const opened = changed.filter(({ state }) => batch.isNew(state.caseId));
  const advanced = changed.filter(({ state }) => !batch.isNew(state.caseId));
  const feeds = [...Map.groupBy(items, (item) => item.station)];
  const grown = await query<{ station: string }>(WRITE_BATCH, [
    author.code,
    head.seq,
    head.hash,
    listOf(stored, ({ link }) => link.stationSeq),
    listOf(stored, ({ link }) => link.id),
    listOf(stored, ({ link }) => link.caseId),
    listOf(stored, ({ caseSeq }) => caseSeq),
    listOf(stored, ({ link }) => link.hash),
    stored.map(({ link }) => link.text).join('\n'),
    flagsOf(stored, ({ conflict }) => conflict),
    listOf(stored, ({ refused }) => refused),
    at,
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
  ]);
  if (grown.length !== feeds.length) throw new Error(`${feeds.length} feeds to write, ${grown.length} written`);
  return grown.map(({ station }) => station);
}

/** Hashes of the files that an entry names. */
function filesIn(entry: Entry): string[] {
  if (entry.kind === 'attached') return [entry.payload.evidence.sha256];
  if (entry.kind !== 'registered') return [];
  return [...new Set(entry.payload.record.evidence.flatMap((item) => item.sha256 ?? []))];
}
