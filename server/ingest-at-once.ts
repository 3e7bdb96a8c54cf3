import type { PushAnswer } from '../domain/contract/wire.ts';
import { Batch } from './batch.ts';
import { casesIn, filesIn, officersIn } from './batch-names.ts';
import type { Direct } from './db/direct.ts';
import { Growth } from './growth.ts';
import type { Author, Ingested, Memory } from './ingest.ts';
import type { CaseAtCentre } from './judge.ts';
import { learn } from './learn.ts';
import type { Link } from './links.ts';
import { rulesFor } from './rules-for-batch.ts';
import { writeBatch } from './write-batch.ts';

/** SQLSTATE: somebody has this id, number or place already. */
const UNIQUE_VIOLATION = '23505';

/**
 * A batch by what this process remembers, in one round trip; what it does not remember of chain, institution and officers, or
 * of cases, it asks for first, without a lock. The batch is judged, and then written by a statement that does nothing unless
 * chain, institution, epoch and cases are, under their locks, what it was judged by. That no id and no number
 * is taken, the unique keys say.
 *
 * Only for what goes on where the chain ends and has nothing to look up; the rest is taken in with questions first.
 *
 * @returns null, and nothing was done, when it cannot be so
 */
export async function ingestAtOnce(
  direct: Direct,
  memory: Memory,
  author: Author,
  links: readonly (Link | null)[],
  now: Date,
): Promise<Ingested | null> {
  const own = links.filter((link) => link !== null);
  if (own.length < links.length || !own.every((link) => link.isTrue && link.stationId === author.code)) return null;
  const officers = officersIn(own);
  if (!remembers(memory, author, officers)) await learn(direct.query, memory, author, officers);
  const chain = memory.chains.get(author.code);
  if (!chain || !own.every(({ stationSeq }) => stationSeq > chain.head.seq)) return null;
  if (author.version !== null && author.version !== chain.version) return null;
  const { institution } = author;
  const sights = memory.sights.remembered(institution, chain.version);
  const roles = memory.roles.remembered(institution, chain.version, officers);
  if (!sights || !roles) return null;
  const begun = new Set(own.flatMap(({ entry }) => (entry?.kind === 'registered' ? [entry.caseId] : [])));
  const known = casesIn(own).filter((caseId) => !begun.has(caseId));
  const cases = await memory.cases.atHand(direct.query, chain.epoch, institution, known);
  if (!knowsAll(own, cases)) return null;

  const rules =
    // What is refused here is asked about again, with what the database says.
    memory.regimes &&
    (await rulesFor(direct.query, memory.regimes, own, cases, { numbers: new Set(), roles, restored: false }));
  const growth = new Growth(sights);
  const batch = new Batch(author, { head: chain.head, places: new Map(), takenIds: new Set(), cases, rules }, growth);
  const answers = own.map((link) => batch.take(link));
  const isPlain = !growth.looksBack && !batch.joined.some((entry) => filesIn(entry).length > 0);
  if (!isPlain || answers.some(isRejected)) return null;
  const items = await growth.items(direct.query, institution);
  try {
    const written = await writeBatch(direct.query, author, chain, batch, items, now);
    return written && { answers, epoch: chain.epoch, version: chain.version, batch, items, ...written };
  } catch (error) {
    if ((error as { code?: string }).code === UNIQUE_VIOLATION) return null;
    throw error;
  }
}

/** Whether nothing about station, institution and officers need be asked. */
function remembers({ chains, sights, roles }: Memory, author: Author, officers: ReadonlySet<string>): boolean {
  const chain = chains.get(author.code);
  if (!chain || (author.version !== null && author.version !== chain.version)) return false;
  const { institution } = author;
  return (
    sights.remembered(institution, chain.version) !== null &&
    roles.remembered(institution, chain.version, officers) !== null
  );
}

/** Whether each case is remembered or begins in this very batch. */
function knowsAll(links: readonly Link[], cases: ReadonlyMap<string, CaseAtCentre>): boolean {
  const begun = new Set<string>();
  for (const { entry } of links) {
    if (!entry) return false;
    if (entry.kind === 'registered') begun.add(entry.caseId);
    else if (!cases.has(entry.caseId) && !begun.has(entry.caseId)) return false;
  }
  return true;
}

const isRejected = (answer: PushAnswer) => Array.isArray(answer) && answer[0] === 'rejected';
