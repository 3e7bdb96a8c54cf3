import { setImmediate } from 'node:timers/promises';
import { outboxCounts, reject } from '../../db/outbox.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { PushResponse } from '../../domain/contract/wire.ts';
import type { PinnedKey } from '../../domain/rulebook/rulebook.ts';
import { noteElsewhere } from '../backup/go-on.ts';
import { shanghaiIso } from '../platform.ts';
import { projectCase } from '../services/project-case.ts';
import type { Workspace } from '../workspace.ts';
import { type Acknowledged, acknowledge, PlacesCollide } from './acknowledge.ts';
import { doubtPlacesOf } from './follow-centre.ts';
import { readMark } from './marks.ts';
import { type Batch, BatchSize, holdsBack, isTooLong, knownOf, packBatch } from './outgoing.ts';
import { demandReceipt } from './receipt.ts';
import { BatchTooLarge, type CentreCalls } from './signed-calls.ts';
import type { Timers } from './transport.ts';

interface Flight {
  batch: Batch;
  since: number;
  answer: Promise<PushResponse>;
}

export interface PushParts {
  workspace: Workspace;
  calls: CentreCalls;
  key: PinnedKey | undefined;
  timers: Timers;
  /** False once the engine was stopped: nothing is written any more. */
  isRunning: () => boolean;
  /** The centre is in another life than the feed has said, or what the feed has said is in doubt: it is to be asked. */
  askFeedAgain: () => void;
  /** What is under way, or how far it has come, is different now. */
  changed: () => void;
}

/**
 * Sends what stands in the outbox, in the order of the chain. While the centre commits one batch the next is read and
 * packed; while it commits that one, the answer to the first is written down.
 */
export function createPush({ workspace, calls, key, timers, isRunning, askFeedAgain, changed }: PushParts) {
  const { db, events, platform } = workspace;
  const size = new BatchSize();
  let flying: ReadonlySet<string> = new Set();
  let progress: { done: number; total: number } | null = null;

  async function prepare(after: number): Promise<Batch | null> {
    const entries = isRunning() ? size.next(workspace, after) : [];
    return entries.length === 0 ? null : packBatch(entries, knownOf(workspace));
  }

  function launch(batch: Batch): Flight {
    const answer = calls.push(batch.packed);
    // Whoever waits for it hears of a failure; a batch that nobody waits for any more is sent again.
    answer.catch(() => {});
    return { batch, since: timers.elapsed(), answer };
  }

  /** @returns whether to begin again from the first entry that waits */
  function settle({ batch }: Flight, response: PushResponse): boolean {
    if (response.answers.some((answer) => Array.isArray(answer) && answer[1] === 'entry_fork')) {
      // The receipt is for the other PC's chain: it would not verify here, and nothing of the answer is taken.
      noteElsewhere(workspace);
      throw new DeskError('station_elsewhere');
    }
    demandReceipt(workspace, key, batch, response);
    const done = taken(batch, response);
    if (progress) progress = { ...progress, done: progress.done + done.stored };
    for (const caseId of done.caseIds) events.emit({ type: 'case', caseId });
    changed();
    return done.goBack;
  }

  function taken(batch: Batch, response: PushResponse): Acknowledged {
    try {
      return acknowledge(workspace, batch, response);
    } catch (error) {
      if (error instanceof PlacesCollide) {
        const caseIds = doubtPlacesOf(workspace, error.caseId);
        for (const caseId of caseIds) events.emit({ type: 'case', caseId });
        askFeedAgain();
      }
      throw error;
    }
  }

  /** What belongs to another life of the centre's database counts only after the feed has said what is left of this one. */
  const isOfThisLife = ({ epoch }: PushResponse) => epoch === readMark(workspace, 'centre epoch');

  function refuseAlone({ entries: [only] }: Batch): void {
    if (!only) return;
    db.raw
      .transaction(() => {
        reject(db, only.entryId, 'too_large', shanghaiIso(platform.now()));
        projectCase(workspace, only.caseId);
      })
      .immediate();
    events.emit({ type: 'case', caseId: only.caseId });
  }

  /** The answer; null when the batch was too large for the centre and is to be sent in smaller ones. */
  async function answerTo({ batch, since, answer }: Flight): Promise<PushResponse | null> {
    try {
      const response = await answer;
      size.took(batch, timers.elapsed() - since);
      return response;
    } catch (error) {
      size.halve(batch);
      if (!(error instanceof BatchTooLarge)) throw error;
      if (batch.entries.length === 1) refuseAlone(batch);
      return null;
    }
  }

  /**
   * One batch is read and packed ahead; a line that is quick carries two at a time, so that the centre checks one while
   * its database writes the other.
   *
   * @param isShown whether what is under way counts as 上报中: a mere try while the line is down does not
   */
  async function run(isShown: boolean): Promise<void> {
    progress = { done: 0, total: outboxCounts(db).pending };
    const flights: Flight[] = [];
    let after = 0;
    let packed: Batch | null = null;
    /** Sending begins again from the first entry that waits, once all that is under way is answered. */
    let goesBack = false;

    /** Gives the line a turn, too: what is written down or read next keeps this thread for some 30 ms. */
    async function launchPacked(): Promise<boolean> {
      const last = flights.at(-1);
      if (!packed || flights.length >= size.abreast || (last && !holdsBack(last.batch, packed))) return false;
      flights.push(launch(packed));
      packed = null;
      if (isShown) flying = new Set(flights.flatMap(({ batch }) => batch.entries.map(({ entryId }) => entryId)));
      const isFirst = flights.length === 1;
      await setImmediate();
      if (isShown && isFirst) changed();
      return true;
    }

    for (;;) {
      if (goesBack && flights.length === 0) [goesBack, after] = [false, 0];
      if (!goesBack) packed ??= await prepare(after);
      if (!isRunning()) return;
      after = packed?.entries.at(-1)?.stationSeq ?? after;
      if (packed && isTooLong(packed)) {
        refuseAlone(packed);
        packed = null;
        continue;
      }
      if (await launchPacked()) continue;
      const first = flights.shift();
      if (!first) return;
      const response = await answerTo(first);
      if (isRunning() && response && isOfThisLife(response)) await launchPacked();
      if (!isRunning()) return;
      if (response && !isOfThisLife(response)) return askFeedAgain();
      if (!response || settle(first, response)) [goesBack, packed] = [true, null];
    }
  }

  return {
    async run(isShown: boolean): Promise<void> {
      try {
        await run(isShown);
      } finally {
        flying = new Set();
        progress = null;
        changed();
      }
    },
    inFlight: () => flying,
    progress: () => progress,
  };
}

export type Push = ReturnType<typeof createPush>;
