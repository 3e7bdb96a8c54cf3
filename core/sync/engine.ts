import { sqliteError } from '../../db/open.ts';
import { readMeta, writeMeta } from '../../db/settings.ts';
import { DeskError, type ErrorCode } from '../../domain/contract/errors.ts';
import type { SyncStatus } from '../../domain/contract/views.ts';
import type { PinnedKey } from '../../domain/rulebook/rulebook.ts';
import { shanghaiIso } from '../platform.ts';
import type { Workspace } from '../workspace.ts';
import { carryFiles } from './carry-files.ts';
import { type CentreLink, demandSameKey, type EnrolmentKey, enrol, enrolmentKey } from './centre-link.ts';
import { createFeed, type Feed } from './feed.ts';
import { retryAfterUpdate } from './follow-centre.ts';
import { createLoop, type Loop } from './loop.ts';
import { readMark, writeMark } from './marks.ts';
import { createPush, type Push } from './push.ts';
import { retryAside } from './receive.ts';
import { type CentreCalls, createCalls } from './signed-calls.ts';
import { type Direction, syncStatus, type Trouble } from './sync-status.ts';
import type { SyncOutside } from './transport.ts';

/** Where rulebooks go: the place reached with a centre's key, and one page more. */
export interface RulebookIntake {
  cursor(key: PinnedKey): number;
  receive(key: PinnedKey, items: readonly unknown[]): void;
}

const LINK = 'centre link';
/** Where the keys of an enrolment stand until the centre has answered. */
const ENROLMENT = 'enrolment';
/** Wait before rulebooks are asked for again that could not be fetched, ms. */
const RULES_AGAIN_MS = 60_000;
const NOTHING: ReadonlySet<string> = new Set();

/** What is at work while the station is enrolled. */
interface AtWork {
  link: CentreLink;
  calls: CentreCalls;
  push: Push;
  feed: Feed;
  pushing: Loop;
  feeding: Loop;
  stopper: AbortController;
}

/**
 * The station's side of sync: one loop pushes, one follows the feed. Both go on by themselves when the line comes back;
 * neither ever stands in the way of the desk. Only what the centre acknowledged, with its receipt, counts as reported.
 */
