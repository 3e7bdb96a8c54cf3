import { foldOrder } from '../../db/entries.ts';
import { unhurried } from '../../db/open.ts';
import { pendingAt, refusalAt, reject, retryAllRejected, retryRejectedBehind } from '../../db/outbox.ts';
import {
  hasSenselessPlaces,
  isFedAfter,
  type Placed,
  placeEntries,
  placesOf,
  sendAgainAfter,
} from '../../db/placement.ts';
import { DeskError, type ErrorCode } from '../../domain/contract/errors.ts';
import { type PushResponse, refusalOf } from '../../domain/contract/wire.ts';
import { shanghaiIso } from '../platform.ts';
import { projectCase } from '../services/project-case.ts';
import type { Workspace } from '../workspace.ts';
import { readMark, writeMark } from './marks.ts';
import type { Batch } from './outgoing.ts';

export interface Acknowledged {
  /** Cases of which something was said. */
  caseIds: Set<string>;
  /** Entries that left the outbox. */
  stored: number;
  /** Entries wait again, or still, that the centre lacks or refused without knowing the case: sending begins from there. */
  goBack: boolean;
}

/**
 * Takes one answer to a batch: places, refusals, receipt and projections in one transaction. Only what the answer says is
 * stored leaves the outbox. Check the receipt before.
 *
 * @throws DeskError `centre_protocol` for an answer that makes no sense (`PlacesCollide` among them); nothing changes then
 */
export function acknowledge(workspace: Workspace, batch: Batch, response: PushResponse): Acknowledged {
  const { db } = workspace;
  if (response.answers.length !== batch.entries.length)
    throw new DeskError('centre_protocol', { detail: 'answers missing' });
  return unhurried(
    db,
    db.raw.transaction(() => take(workspace, batch, response)),
  );
}

/** Two entries of a case would stand at one place: the answer, or the feed before it, was wrong. Nothing was changed. */
export class PlacesCollide extends DeskError {
  readonly caseId: string;

  constructor(caseId: string) {
    super('centre_protocol', { detail: 'places' });
    this.caseId = caseId;
  }
}

/** What an answer says of one case. */
interface OfCase {
  /** Entries in the order of their chain, with the places they got. */
  placed: Placed[];
  /** Entries that are refused, with the reason. */
  refused: { id: string; code: ErrorCode }[];
}

function take(workspace: Workspace, batch: Batch, { answers, receipt }: PushResponse): Acknowledged {
  const { db, platform } = workspace;
  const at = shanghaiIso(platform.now());
  const cases = new Map<string, OfCase>();
  /** Of each case, the place in the chain of the first entry that was stored. */
  const firstStored = new Map<string, number>();
  const gaps: string[] = [];
  let stored = 0;
  let hasMore = false;
  // Gone back in since then, the feed may have brought under a low position what the centre did not have yet.
  const heldBefore = batch.known.wentBack === readMark(workspace, 'feed went back') ? batch.known.feedPos : 0;
  for (const [index, entry] of batch.entries.entries()) {
    const said = cases.get(entry.caseId) ?? { placed: [], refused: [] };
    cases.set(entry.caseId, said);
    const place = placeIn(answers[index]);
    if (typeof place === 'number') {
      said.placed.push({ id: entry.entryId, seq: place });
      if (!firstStored.has(entry.caseId)) firstStored.set(entry.caseId, entry.stationSeq);
      stored += 1;
    } else if (place === 'entry_gap') gaps.push(entry.entryId);
    // The centre judged it by less of the case than it has now: it is asked again at once.
    else if (isFedAfter(db, entry.caseId, heldBefore)) hasMore = true;
    else said.refused.push({ id: entry.entryId, code: place });
  }
  // What was refused before was judged without what the case has now: a restored centre gets entries out of their order.
  const behind = retryRejectedBehind(db, firstStored);
  for (const { refused } of cases.values()) for (const { id, code } of refused) reject(db, id, code, at);
  const headBefore = readMark(workspace, 'centre head');
  // Another batch was answered while this one was under way, and this answer was given before that one.
  const isLate = receipt.seq < headBefore && batch.known.head < headBefore;
  const moved = placeCases(workspace, cases);
  for (const [caseId, { refused }] of cases) if (refused.length > 0) moved.add(caseId);
  const again =
    gaps.length > 0 && !isLate ? closeGap(workspace, receipt.seq, gaps, at) : { goBack: gaps.length > 0, caseIds: [] };
  // What stood behind an open place of the chain follows once it is filled.
  const isFilled = receipt.seq > headBefore;
  const freed = isFilled && refusalAt(db, receipt.seq + 1) === 'entry_gap' ? retryAllRejected(db, 'entry_gap') : [];
  for (const caseId of new Set([...moved, ...behind, ...again.caseIds, ...freed])) projectCase(workspace, caseId);
  if (!isLate) {
    writeMark(workspace, 'centre head', receipt.seq);
    writeMark(workspace, 'centre backed', receipt.backed);
  }
  writeMark(workspace, 'sync success', at);
  const goBack = hasMore || again.goBack || behind.length + freed.length > 0;
  return { caseIds: new Set(cases.keys()), stored, goBack };
}

function placeIn(answer: PushResponse['answers'][number] | undefined): number | ErrorCode {
  if (typeof answer === 'number') return answer;
  const said = answer?.[1] ?? 'internal';
  return typeof said === 'string' ? refusalOf(said) : said;
}

/**
 * Gives entries of some cases their places.
 *
 * @returns ids of the cases that are folded in another order than before: only those are to be projected anew
 * @throws PlacesCollide
 */
function placeCases({ db }: Pick<Workspace, 'db'>, cases: ReadonlyMap<string, OfCase>): Set<string> {
  const some = [...cases].flatMap(([caseId, { placed }]) => (placed.length > 0 ? [{ caseId, placed }] : []));
  const places = placesOf(
    db,
    some.map(({ caseId }) => caseId),
  );
  const others = some.filter(({ caseId, placed }) => {
    const before = places.get(caseId) ?? { held: 0, placed: 0, last: 0 };
    const rising = placed.every(({ seq }, index) => seq > (placed[index - 1]?.seq ?? before.last));
    // All that waited got places behind the others, in the order of the chain, in which it stood here too: nothing moves.
    return !rising || placed.length !== before.held - before.placed;
  });
  const orders = others.map(({ caseId }) => ({ caseId, order: foldOrder(db, caseId) }));
  placeEntries(
    db,
    some.flatMap(({ placed }) => placed),
  );
  const moved = orders.filter(({ caseId, order }) => {
    if (hasSenselessPlaces(db, caseId)) throw new PlacesCollide(caseId);
    return foldOrder(db, caseId).some((id, index) => id !== order[index]);
  });
  return new Set(moved.map(({ caseId }) => caseId));
}

/**
 * The centre misses what comes before: sends again from the end of its chain. Where what is missing waits to be sent
 * already, it goes first. Where nothing is missing, the gap is of the centre's own making, and the entries are refused by
 * name instead of being sent for ever.
 */
function closeGap(workspace: Workspace, head: number, gaps: readonly string[], at: string) {
  const { db, settings } = workspace;
  const again = sendAgainAfter(db, settings().station.code, head, at);
  const missing = pendingAt(db, head + 1);
  const goBack = again.entries > 0 || (missing !== null && !gaps.includes(missing));
  if (!goBack) for (const id of gaps) reject(db, id, 'entry_gap', at);
  return { goBack, caseIds: again.caseIds };
}
