import { eq, sql } from 'drizzle-orm';
import { sqliteError } from '../../db/open.ts';
import { acknowledge, nextOutgoing, outboxCounts, reject } from '../../db/outbox.ts';
import { cases } from '../../db/schema.ts';
import { fileReported, findFile, readMeta, unreportedFiles, writeMeta } from '../../db/settings.ts';
import { DeskError, type ErrorCode } from '../../domain/contract/errors.ts';
import type { SyncStatus } from '../../domain/contract/views.ts';
import { MAX_BATCH_ENTRIES } from '../../domain/contract/wire1.ts';
import type { PinnedKey } from '../../domain/rulebook/rulebook.ts';
import { shanghaiIso } from '../platform.ts';
import { projectCase } from '../services/project-case.ts';
import type { Workspace } from '../workspace.ts';
import {
  BatchTooLarge,
  type CentreClient,
  type CentreLink,
  createCentreClient,
  type EnrolmentKey,
  enrol,
  enrolmentKey,
} from './centre-client.ts';
import { feedCursor, receivePage } from './receive.ts';

type Direction = 'push' | 'pull' | 'rules';

/** Where rulebooks go: the place reached with a centre's key, and one page more. */
export interface RulebookIntake {
  cursor(key: PinnedKey): number;
  receive(key: PinnedKey, items: readonly unknown[]): void;
}

/** Where the key of an enrolment stands until the centre has answered. */
const ENROLMENT = 'enrolment';

/** First wait after a failure and the longest, in ms; each wait is drawn between half and the whole of it. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 10_000;
/** Seconds that a pull may stay open for news. */
const FEED_WAIT = 20;

/**
 * The station's side of sync: one loop pushes, one waits for the feed. Both go on by themselves when the line comes
 * back; neither ever stands in the way of the desk. Only what the centre acknowledged counts as reported.
 */
