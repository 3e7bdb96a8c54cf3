import { chainHead } from '../../db/entries.ts';
import { outboxCounts } from '../../db/outbox.ts';
import type { DeskError } from '../../domain/contract/errors.ts';
import { FEED_DEFAULTS, type FeedQuestion, HEARTBEAT_S, MAX_LIVE_S } from '../../domain/contract/wire.ts';
import type { PackedFrame } from '../../wire/frames.ts';
import type { Workspace } from '../workspace.ts';
import { followCentre } from './follow-centre.ts';
import { readMark } from './marks.ts';
import type { PageReader, ReadPage } from './page-reader.ts';
import { receivePage } from './receive.ts';
import type { CentreCalls } from './signed-calls.ts';
import type { Timers } from './transport.ts';

/** Bytes of a page: the largest, which needs no naming, and the smallest. */
const LARGEST_PAGE = FEED_DEFAULTS.page;
const SMALLEST_PAGE = 8 * 1024;
/** A feed that ends sooner than this without a word is not asked again at once, ms. */
const TOO_SOON_MS = 1_000;
/** Something on the way that holds a stream back: asked shortly this often, ms, and for a stream again after so long. */
const POLL_MS = 20_000;
const POLL_FOR_MS = 600_000;
/** Streams in a row that were silent from their beginning before that is believed. */
const SILENT_STREAMS = 2;

export interface FeedParts {
  workspace: Workspace;
  calls: CentreCalls;
  pages: PageReader;
  timers: Timers;
  isRunning: () => boolean;
  /** Highest sequence of rulebooks that was looked at. */
  rulesKnown: () => number;
  /** There are rulebooks after those: fetch them before the cases that follow. */
  fetchRules: () => Promise<void>;
  /** The centre answers. */
  reached: () => void;
  /** Something was said about own entries that are to be sent. */
  sendAgain: () => void;
  changed: () => void;
}

/** Takes what the centre has for this station: one stream that stays open for news. */
export function createFeed(parts: FeedParts) {
  const { workspace, calls, pages, timers, isRunning, changed } = parts;
  let page: number = LARGEST_PAGE;
  let silentStreams = 0;
  let pollUntil = 0;
  let open: { close(): void } | null = null;
  let restarted = false;

  function question(): FeedQuestion {
    const polls = timers.elapsed() < pollUntil;
    const head = readMark(workspace, 'centre head');
    return {
      after: readMark(workspace, 'feed cursor'),
      epoch: readMark(workspace, 'centre epoch') || '00000000',
      head,
      own: Math.max(0, chainHead(workspace.db, workspace.settings().station.code).seq - head),
      rules: parts.rulesKnown(),
      backed: readMark(workspace, 'centre backed'),
      live: polls ? 0 : MAX_LIVE_S,
      page,
    };
  }

  /** @returns ms until it is to be asked again */
  async function run(): Promise<number> {
    const asked = question();
    const since = timers.elapsed();
    restarted = false;
    let last: Frame['kind'] | 'head' | null = null;
    try {
      const feed = await calls.feed(asked);
      if (!isRunning()) return 0;
      open = feed;
      parts.reached();
      if (!feed) return asked.live > 0 ? TOO_SOON_MS : POLL_MS;
      last = 'head';
      for await (const frame of ahead(feed.frames, pages)) {
        last = frame.kind;
        silentStreams = 0;
        if (!isRunning()) return 0;
        await take(frame, asked);
      }
    } catch (error) {
      if (restarted) return 0;
      judgeBreak(error as DeskError, last, asked, timers.elapsed() - since);
      throw error;
    } finally {
      open?.close();
      open = null;
    }
    page = Math.min(LARGEST_PAGE, page * 2);
    if (asked.live === 0) return POLL_MS;
    return last === 'head' && timers.elapsed() - since < TOO_SOON_MS ? TOO_SOON_MS : 0;
  }

  /** A stream that breaks off while it speaks came in pieces too large for the line; one that never speaks is held back. */
  function judgeBreak(error: DeskError, last: string | null, asked: FeedQuestion, lasted: number): void {
    if (error.code !== 'centre_unreachable') return;
    const isSilent = asked.live > 0 && (last === null || last === 'head') && lasted > HEARTBEAT_S * 1_000;
    silentStreams = isSilent ? silentStreams + 1 : 0;
    if (silentStreams >= SILENT_STREAMS) pollUntil = timers.elapsed() + POLL_FOR_MS;
    else if (!isSilent && last !== null && last !== 'beat')
      page = Math.max(SMALLEST_PAGE, Math.floor(page / (last === 'page' ? 2 : 4)));
  }

  async function take(frame: Frame, asked: FeedQuestion): Promise<void> {
    if (frame.kind === 'page') {
      const waited = outboxCounts(workspace.db).pending;
      const caseIds = receivePage(workspace, frame.items);
      frame.letGo?.();
      if (outboxCounts(workspace.db).pending > waited) parts.sendAgain();
      for (const caseId of caseIds) workspace.events.emit({ type: 'case', caseId });
      changed();
    } else if (frame.kind === 'state') {
      const { state } = frame;
      const { caseIds, send } = followCentre(workspace, state, asked);
      for (const caseId of caseIds) workspace.events.emit({ type: 'case', caseId });
      // What comes later in this stream is of the life and from the head that it named.
      if (state.epoch !== undefined) asked.epoch = state.epoch;
      if (state.head !== undefined) asked.head = state.head;
      if (send) parts.sendAgain();
      if (state.rules !== undefined && state.rules > parts.rulesKnown()) await parts.fetchRules();
      changed();
    }
  }

  return {
    run,
    /** Asks anew, whatever is open. */
    restart(): void {
      restarted = true;
      open?.close();
    },
  };
}

/** A frame to be taken: a page has been read. */
type Frame = Exclude<PackedFrame, { kind: 'page' }> | ({ kind: 'page' } & ReadPage);

/** Frames that are read while the one before them is written to the disk: never more, so that memory stays bounded. */
const AHEAD = 2;

async function* ahead(frames: AsyncGenerator<PackedFrame>, pages: PageReader): AsyncGenerator<Frame> {
  const next = (): Promise<{ frame: Promise<Frame> } | null> => {
    const coming = frames.next().then(({ value, done }) => (done ? null : { frame: opened(value, pages) }));
    // Told to whoever takes it, in its turn.
    coming.then((come) => come?.frame.catch(() => {})).catch(() => {});
    return coming;
  };
  const waiting = Array.from({ length: AHEAD }, next);
  for (let first = waiting.shift(); first; first = waiting.shift()) {
    const come = await first;
    if (!come) return;
    const frame = await come.frame;
    waiting.push(next());
    yield frame;
  }
}

async function opened(frame: PackedFrame, pages: PageReader): Promise<Frame> {
  return frame.kind === 'page' ? { kind: 'page', ...(await pages.read(frame.body)) } : frame;
}

export type Feed = ReturnType<typeof createFeed>;
