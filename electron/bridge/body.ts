import type { BodyMessage } from './messages.ts';

/** Bytes of one piece: small enough not to block either process, large enough not to drown it in messages. */
const PIECE = 256 * 1024;

/** A body on its way out. It sends only what the other side asked for. */
export interface Outflow {
  more(): void;
  cancel(): void;
}

/**
 * @param closed called once, when the last word about this body was said or the other side wanted no more
 */
export function outflow(
  body: ReadableStream<Uint8Array>,
  id: number,
  post: (message: BodyMessage) => void,
  closed: () => void,
): Outflow {
  const reader = body.getReader();
  let rest: Uint8Array = new Uint8Array();
  let wanted = 0;
  let busy = false;
  let over = false;

  const finish = (last?: BodyMessage) => {
    if (over) return;
    over = true;
    if (last) post(last);
    closed();
  };
  const pump = async () => {
    if (busy) return;
    busy = true;
    try {
      while (wanted > 0 && !over) {
        if (rest.length === 0) {
          const { done, value } = await reader.read();
          if (over) break;
          if (done) {
            finish({ type: 'end', id });
            break;
          }
          rest = value;
          continue;
        }
        wanted -= 1;
        // A copy of exactly these bytes: a view would drag its whole buffer, and whatever else lies in it, across.
        post({ type: 'chunk', id, bytes: new Uint8Array(rest.subarray(0, PIECE)) });
        rest = rest.subarray(PIECE);
      }
    } catch {
      finish({ type: 'fail', id });
    } finally {
      busy = false;
    }
  };
  return {
    more() {
      wanted += 1;
      void pump();
    },
    cancel() {
      finish();
      reader.cancel().catch(() => {});
    },
  };
}

/** A body on its way in, as a stream for whoever reads it. */
export interface Inflow {
  stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  push(bytes: Uint8Array<ArrayBuffer>): void;
  end(): void;
  /** Ends it as broken: the reader's next read rejects. */
  fail(reason: Error): void;
}

/**
 * @param closed called once, when the body is complete, broken or no longer wanted
 */
export function inflow(id: number, post: (message: BodyMessage) => void, closed: () => void): Inflow {
  let controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
  let over = false;
  const finish = () => {
    if (over) return false;
    over = true;
    closed();
    return true;
  };
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      start(given) {
        controller = given;
      },
      pull() {
        if (!over) post({ type: 'more', id });
      },
      cancel() {
        if (finish()) post({ type: 'cancel', id });
      },
    },
    { highWaterMark: 2 },
  );
  return {
    stream,
    push: (bytes) => {
      if (!over) controller.enqueue(bytes);
    },
    end: () => {
      if (finish()) controller.close();
    },
    fail: (reason) => {
      if (finish()) controller.error(reason);
    },
  };
}
