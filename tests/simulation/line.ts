import type { CentreRequest, CentreResponse, Transport } from '../../core/sync/transport.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import { PATHS } from '../../domain/contract/wire.ts';
import { beatFrame, pageFrame, readFrames, stateFrame } from '../../wire/frames.ts';
import type { Dice } from '../random-commands/dice.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What befalls a line; chances are "once in so many", 0 never. */
export interface Weather {
  /** Requests that never arrive. */
  lost: number;
  /** Requests that are done, and whose answer never arrives. */
  answerLost: number;
  /** Requests that arrive a second time, some time later. */
  twice: number;
  /** Answers that break off in the middle of a byte row. */
  cut: number;
  /** Longest way in one direction, ms. */
  slow: number;
  /** `off`: every connection is refused; `dead`: everything vanishes without a word. */
  partition: 'none' | 'off' | 'dead';
}

export const FAIR: Weather = { lost: 0, answerLost: 0, twice: 0, cut: 0, slow: 20, partition: 'none' };

/** What stands at the other end. Rejects when there is no process, or when it dies before it has answered. */
export interface FarEnd {
  answer(request: Request): Promise<Response>;
  /** Settles when the process that answers now has died. */
  died(): Promise<void>;
}

/** Somebody on the way who is no friend: a lying server sits in this place. */
export interface Between {
  /** Answers in the centre's place, without asking it; null: lets it through. */
  instead(request: CentreRequest): Promise<CentreResponse | null>;
  /** What the station gets for what the centre said. */
  of(request: CentreRequest, response: CentreResponse): Promise<CentreResponse>;
}

/** Called at each moment at which the station has just waited for something: it may crash here. */
export type AtAwait = (what: 'asked' | 'answered' | 'piece' | 'ended') => void;

/** One station's line to the centre: a transport whose requests meet the weather of the moment. */
export class Line {
  weather: Weather = FAIR;
  between: Between | null = null;
  /** For a planted bug: whether pages are watched, and the last position that came whole. */
  notesPages = false;
  lastPage = 0;
  readonly #time: VirtualTime;
  readonly #dice: Dice;
  readonly #far: FarEnd;
  readonly #open = new Set<() => void>();

  constructor(time: VirtualTime, dice: Dice, far: FarEnd) {
    this.#time = time;
    this.#dice = dice;
    this.#far = far;
  }

  /** Breaks whatever is open now. */
  cut(): void {
    for (const end of [...this.#open]) end();
  }

  /** The transport of one life of the station: once it is dead, nothing ever comes back. */
  transportFor(alive: () => boolean, atAwait: AtAwait): Transport {
    return async (request) => {
      const forever = new Promise<never>(() => {});
      const still = async <T>(result: Promise<T>): Promise<T> => {
        try {
          const value = await result;
          return alive() ? value : forever;
        } catch (error) {
          if (!alive()) return forever;
          throw error;
        }
      };
      if (!alive()) return forever;
      atAwait('asked');
      const response = await still(this.#ask(request));
      atAwait('answered');
      const pieces = response.body[Symbol.asyncIterator]();
      const body: AsyncIterable<Uint8Array> = {
        [Symbol.asyncIterator]: () => ({
          async next() {
            const piece = await still(pieces.next());
            atAwait(piece.done ? 'ended' : 'piece');
            return piece;
          },
          async return() {
            response.close();
            return { done: true, value: undefined };
          },
        }),
      };
      return { ...response, body };
    };
  }

  async #ask(request: CentreRequest): Promise<CentreResponse> {
    const { partition, lost, twice, answerLost } = this.weather;
    const broken = this.#breakable(request);
    try {
      if (partition === 'off') return await broken.unless(this.#way().then(unreachable));
      if (partition === 'dead' || this.#happens(lost)) return await broken.unless(new Promise(() => {}));
      if (this.#happens(twice)) {
        this.#time.after(this.#dice.below(90_000), () => {
          this.#deliver(request).then(
            ({ body }) => body?.cancel().catch(() => {}),
            () => {},
          );
        });
      }
      await broken.unless(this.#way());
      const forged = await this.between?.instead(request);
      if (forged) return forged;
      const answer = this.#deliver(request);
      const response = await broken.unless(answer).catch((error: unknown) => {
        // Nobody reads the answer any more.
        answer.then(
          ({ body }) => body?.cancel().catch(() => {}),
          () => {},
        );
        throw error;
      });
      const held = this.#held(request, response);
      if (this.#happens(answerLost)) {
        held.close();
        return await broken.unless(new Promise(() => {}));
      }
      await broken.unless(this.#way());
      return this.between ? await this.between.of(request, held) : held;
    } finally {
      broken.done();
    }
  }

  async #deliver(request: CentreRequest): Promise<Response> {
    const { method, address, path, headers, body } = request;
    const init = { method, headers: { ...headers }, ...(body === null ? {} : { body: body as BodyInit }) };
    try {
      return await this.#far.answer(new Request(`${address}${path}`, init));
    } catch {
      return unreachable();
    }
  }

  /** The answer as the station gets it: piece by piece, late, and sometimes broken off. */
  #held(request: CentreRequest, response: Response): CentreResponse {
    const line = this;
    const reader = response.body?.getReader();
    const close = () => void reader?.cancel().catch(() => {});
    let left = this.#happens(this.weather.cut) ? this.#dice.below(400) : Number.POSITIVE_INFINITY;
    const died = this.#far.died().then(unreachable);
    died.catch(() => {});
    async function* body(): AsyncGenerator<Uint8Array> {
      try {
        while (reader) {
          const broken = line.#breakable(request);
          try {
            const { done, value } = await broken.unless(Promise.race([reader.read(), died]));
            if (done) return;
            await broken.unless(line.#way());
            if (value.length > left) {
              yield value.subarray(0, left);
              return unreachable();
            }
            left -= value.length;
            yield value;
          } finally {
            broken.done();
          }
        }
      } finally {
        close();
      }
    }
    const pieces = this.notesPages && request.path.startsWith(PATHS.feed) ? this.#watched(body()) : body();
    return { status: response.status, headers: Object.fromEntries(response.headers), body: pieces, close };
  }

  async *#watched(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const frame of readFrames(body)) {
      if (frame.kind === 'beat') yield beatFrame();
      else if (frame.kind === 'state') {
        this.lastPage = frame.state.rewind ?? this.lastPage;
        yield stateFrame(frame.state);
      } else {
        this.lastPage = frame.items.at(-1)?.pos ?? this.lastPage;
        yield await pageFrame(frame.items);
      }
    }
  }

  /** Ends a wait when the line is cut, the caller gives up, or it has been silent for as long as the caller bears. */
  #breakable({ silenceMs, signal }: CentreRequest) {
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => {});
    const end = () => {
      reject(new DeskError('centre_unreachable', { detail: 'simulated line' }));
    };
    const calm = this.#time.after(silenceMs, end);
    this.#open.add(end);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    return {
      unless: <T>(work: Promise<T>): Promise<T> => Promise.race([work, promise]),
      done: () => {
        calm();
        this.#open.delete(end);
        signal.removeEventListener('abort', end);
      },
    };
  }

  #way(): Promise<void> {
    return this.#time.wait(1 + this.#dice.below(this.weather.slow));
  }

  #happens(once: number): boolean {
    return once > 0 && this.#dice.rarely(once);
  }
}

function unreachable(): never {
  throw new DeskError('centre_unreachable', { detail: 'simulated line' });
}
