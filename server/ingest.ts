import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Entry } from '../domain/contract/entries.ts';
import type { ErrorCode } from '../domain/contract/errors.ts';
import type { PushAnswer } from '../domain/contract/wire.ts';
import type { Viewer } from '../domain/disclosure/see.ts';
import type { CentreDatabase, CentreTransaction } from './db/open.ts';
import { cases, chains, entries, fileNames, forks, institutions } from './db/schema.ts';
import { FeedPlan, viewersOf } from './feed-plan.ts';
import { type CaseAtCentre, judge } from './judge.ts';
import { type Link, readLink } from './links.ts';
import { foldAllStored } from './stored-case.ts';

/** A place in this station's chain that is taken, before or within this batch. */
interface Place {
  hash: string;
  caseSeq: number | null;
  conflict: boolean;
}

interface Desk {
  tx: CentreTransaction;
  author: Viewer;
  now: Date;
  head: { seq: number; hash: string; backed: number };
  places: Map<number, Place>;
  takenIds: Set<string>;
  known: Map<string, CaseAtCentre>;
  plan: FeedPlan;
}

export interface Ingested {
  answers: PushAnswer[];
  /** The chain as it now stands. */
  head: { seq: number; hash: string; backed: number };
  /** Stations whose feed grew. */
  woken: string[];
}

/**
 * Takes in one batch of a station: every entry gets its own answer, all of them in one transaction that is committed,
 * and synced to disk, before this returns.
 *
 * An entry that is in its right place in the chain but breaks a rule is kept there, refused, so that the entries after it
 * are not blocked; sent again, it is judged again. Locks are taken in one order (institution, chain, cases, feeds, each
 * sorted), so two batches can wait for each other but never mutually.
 */
export async function ingest(
  db: CentreDatabase,
  author: Viewer,
  batch: readonly string[],
  now: Date,
): Promise<Ingested> {
  return db.transaction(async (tx) => {
    const links = batch.map(readLink);
    const desk = await prepare(tx, author, links, now);
    const answers: PushAnswer[] = [];
    for (const link of links) answers.push(link ? await take(desk, link) : ['rejected', 'entry_invalid']);
    await tx
      .update(chains)
      .set({ headSeq: desk.head.seq, headHash: desk.head.hash })
      .where(eq(chains.station, author.code));
    const woken = await desk.plan.write(tx);
    return { answers, head: desk.head, woken };
  });
}

async function prepare(
  tx: CentreTransaction,
  author: Viewer,
  links: readonly (Link | null)[],
  now: Date,
): Promise<Desk> {
  await tx.select().from(institutions).where(eq(institutions.name, author.institution)).for('share');
  const [chain] = await tx.select().from(chains).where(eq(chains.station, author.code)).for('update');
  if (!chain) throw new Error(`station ${author.code} has no chain`);

  const own = links.filter((link) => link !== null);
  const caseIds = [...new Set(own.flatMap((link) => link.caseId ?? []))].sort();
  if (caseIds.length > 0) {
    const keys = sql.join(
      caseIds.map((id) => sql`${id}`),
      sql`, `,
    );
    await tx.execute(
      sql`SELECT pg_advisory_xact_lock(key) FROM (SELECT DISTINCT hashtextextended(id, 0) AS key FROM unnest(ARRAY[${keys}]::text[]) AS id ORDER BY key) AS keys`,
    );
  }
  return {
    tx,
    author,
    now,
    head: { seq: chain.headSeq, hash: chain.headHash, backed: chain.backedSeq },
    places: await placesTaken(tx, author, own),
    takenIds: await idsTaken(tx, own),
    known: await foldAllStored(tx, caseIds),
    plan: new FeedPlan(await viewersOf(tx, author.institution)),
  };
}

async function placesTaken(tx: CentreTransaction, author: Viewer, own: readonly Link[]): Promise<Map<number, Place>> {
  const seqs = own.map((link) => link.stationSeq);
  if (seqs.length === 0) return new Map();
  const rows = await tx
    .select({ seq: entries.stationSeq, hash: entries.hash, caseSeq: entries.caseSeq, conflict: entries.conflict })
    .from(entries)
    .where(and(eq(entries.station, author.code), inArray(entries.stationSeq, seqs)));
  return new Map(rows.map(({ seq, ...place }) => [seq, place]));
}

