import { foldOrder } from '../../db/entries.ts';
import { unhurried } from '../../db/open.ts';
import { pendingAt, refusalAt, reject, retryAllRejected } from '../../db/outbox.ts';
import { hasSenselessPlaces, isFedAfter, placeEntry, placesOf, sendAgainAfter } from '../../db/placement.ts';
import { DeskError, type ErrorCode } from '../../domain/contract/errors.ts';
import type { PushResponse } from '../../domain/contract/wire.ts';
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
  placed: { id: string; seq: number }[];
  refused: boolean;
}

function take(workspace: Workspace, batch: Batch, { answers, receipt }: PushResponse): Acknowledged {
  const { db, platform } = workspace;
  const at = shanghaiIso(platform.now());
  const cases = new Map<string, OfCase>();
  const gaps: string[] = [];
  let stored = 0;
  let hasMore = false;
  for (const [index, entry] of batch.entries.entries()) {
    const said = cases.get(entry.caseId) ?? { placed: [], refused: false };
    cases.set(entry.caseId, said);
    const place = placeIn(answers[index]);
    if (typeof place === 'number') {
      said.placed.push({ id: entry.entryId, seq: place });
      stored += 1;
    } else if (place === 'entry_gap') gaps.push(entry.entryId);
    // The centre judged it by less of the case than it has now: it is asked again at once.
    else if (isFedAfter(db, entry.caseId, batch.feedHeld)) hasMore = true;
    else {
      said.refused = true;
      reject(db, entry.entryId, place, at);
    }
  }
  const moved = [...cases].filter(([caseId, said]) => place(workspace, caseId, said.placed) || said.refused);
  const again = gaps.length > 0 ? closeGap(workspace, receipt.seq, gaps, at) : { goBack: false, caseIds: [] };
  // What stood behind an open place of the chain follows once it is filled.
  const isFilled = receipt.seq > readMark(workspace, 'centre head');
  const freed = isFilled && refusalAt(db, receipt.seq + 1) === 'entry_gap' ? retryAllRejected(db, 'entry_gap') : [];
  for (const caseId of new Set([...moved.map(([id]) => id), ...again.caseIds, ...freed]))
    projectCase(workspace, caseId);
  writeMark(workspace, 'centre head', receipt.seq);
  writeMark(workspace, 'centre backed', receipt.backed);
  writeMark(workspace, 'sync success', at);
  return { caseIds: new Set(cases.keys()), stored, goBack: hasMore || again.goBack || freed.length > 0 };
}

function placeIn(answer: PushResponse['answers'][number] | undefined): number | ErrorCode {
  if (typeof answer === 'number') return answer;
  return answer?.[1] ?? 'internal';
}

/**
 * Gives entries of a case their places.
 *
 * @returns whether the case is folded in another order than before: only then is it to be projected anew
 * @throws PlacesCollide
 */
export function place(
  { db }: Pick<Workspace, 'db'>,
  caseId: string,
  placed: readonly { id: string; seq: number }[],
): boolean {
  if (placed.length === 0) return false;
  const before = placesOf(db, caseId);
  const rising = placed.every(({ seq }, index) => seq > (placed[index - 1]?.seq ?? before.last));
  // All that waited got places behind the others, in the order of the chain, in which it stood here too.
  const isPlain = rising && placed.length === before.held - before.placed;
  const order = isPlain ? [] : foldOrder(db, caseId);
  for (const { id, seq } of placed) placeEntry(db, id, seq);
  if (isPlain) return false;
  if (hasSenselessPlaces(db, caseId)) throw new PlacesCollide(caseId);
  return foldOrder(db, caseId).some((id, index) => id !== order[index]);
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