export function createSyncEngine(workspace: Workspace, rulebooks: RulebookIntake, outside: SyncOutside) {
  const { db, platform, events } = workspace;
  let work: AtWork | null = null;
  /** What is wrong with each direction: a feed that works does not excuse a push that does not. */
  const trouble: Record<Direction, Trouble | null> = { push: null, pull: null, rules: null };
  /** Sequence up to which the centre has shown its rulebooks, taken or not: what is newer is fetched. */
  let offered = 0;

  const changed = () => events.emit({ type: 'sync' });

  function failed(direction: Direction, error: unknown, wait: number): void {
    const known = sqliteError(error);
    const code: ErrorCode = known instanceof DeskError ? known.code : 'internal';
    trouble[direction] = { code, nextTryAt: shanghaiIso(new Date(platform.now().getTime() + wait)) };
    if (!(known instanceof DeskError)) platform.log(`sync: ${String((error as Error)?.name)}`);
    changed();
  }

  /**
   * Trouble with rulebooks is told and does not keep the cases away: they are shown without what is missing. They are asked
   * for again after a while, because the feed names them only once.
   */
  async function fetchRules({ link, calls, stopper }: AtWork): Promise<void> {
    const key = link.rulebookKey;
    try {
      for (let more = true; more && key && !stopper.signal.aborted; ) {
        const after = rulebooks.cursor(key);
        const page = await calls.rulebooks(after);
        if (stopper.signal.aborted) return;
        rulebooks.receive(key, page.items);
        // A case may have stood aside for want of its procedure.
        for (const caseId of retryAside(workspace)) events.emit({ type: 'case', caseId });
        // Sequences have no gaps; what an item says of its own is believed of signed ones only.
        offered = Math.max(rulebooks.cursor(key), after + page.items.length);
        more = page.more && rulebooks.cursor(key) > after;
      }
      trouble.rules = null;
    } catch (error) {
      if (stopper.signal.aborted) return;
      failed('rules', error, RULES_AGAIN_MS);
      const cancel = outside.timers.after(RULES_AGAIN_MS, () => work && void fetchRules(work));
      stopper.signal.addEventListener('abort', cancel, { once: true });
    }
  }

  async function pushOnce({ push, calls, stopper }: AtWork): Promise<number> {
    const isRunning = () => !stopper.signal.aborted;
    await push.run(trouble.push === null);
    if (isRunning()) await carryFiles(workspace, outside, calls.signed, isRunning);
    if (trouble.push) {
      trouble.push = null;
      work?.feeding.hurry();
      changed();
    }
    return Number.POSITIVE_INFINITY;
  }

  function reached(): void {
    const wasAway = trouble.pull !== null;
    trouble.pull = null;
    // Whatever held the other one up: the line is there.
    if (work?.pushing.hasFailed() && wasAway) work.pushing.hurry();
    if (wasAway) changed();
  }

  function begin(): void {
    const link = readMeta<CentreLink>(db.orm, LINK);
    if (!link) return;
    if (readMark(workspace, 'centre epoch') === '' && link.epoch) writeMark(workspace, 'centre epoch', link.epoch);
    retryAfterUpdate(workspace);
    offered = link.rulebookKey ? rulebooks.cursor(link.rulebookKey) : 0;
    const stopper = new AbortController();
    const isRunning = () => !stopper.signal.aborted;
    const { timers, random } = outside;
    const calls = createCalls(link, platform, outside, stopper.signal, (time) => workspace.clock?.centreSaid(time));
    const key = link.rulebookKey;
    const epochChanged = () => feed.restart();
    const push = createPush({ workspace, calls, key, timers, isRunning, epochChanged, changed });
    const feed = createFeed({
      workspace,
      calls,
      timers,
      isRunning,
      rulesKnown: () => offered,
      fetchRules: async () => (work ? fetchRules(work) : undefined),
      reached,
      sendAgain: () => work?.pushing.hurry(),
      changed,
    });
    const loopOf = (direction: Direction, task: (at: AtWork) => Promise<number>) =>
      createLoop({
        // A turn later, when all of it stands.
        work: () => Promise.resolve().then(() => (work && isRunning() ? task(work) : Number.POSITIVE_INFINITY)),
        failed: (error, wait) => failed(direction, error, wait),
        timers,
        random,
      });
    const pushing = loopOf('push', pushOnce);
    const feeding = loopOf('pull', () => feed.run());
    work = { link, calls, push, feed, pushing, feeding, stopper };
  }

  async function stop(): Promise<void> {
    const ending = work;
    if (!ending) return;
    ending.stopper.abort();
    await Promise.all([ending.pushing.stop(), ending.feeding.stop()]);
    work = null;
  }

  return {
    start: begin,
    stop,
    /** Something new stands in the outbox. */
    wake: (): void => work?.pushing.wake(),
    /** The officer asked: at once, whatever went wrong before. */
    hurry(): void {
      work?.pushing.hurry();
      work?.feeding.hurry();
    },
    inFlight: (): ReadonlySet<string> => work?.push.inFlight() ?? NOTHING,
    /** A signed call to the centre for what is no part of the loops; null without a centre. */
    signedCall: () => work?.calls.signed ?? null,
    /** Enrols with a one-time code and begins. @throws DeskError as `enrol` does, `centre_key_changed` */
    async configure(address: string, enrolCode: string): Promise<void> {
      const { station } = workspace.settings();
      const key = enrolmentKey(enrolCode, readMeta<EnrolmentKey>(db.orm, ENROLMENT));
      writeMeta(db.orm, ENROLMENT, key);
      const named = { code: station.code, name: station.name };
      const fresh = await enrol(outside.transport, address, enrolCode, named, key);
      demandSameKey(readMeta<CentreLink>(db.orm, LINK), fresh);
      await stop();
      writeMeta(db.orm, LINK, fresh);
      writeMeta(db.orm, ENROLMENT, null);
      for (const direction of Object.keys(trouble) as Direction[]) trouble[direction] = null;
      begin();
      changed();
    },
    status(): SyncStatus {
      const progress = work?.push.progress() ?? null;
      const isSending = (work?.push.inFlight().size ?? 0) > 0;
      return syncStatus(workspace, readMeta<CentreLink>(db.orm, LINK), trouble, isSending, progress);
    },
  };
}

export type SyncEngine = ReturnType<typeof createSyncEngine>;