async function idsTaken(tx: CentreTransaction, own: readonly Link[]): Promise<Set<string>> {
  const ids = own.map((link) => link.id);
  if (ids.length === 0) return new Set();
  const rows = await tx
    .select({ id: entries.id })
    .from(entries)
    .where(and(inArray(entries.id, ids), isNull(entries.refused)));
  return new Set(rows.map((row) => row.id));
}

async function take(desk: Desk, link: Link): Promise<PushAnswer> {
  const rejected = (code: ErrorCode): PushAnswer => ['rejected', code];
  if (link.stationId !== desk.author.code) return rejected('forbidden');
  if (!link.isTrue) return rejected('entry_hash');

  const place = desk.places.get(link.stationSeq);
  if (place) {
    if (place.hash !== link.hash) return fork(desk, link);
    if (place.caseSeq === null) return settle(desk, link, true);
    return [place.conflict ? 'conflict' : 'duplicate', place.caseSeq];
  }
  if (link.stationSeq !== desk.head.seq + 1) return rejected('entry_gap');
  if (link.prevHash !== desk.head.hash) return fork(desk, link);
  return settle(desk, link, false);
}

/** Keeps what contradicts the chain, beside it. */
async function fork(desk: Desk, link: Link): Promise<PushAnswer> {
  await desk.tx
    .insert(forks)
    .values({
      station: link.stationId,
      stationSeq: link.stationSeq,
      hash: link.hash,
      body: link.text,
      receivedAt: desk.now,
    })
    .onConflictDoNothing();
  return ['rejected', 'entry_fork'];
}

/** Puts a link in its place, in its case as well when the rules allow it. */
async function settle(desk: Desk, link: Link, again: boolean): Promise<PushAnswer> {
  const verdict = desk.takenIds.has(link.id)
    ? ({ stored: false, code: 'entry_invalid' } as const)
    : judge(link.raw, desk.author, (caseId) => desk.known.get(caseId) ?? null);
  const caseSeq = verdict.stored ? verdict.after.state.revision : null;
  const conflict = verdict.stored && verdict.conflict;
  const fate = { caseSeq, conflict, refused: verdict.stored ? null : verdict.code };

  if (verdict.stored) await openOrAdvance(desk, verdict.after);
  if (again) {
    await desk.tx
      .update(entries)
      .set(fate)
      .where(and(eq(entries.station, link.stationId), eq(entries.stationSeq, link.stationSeq)));
  } else {
    const { stationId: station, stationSeq, id, caseId, hash, text: body } = link;
    await desk.tx
      .insert(entries)
      .values({ station, stationSeq, id, caseId, hash, body, ...fate, receivedAt: desk.now });
    desk.head = { ...desk.head, seq: stationSeq, hash };
  }
  desk.places.set(link.stationSeq, { hash: link.hash, caseSeq, conflict });
  if (!verdict.stored) return ['rejected', verdict.code];

  const before = desk.known.get(verdict.entry.caseId) ?? null;
  desk.known.set(verdict.entry.caseId, verdict.after);
  desk.takenIds.add(link.id);
  await nameFiles(desk, verdict.entry);
  desk.plan.add(verdict.entry, before, verdict.after);
  return conflict ? ['conflict', verdict.after.state.revision] : verdict.after.state.revision;
}

async function openOrAdvance(desk: Desk, { state, facts }: CaseAtCentre): Promise<void> {
  const { caseId: id, revision } = state;
  if (revision === 1) {
    await desk.tx.insert(cases).values({ id, institution: facts.institution, station: facts.stationId, revision });
  } else {
    await desk.tx.update(cases).set({ revision }).where(eq(cases.id, id));
  }
}

async function nameFiles(desk: Desk, entry: Entry): Promise<void> {
  const evidence =
    entry.kind === 'attached'
      ? [entry.payload.evidence]
      : entry.kind === 'registered'
        ? entry.payload.record.evidence
        : [];
  const hashes = new Set(evidence.flatMap((item) => item.sha256 ?? []));
  if (hashes.size === 0) return;
  const { stationId: station, stationSeq, caseId } = entry;
  await desk.tx.insert(fileNames).values([...hashes].map((sha256) => ({ sha256, station, stationSeq, caseId })));
}