export function createSyncEngine(workspace: Workspace, rulebooks: RulebookIntake, random: () => number = Math.random) {
  const { db, platform, events } = workspace;
  let client: CentreClient | null = null;
  let link: CentreLink | null = null;
  let stopped = false;
  let batch = MAX_BATCH_ENTRIES;
  /** What is wrong with each direction: a feed that works does not excuse a push that does not. */
  const trouble: Record<Direction, { code: ErrorCode; nextTryAt: string } | null> = {
    push: null,
    pull: null,
    rules: null,
  };
  /** Sequence up to which the centre has shown its rulebooks, taken or not: what is newer ends the wait for the feed. */
  let offered = 0;
  let sending = false;
  let flying: ReadonlySet<string> = new Set();
  const wakers = new Set<() => void>();
  /** Set by a wake that nobody was asleep to hear: the next sleep is skipped. */
  let called = false;
  let running: Promise<unknown> = Promise.resolve();
  let stopper = new AbortController();

  function said(direction: Direction): void {
    trouble[direction] = null;
    writeMeta(db.orm, 'sync success', shanghaiIso(platform.now()));
  }

  function failed(direction: Direction, error: unknown, wait: number): void {
    const known = sqliteError(error);
    const code = known instanceof DeskError ? known.code : 'internal';
    trouble[direction] = { code, nextTryAt: shanghaiIso(new Date(platform.now().getTime() + wait)) };
    if (!(known instanceof DeskError)) platform.log(`sync: ${String((error as Error)?.name)}`);
    events.emit({ type: 'sync' });
  }

  async function pushAll(): Promise<void> {
    while (!stopped && client) {
      const outgoing = nextOutgoing(db.orm, batch);
      if (outgoing.length === 0) break;
      // While the centre is out of reach a try is not yet a sending: the screen goes on saying 待上报.
      sending = trouble.push === null;
      if (sending) flying = new Set(outgoing.map((entry) => entry.entryId));
      events.emit({ type: 'sync' });
      try {
        const answers = await client.push(outgoing.map((entry) => entry.body));
        const touched = new Set<string>();
        db.raw
          .transaction(() => {
            for (const [index, entry] of outgoing.entries()) {
              const answer = answers[index];
              if (answer?.id !== entry.entryId)
                throw new DeskError('centre_protocol', { detail: 'answers out of order' });
              if (answer.result === 'rejected') reject(db.orm, entry.entryId, answer.code, shanghaiIso(platform.now()));
              else acknowledge(db.orm, entry.entryId, answer.seq);
              touched.add(entry.caseId);
            }
            for (const caseId of touched) projectCase(workspace, caseId);
          })
          .immediate();
        said('push');
        batch = Math.min(MAX_BATCH_ENTRIES, batch * 2);
        for (const caseId of touched) events.emit({ type: 'case', caseId });
      } catch (error) {
        if (!(error instanceof BatchTooLarge)) throw error;
        const [only] = outgoing;
        if (outgoing.length === 1 && only) {
          reject(db.orm, only.entryId, 'too_large', shanghaiIso(platform.now()));
          projectCase(workspace, only.caseId);
        }
        batch = Math.max(1, Math.floor(outgoing.length / 2));
      } finally {
        sending = false;
        flying = new Set();
        events.emit({ type: 'sync' });
      }
    }
    await pushFiles();
  }

  async function pushFiles(): Promise<void> {
    for (const sha256 of unreportedFiles(db, workspace.settings().station.code)) {
      const file = findFile(db.orm, sha256);
      if (!client || stopped) return;
      if (file === null) continue;
      await client.putFile(sha256, file.mime, file.content);
      fileReported(db.orm, sha256);
    }
  }

  /**
   * Before the feed, so that a new version is here when the first case under it comes. Trouble with it is told and does not
   * keep the cases away: they are shown without what the missing version would say.
   */
  async function pullRulebooks(): Promise<void> {
    const key = link?.rulebookKey;
    try {
      for (let more = true; more && key && client && !stopped; ) {
        const after = rulebooks.cursor(key);
        const page = await client.rulebooks(after);
        if (stopped) return;
        rulebooks.receive(key, page.items);
        // Unsigned, so it is believed while this program runs and never stored.
        offered = Math.max(rulebooks.cursor(key), page.upTo);
        more = page.more && rulebooks.cursor(key) > after;
      }
      trouble.rules = null;
    } catch (error) {
      if (!stopped) failed('rules', error, FIRST_WAIT);
    }
  }

  async function pullOnce(wait: number): Promise<void> {
    await pullRulebooks();
    if (!client || stopped) return;
    const asked = Date.now();
    const page = await client.pull(feedCursor(workspace), wait, offered);
    if (stopped) return;
    // A centre (or something between) that answers "nothing" at once is not asked again at once.
    if (page.items.length === 0 && Date.now() - asked < FIRST_WAIT) await sleep(FIRST_WAIT);
    if (stopped) return;
    if (page.items.length > 0) {
      for (const caseId of receivePage(workspace, page.items)) events.emit({ type: 'case', caseId });
    }
    said('pull');
    if (page.items.length > 0) events.emit({ type: 'sync' });
  }

  /** Runs `work` for ever: again when woken (or at once) after success, after a growing wait after a failure. */
  async function loop(direction: Direction, work: () => Promise<void>): Promise<void> {
    const sleepAfterSuccess = direction === 'push';
    let wait = FIRST_WAIT;
    while (!stopped && client) {
      let pause = sleepAfterSuccess ? Number.POSITIVE_INFINITY : 0;
      if (sleepAfterSuccess) called = false;
      try {
        await work();
        if (wait > FIRST_WAIT) wake();
        wait = FIRST_WAIT;
      } catch (error) {
        if (stopped) return;
        pause = wait * (0.5 + random() / 2);
        wait = Math.min(LONGEST_WAIT, wait * 2);
        failed(direction, error, pause);
      }
      if (pause > 0 && !(sleepAfterSuccess && called)) await sleep(pause);
    }
  }

  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = Number.isFinite(ms) ? setTimeout(done, ms) : null;
      function done(): void {
        if (timer) clearTimeout(timer);
        stopper.signal.removeEventListener('abort', done);
        wakers.delete(done);
        resolve();
      }
      wakers.add(done);
      stopper.signal.addEventListener('abort', done, { once: true });
      if (stopper.signal.aborted) done();
    });
  }

  function wake(): void {
    called = true;
    for (const waker of [...wakers]) waker();
  }

  function begin(): void {
    link = readMeta<CentreLink>(db.orm, 'centre link');
    if (!link) return;
    offered = link.rulebookKey ? rulebooks.cursor(link.rulebookKey) : 0;
    stopped = false;
    stopper = new AbortController();
    client = createCentreClient(link, platform, stopper.signal, (time) => workspace.clock?.centreSaid(time));
    running = Promise.all([loop('push', pushAll), loop('pull', () => pullOnce(FEED_WAIT))]);
  }

  return {
    start: begin,
    /** Something new stands in the outbox, or the officer asked. */
    wake,
    inFlight: (): ReadonlySet<string> => flying,
    /** Enrols with a one-time code and begins. @throws DeskError as `enrol` does, `centre_key_changed` */
    async configure(address: string, enrolCode: string): Promise<void> {
      const { station } = workspace.settings();
      const key = enrolmentKey(enrolCode, readMeta<EnrolmentKey>(db.orm, ENROLMENT));
      writeMeta(db.orm, ENROLMENT, key);
      const fresh = await enrol(address, enrolCode, { code: station.code, name: station.name }, key);
      if (link) demandSameKey(link, fresh);
      await this.stop();
      writeMeta(db.orm, 'centre link', fresh);
      writeMeta(db.orm, ENROLMENT, null);
      trouble.push = null;
      trouble.pull = null;
      trouble.rules = null;
      begin();
      events.emit({ type: 'sync' });
    },
    async stop(): Promise<void> {
      stopped = true;
      stopper.abort();
      await running;
      client = null;
    },
    status(): SyncStatus {
      const counts = outboxCounts(db.orm);
      const conflicts =
        db.orm.select({ n: sql<number>`count(*)` }).from(cases).where(eq(cases.conflict, true)).get()?.n ?? 0;
      const wrong = trouble.push ?? trouble.pull ?? trouble.rules;
      const state = !link
        ? 'none'
        : wrong?.code === 'centre_refused'
          ? 'refused'
          : wrong
            ? 'offline'
            : sending
              ? 'sending'
              : 'idle';
      return {
        state,
        address: link?.address ?? null,
        centreName: link?.centreName ?? null,
        ...counts,
        conflicts,
        lastSuccessAt: readMeta<string>(db.orm, 'sync success'),
        lastError: wrong?.code ?? null,
        nextTryAt: wrong?.nextTryAt ?? null,
      };
    },
  };
}

/** A centre at the same address has the key that it had: what comes with another one is somebody else's. */
function demandSameKey(before: CentreLink, fresh: CentreLink): void {
  if (before.address !== fresh.address || before.rulebookKey === undefined) return;
  if (before.rulebookKey.id !== fresh.rulebookKey?.id) throw new DeskError('centre_key_changed');
}

export type SyncEngine = ReturnType<typeof createSyncEngine>;
