import { z } from 'zod';
import { DeskError } from '../domain/contract/errors.ts';
import { epochSchema, FEED_DEFAULTS, type FeedQuestion, MAX_INTEGER, MAX_LIVE_S } from '../domain/contract/wire.ts';
import { type FeedSource, feedFrames } from './feed-stream.ts';

/** Bytes of entries per page that a station may ask for at most. */
const MAX_PAGE_BYTES = 8 * 1024 * 1024;

const whole = z
  .string()
  .regex(/^\d{1,10}$/)
  .transform(Number)
  .pipe(z.number().max(MAX_INTEGER));
const or = (usual: number) => whole.optional().transform((given) => given ?? usual);
const querySchema = z.object({
  a: whole,
  e: epochSchema,
  h: or(FEED_DEFAULTS.head),
  o: or(FEED_DEFAULTS.own),
  r: or(FEED_DEFAULTS.rules),
  b: or(FEED_DEFAULTS.backed),
  l: or(FEED_DEFAULTS.live),
  p: or(FEED_DEFAULTS.page),
});

/** @throws DeskError `bad_request` for anything but whole numbers and an epoch */
export function readQuestion(query: Record<string, string>): FeedQuestion {
  const read = querySchema.safeParse(query);
  if (!read.success) throw new DeskError('bad_request', { detail: 'query' });
  const { a, e, h, o, r, b, l, p } = read.data;
  const page = Math.min(p, MAX_PAGE_BYTES);
  return { after: a, epoch: e, head: h, own: o, rules: r, backed: b, live: Math.min(l, MAX_LIVE_S), page };
}

/**
 * A feed as a stream of frames, or 204 when it may not wait and has nothing to say.
 *
 * @param gone aborted when the reader has left
 */
export async function answerFeed(source: FeedSource, question: FeedQuestion, gone: AbortSignal): Promise<Response> {
  const leaving = new AbortController();
  const frames = feedFrames(source, question, AbortSignal.any([gone, leaving.signal]));
  // With time to wait, the head of the answer goes out before the first frame is there.
  let first = question.live > 0 ? null : await frames.next();
  if (first?.done) return new Response(null, { status: 204 });
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = first ?? (await frames.next());
        first = null;
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        leaving.abort();
        // Its own end runs only when it is asked once more: bells and timers would else hang on until the feed's time is up.
        await frames.return(undefined);
      },
    },
    // Nothing is made before somebody takes it: a reader who is slow holds us back.
    { highWaterMark: 0 },
  );
  return new Response(body as ReadableStream<Uint8Array<ArrayBuffer>>);
}
