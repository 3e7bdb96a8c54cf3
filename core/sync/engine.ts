import { sqliteError } from '../../db/open.ts';
import { readMeta, writeMeta } from '../../db/settings.ts';
import { DeskError, type ErrorCode } from '../../domain/contract/errors.ts';
import type { FileProgress, SyncStatus } from '../../domain/contract/views/sync.ts';
import type { PinnedKey } from '../../domain/rulebook/rulebook.ts';
import { rejoin } from '../backup/rejoin.ts';
import { mayReport } from '../backup/standing.ts';
import { shanghaiIso } from '../platform.ts';
import type { Workspace } from '../workspace.ts';
import { type CentreLink, demandSameKey, type EnrolmentKey, enrol, enrolmentKey } from './centre-link.ts';
import { createFeed, type Feed } from './feed.ts';
import { createFileCarrier, type FileCarrier } from './file-carrier.ts';
import { createFileFetcher } from './file-fetcher.ts';
import { retryAfterUpdate } from './follow-centre.ts';
import { createLoop, type Loop } from './loop.ts';
import { readMark, writeMark } from './marks.ts';
import { plainReader } from './page-reader.ts';
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
const RULES_AGAIN_MS = 5_000;
const NOTHING: ReadonlySet<string> = new Set();
const NO_FILES: FileProgress = { files: 0, bytes: 0, sentBytes: 0, refused: [] };

/** What is at work while the station is enrolled. */
interface AtWork {
  link: CentreLink;
  calls: CentreCalls;
  push: Push;
  feed: Feed;
  carrier: FileCarrier;
  pushing: Loop;
  feeding: Loop;
  carrying: Loop;
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
  const lineOf = ({ calls, stopper }: Pick<AtWork, 'calls' | 'stopper'>) => ({
    call: calls.signed,
    stopped: stopper.signal,
  });
  const fetcher = createFileFetcher(workspace, () => (work ? lineOf(work) : null), outside);

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
        // Unsigned, so it is believed while this program runs and never stored.
        offered = Math.max(rulebooks.cursor(key), page.upTo);
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

  async function pushOnce({ push, calls, carrying, stopper }: AtWork): Promise<number> {
    const isRunning = () => !stopper.signal.aborted;
    for (const caseId of await rejoin(workspace, calls.signed, isRunning)) events.emit({ type: 'case', caseId });
    if (!isRunning()) return Number.POSITIVE_INFINITY;
    if (mayReport(db.orm)) await push.run(trouble.push === null);
    // The centre takes a file only when it has the entry that names it.
    carrying.wake();
    if (trouble.push) {
      trouble.push = null;
      work?.feeding.hurry();
      changed();
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Beside the entries, on a line of its own: a long file keeps none of them waiting. */
  async function carryOnce({ carrier }: AtWork): Promise<number> {
    await carrier.carry();
    return Number.POSITIVE_INFINITY;
  }

  function reached(): void {
    const wasAway = trouble.pull !== null;
    trouble.pull = null;
    // Whatever held the other one up: the line is there.
    if (work?.pushing.hasFailed() && wasAway) work.pushing.hurry();
    if (work?.carrying.hasFailed() && wasAway) work.carrying.hurry();
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
    const { timers, random, pages = plainReader } = outside;
    const calls = createCalls(link, platform, outside, stopper.signal, (time) => workspace.clock?.centreSaid(time));
    const key = link.rulebookKey;
    const askFeedAgain = () => feed.restart();
    const push = createPush({ workspace, calls, key, timers, isRunning, askFeedAgain, changed });
    const feed = createFeed({
      workspace,
      calls,
      pages,
      timers,
      isRunning,
      rulesKnown: () => offered,
      fetchRules: async () => (work ? fetchRules(work) : undefined),
      reached,
      sendAgain: () => work?.pushing.hurry(),
      changed,
    });
    const loopOf = (direction: Direction | null, task: (at: AtWork) => Promise<number>) =>
      createLoop({
        // A turn later, when all of it stands.
        work: () => Promise.resolve().then(() => (work && isRunning() ? task(work) : Number.POSITIVE_INFINITY)),
        // What keeps a file back keeps entries back as well, and is told there.
        failed: (error, wait) => (direction ? failed(direction, error, wait) : changed()),
        timers,
        random,
      });
    const pushing = loopOf('push', pushOnce);
    const feeding = loopOf('pull', () => feed.run());
    const carrier = createFileCarrier(workspace, lineOf({ calls, stopper }), outside);
    const carrying = loopOf(null, carryOnce);
    work = { link, calls, push, feed, carrier, pushing, feeding, carrying, stopper };
  }

  async function stop(): Promise<void> {
    const ending = work;
    if (!ending) return;
    ending.stopper.abort();
    await Promise.all([ending.pushing.stop(), ending.feeding.stop(), ending.carrying.stop(), fetcher.idle()]);
    outside.pages?.close();
    work = null;
  }

  return {
    start: begin,
    stop,
    /** Something new stands in the outbox. */
    wake: (): void => work?.pushing.wake(),
    /** The officer asked: at once, whatever went wrong before. */
    hurry(): void {
      work?.carrier.retry();
      work?.pushing.hurry();
      work?.feeding.hurry();
      work?.carrying.hurry();
    },
    /** Files that are elsewhere. */
    files: fetcher,
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
      const status = syncStatus(workspace, readMeta<CentreLink>(db.orm, LINK), trouble, isSending, progress);
      return { ...status, files: work?.carrier.progress() ?? NO_FILES };
    },
  };
}

export type SyncEngine = ReturnType<typeof createSyncEngine>;
