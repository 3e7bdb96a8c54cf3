import type { PushAnswer } from '../domain/contract/wire.ts';
import type { Viewer } from '../domain/disclosure/see.ts';
import { Batch, type Met, type Place } from './batch.ts';
import { casesIn, filesIn, numbersIn, officersIn } from './batch-names.ts';
import type { CaseCache } from './case-cache.ts';
import type { Direct, Query } from './db/direct.ts';
import { listOf } from './db/lists.ts';
import type { FreshPages } from './fresh-pages.ts';
import { Growth, type NewItem } from './growth.ts';
import { ingestAtOnce } from './ingest-at-once.ts';
import type { Link } from './links.ts';
import type { Regimes } from './profiles.ts';
import {
  type ChainRow,
  KEEP_FORK,
  LOCK_CASES,
  LOCK_CHAIN,
  type MetRow,
  NAME_FILES,
  SETTLE_AGAIN,
} from './push-statements.ts';
import type { KnownChain, OfficerRoles } from './remembered.ts';
import { rulesFor } from './rules-for-batch.ts';
import type { SightsByInstitution } from './sights.ts';
import { type Written, writeBatch } from './write-batch.ts';

/** Whose batch it is. */
export interface Author extends Viewer {
  /** Version of the institution as of which that is so; null when nothing was verified by a key that could have changed. */
  version: number | null;
}

export interface Ingested extends Written {
  answers: PushAnswer[];
  epoch: string;
  /** Of the institution. */
  version: number;
  /** As it was judged; its head is the chain's. */
  batch: Batch;
  /** What went into whose feed. */
  items: readonly NewItem[];
}

/** What a process remembers between pushes; all of it is compared under the locks with what the database says. */
export interface Memory {
  chains: Map<string, KnownChain>;
  cases: CaseCache;
  sights: SightsByInstitution;
  roles: OfficerRoles;
  fresh: FreshPages;
  /** The procedures that entries are judged by; null: chain, disclosure and exclusivity alone decide. */
  regimes: Regimes | null;
}

/** The station is not what it was when its signature was verified: it is to be verified anew. */
export class AuthorChanged extends Error {}

/**
 * Takes in one batch of a station: every entry gets its own answer, all of them in one transaction that is committed,
 * and synced to disk, before this returns. One round trip for what goes on where this process knows all, six for the rest.
 *
 * An entry that is in its right place in the chain but breaks a rule is kept there, refused, so that the entries after it
 * are not blocked; sent again, it is judged again. Locks are taken in one order (institution, chain, cases, feeds, each
 * sorted), so two batches can wait for each other but never mutually.
 *
 * @throws AuthorChanged
 */
export async function ingest(
  direct: Direct,
  memory: Memory,
  author: Author,
  links: readonly (Link | null)[],
  now: Date,
): Promise<Ingested> {
  const ingested =
    (await ingestAtOnce(direct, memory, author, links, now)) ??
    (await direct.transaction((query) => ingestAsking(query, memory, author, links, now)));
  const { epoch, version, batch } = ingested;
  memory.cases.keep(epoch, batch.changed.values());
  memory.fresh.keep(ingested);
  memory.chains.set(author.code, { epoch, version, head: batch.head });
  return ingested;
}

async function ingestAsking(
  query: Query,
  memory: Memory,
  author: Author,
  links: readonly (Link | null)[],
  now: Date,
): Promise<Ingested> {
  const [chain] = await query<ChainRow>(LOCK_CHAIN, [author.code, author.institution]);
  if (!chain) throw new Error(`station ${author.code} has no chain`);
  const { seq, hash, epoch, version } = chain;
  if (author.version !== null && author.version !== version) throw new AuthorChanged();
  const met = await meet(query, memory, author, links, chain);
  const growth = new Growth(await memory.sights.take(query, author.institution, version));
  const batch = new Batch(author, met, growth);
  const answers = links.map((link) => batch.take(link));
  const items = await growth.items(query, author.institution);
  await writeAside(query, author, batch, now);
  if (batch.stored.length === 0 && batch.changed.size === 0) {
    return { answers, epoch, version, batch, items, backed: chain.backed, grown: new Map() };
  }
  const written = await writeBatch(query, author, { epoch, version, head: { seq, hash } }, batch, items, now);
  if (!written) throw new Error('what is locked has changed');
  return { answers, epoch, version, batch, items, ...written };
}

async function meet(
  query: Query,
  memory: Memory,
  author: Viewer,
  links: readonly (Link | null)[],
  chain: ChainRow,
): Promise<Met> {
  const own = links.filter((link) => link !== null);
  const officers = officersIn(own);
  const rows = await query<MetRow>(LOCK_CASES, [
    listOf(casesIn(own), (id) => id),
    listOf(own, (link) => link.id),
    author.code,
    listOf(
      own.filter((link) => link.stationSeq <= chain.seq),
      (link) => link.stationSeq,
    ),
    author.institution,
    listOf(numbersIn(own), (number) => number),
    listOf([...officers], (officer) => officer),
  ]);
  const places = new Map<number, Place>();
  const takenIds = new Set<string>();
  const takenNumbers = new Set<string>();
  const roles = new Map<string, Set<string>>();
  const revisions = new Map<string, number>();
  for (const { what, word, n, seq, more, conflict } of rows) {
    if (what === 'case') revisions.set(word, n);
    else if (what === 'id') takenIds.add(word);
    else if (what === 'number') takenNumbers.add(word);
    else if (what === 'role') roles.set(word, (roles.get(word) ?? new Set()).add(more));
    else places.set(n, { hash: word, caseSeq: seq, conflict });
  }
  memory.roles.keep(author.institution, chain.version, officers, roles);
  const cases = await memory.cases.take(query, chain.epoch, author.institution, revisions);
  const rules =
    memory.regimes &&
    (await rulesFor(query, memory.regimes, own, cases, { numbers: takenNumbers, roles, restored: chain.restored }));
  return { head: chain, places, takenIds, cases, rules };
}

/** What stands beside the chain, or changes in it. */
async function writeAside(query: Query, { code, institution }: Viewer, batch: Batch, now: Date): Promise<void> {
  for (const { stationId, stationSeq, hash, text } of batch.forks) {
    await query(KEEP_FORK, [stationId, stationSeq, hash, text, now.toISOString(), institution]);
  }
  for (const { link, caseSeq, conflict, refused } of batch.settledAgain) {
    await query(SETTLE_AGAIN, [code, link.stationSeq, caseSeq, conflict, refused, institution]);
  }
  const named = batch.joined.flatMap((entry) => filesIn(entry).map((sha256) => ({ sha256, entry })));
  if (named.length === 0) return;
  await query(NAME_FILES, [
    code,
    listOf(named, ({ sha256 }) => sha256),
    listOf(named, ({ entry }) => entry.stationSeq),
    listOf(named, ({ entry }) => entry.caseId),
    institution,
  ]);
}
