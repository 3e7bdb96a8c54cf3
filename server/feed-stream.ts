import { type FeedQuestion, type FeedState, HEARTBEAT_S } from '../domain/contract/wire.ts';
import { beatFrame, pageFrame, stateFrame } from '../wire/frames.ts';
import type { Common, Standing } from './epochs.ts';
import type { FeedPage } from './feed.ts';
import type { Timers } from './timers.ts';
import type { News, Waiting } from './waiting.ts';

/** An open feed looks at the database this often although nobody rang, ms: should a bell ever be lost. */
const SAFETY_LOOK_MS = 60_000;

export interface FeedSource {
  station: string;
  waiting: Waiting;
  timers: Timers;
  /** Ends every feed: the process is about to stop. */
  closing: AbortSignal | undefined;
  standing: () => Promise<Standing>;
  read: (epoch: string, after: number, maxBytes: number) => Promise<FeedPage>;
  /** Up to where this feed is the one that was read under another epoch. */
  common: (epoch: string) => Promise<Common>;
}

/** What a station was told last. */
type Told = Pick<FeedQuestion, 'rules' | 'backed'>;

/**
 * The frames that answer one question, the next page being read while the last is on its way.
 *
 * @param gone aborted when the reader has left
 */
export async function* feedFrames(
  source: FeedSource,
  question: FeedQuestion,
  gone: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBufferLike>> {
  const bell = new Bell(source, question, gone);
  try {
    let standing = await source.standing();
    const { key } = standing;
    if (key === null) return;
    const begin = await beginning(source, question, standing);
    if (begin.state) yield stateFrame(begin.state);
    let { after } = begin;
    let mayHaveMore = after < standing.feedPos;
    for (;;) {
      if (mayHaveMore) {
        for await (const { last, frame } of pages(source, standing.epoch, after, question.page)) {
          after = last;
          yield frame;
          if (bell.ended || (bell.rung && (await source.standing()).key !== key)) return;
        }
      }
      let rang = await bell.wait();
      for (; rang === 'beat'; rang = await bell.wait()) yield beatFrame();
      if (rang === 'end') return;
      mayHaveMore = true;
      if (rang === 'entries') continue;
      const now = await source.standing();
      // Put out of use, or another PC took the station's place: whoever listens here is not the station any more.
      if (now.epoch !== standing.epoch || now.key !== key) return;
      const changed = laterState(standing, now);
      standing = now;
      mayHaveMore = after < standing.feedPos;
      if (changed) yield stateFrame(changed);
    }
  } finally {
    bell.close();
  }
}

/** A page ready to go out. */
interface Packed {
  /** Position of its last entry. */
  last: number;
  /** Of the feed. */
  head: number;
  frame: Uint8Array;
}

/** The pages up to the end, each read and packed while the one before it is on its way. */
async function* pages(source: FeedSource, epoch: string, from: number, maxBytes: number): AsyncGenerator<Packed> {
  for (let next: Promise<Packed | null> | null = packed(source, epoch, from, maxBytes); next; ) {
    const page: Packed | null = await next;
    if (!page) return;
    next = page.last < page.head ? packed(source, epoch, page.last, maxBytes) : null;
    // Awaited in the next round, or never, when the reader leaves first.
    next?.catch(() => {});
    yield page;
  }
}

/** Null when nothing follows. */
async function packed(source: FeedSource, epoch: string, after: number, maxBytes: number): Promise<Packed | null> {
  const { items, head } = await source.read(epoch, after, maxBytes);
  return items.length === 0 ? null : { last: after + items.length, head, frame: await pageFrame(items) };
}

/** What to say first, and from where the station will read on once it has heard it. */
async function beginning(
  source: FeedSource,
  question: FeedQuestion,
  standing: Standing,
): Promise<{ state: FeedState | null; after: number }> {
  const isOther = question.epoch !== standing.epoch;
  const common = isOther ? await source.common(question.epoch) : standing;
  const { feedPos } = common;
  const rewinds = isOther || question.after > feedPos;
  // What was sent again since the restore may have got other places: the station is to ask for them.
  const head = Math.min(common.head, standing.head);
  const state = filled({
    ...(rewinds ? { epoch: standing.epoch, rewind: feedPos } : {}),
    ...(head === question.head ? {} : { head }),
    ...laterState(question, standing),
  });
  return { state, after: Math.min(question.after, feedPos) };
}

/**
 * The head is left out: a station learns it from the answers to its own pushes. A station may know of rulebooks beyond its
 * own: how far it looked (`upTo`).
 */
function laterState(told: Told, { rules, backed }: Standing): FeedState | null {
  return filled({ ...(rules > told.rules ? { rules } : {}), ...(backed === told.backed ? {} : { backed }) });
}

function filled(state: FeedState): FeedState | null {
  return Object.keys(state).length === 0 ? null : state;
}

type Rang = News | 'beat' | 'end';

/** The more telling news first. */
const WEIGHT: Record<Rang, number> = { end: 3, all: 2, entries: 1, beat: 0 };

/** What an open feed waits for: news, the next beat, its end. Rings that come while nobody waits are kept. */
class Bell {
  ended = false;
  #rang: Rang | null = null;
  #answer: ((rang: Rang) => void) | null = null;
  readonly #stops: (() => void)[] = [];
  readonly #timers: Timers;

  constructor({ station, waiting, timers, closing }: FeedSource, { live }: FeedQuestion, gone: AbortSignal) {
    this.#timers = timers;
    const end = () => {
      this.ended = true;
      this.#ring('end');
    };
    for (const signal of closing ? [gone, closing] : [gone]) {
      if (signal.aborted) end();
      signal.addEventListener('abort', end, { once: true });
      this.#stops.push(() => signal.removeEventListener('abort', end));
    }
    if (live === 0) this.#ring('end');
    else {
      this.#stops.push(waiting.listen(station, (news) => this.#ring(news)));
      this.#stops.push(timers.after(live * 1000, end));
      this.#look();
    }
  }

  async wait(): Promise<Rang> {
    const rang = this.#rang;
    if (rang) {
      if (rang !== 'end') this.#rang = null;
      return rang;
    }
    const { promise, resolve } = Promise.withResolvers<Rang>();
    this.#answer = resolve;
    const stopBeat = this.#timers.after(HEARTBEAT_S * 1000, () => this.#ring('beat'));
    return promise.finally(stopBeat);
  }

  /** Something new for all that nobody has waited for yet. */
  get rung(): boolean {
    return this.#rang === 'all';
  }

  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  #look(): void {
    const stop = this.#timers.after(SAFETY_LOOK_MS, () => {
      this.#stops.splice(this.#stops.indexOf(stop), 1);
      this.#ring('all');
      this.#look();
    });
    this.#stops.push(stop);
  }

  #ring(rang: Rang): void {
    const answer = this.#answer;
    if (answer) {
      this.#answer = null;
      answer(rang);
      if (rang === 'end') this.#rang = rang;
    } else if (rang !== 'beat' && WEIGHT[rang] > (this.#rang ? WEIGHT[this.#rang] : 0)) this.#rang = rang;
  }
}
