import { DeskError } from '../domain/contract/errors.ts';
import { MAX_BATCH_BYTES, MAX_UNPACKED_BYTES } from '../domain/contract/wire.ts';

/** Bytes up to which a body is read as a whole. */
const SHORT_BYTES = 64 * 1024;

export interface BodyLimits {
  /** Bytes as sent. */
  bytes: number;
  /** Bytes of a packed body once unpacked. */
  unpackedBytes: number;
  /** Longest silence between two pieces of a body, ms. */
  idleMs: number;
  /** Longest time for a whole body, ms: 8 MB over a line of 300 kbit/s. */
  totalMs: number;
}

export const DEFAULT_LIMITS: BodyLimits = {
  bytes: MAX_BATCH_BYTES,
  unpackedBytes: MAX_UNPACKED_BYTES,
  idleMs: 15_000,
  totalMs: 240_000,
};

/**
 * Reads a request's body as sent, never more than the limit, never longer than the limit.
 *
 * @throws DeskError `too_large`, or `bad_request` for a body that is too slow or breaks off
 */
export async function readBody(request: Request, limits: BodyLimits): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > limits.bytes) throw new DeskError('too_large');
  const told = request.headers.get('content-length');
  // What is said to be short comes in one or two pieces, and HTTP hands out no more than was said.
  if (told !== null && Number(told) <= SHORT_BYTES) return readShort(request, limits);
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  const pieces: Uint8Array[] = [];
  let size = 0;
  const total = AbortSignal.timeout(limits.totalMs);
  try {
    for (;;) {
      const piece = await nextPiece(reader, limits.idleMs, total);
      if (!piece) return Buffer.concat(pieces);
      size += piece.length;
      if (size > limits.bytes) throw new DeskError('too_large');
      pieces.push(piece);
    }
  } catch (error) {
    reader.cancel().catch(() => {});
    throw error instanceof DeskError ? error : new DeskError('bad_request', { detail: 'body broke off', cause: error });
  }
}

/** The same for a short body, as a whole: a stream of the web around one piece costs more than all else of an edit. */
async function readShort(request: Request, limits: BodyLimits): Promise<Uint8Array> {
  const tooSlow = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => tooSlow.reject(new DeskError('bad_request', { detail: 'body too slow' })),
    Math.min(limits.idleMs, limits.totalMs),
  );
  try {
    const body = new Uint8Array(await Promise.race([request.arrayBuffer(), tooSlow.promise]));
    if (body.length > limits.bytes) throw new DeskError('too_large');
    return body;
  } catch (error) {
    throw error instanceof DeskError ? error : new DeskError('bad_request', { detail: 'body broke off', cause: error });
  } finally {
    clearTimeout(timer);
  }
}

async function nextPiece(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  idleMs: number,
  total: AbortSignal,
): Promise<Uint8Array | null> {
  const signal = AbortSignal.any([AbortSignal.timeout(idleMs), total]);
  const tooSlow = Promise.withResolvers<never>();
  const refuse = () => tooSlow.reject(new DeskError('bad_request', { detail: 'body too slow' }));
  if (signal.aborted) refuse();
  signal.addEventListener('abort', refuse, { once: true });
  try {
    const { done, value } = await Promise.race([reader.read(), tooSlow.promise]);
    return done ? null : value;
  } finally {
    signal.removeEventListener('abort', refuse);
  }
}

/** @throws DeskError `bad_request` when it is not JSON */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new DeskError('bad_request', { detail: 'not JSON', cause: error });
  }
}
