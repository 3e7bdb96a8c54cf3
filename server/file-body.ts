import { DeskError } from '../domain/contract/errors.ts';
import type { CentreDatabase } from './db/open.ts';
import { appendBytes, FILE_BLOCK_BYTES, type UploadKey } from './file-uploads.ts';

export interface FileLimits {
  /** Silence after which what came is made durable, ms: a line that died says nothing more. */
  settleMs: number;
  /** Longest silence between two pieces of a body, ms. */
  idleMs: number;
  /** Longest time for one request, ms; the station goes on with another. */
  totalMs: number;
}

export const FILE_LIMITS: FileLimits = { settleMs: 250, idleMs: 30_000, totalMs: 600_000 };

/** One `PATCH`: whose, of how many bytes in all, and from where. */
export interface Piece extends UploadKey {
  size: number;
  offset: number;
}

/**
 * Writes the body of a `PATCH` block by block as it arrives, holding at most one block and one piece of the line. Whatever
 * came is kept when the line breaks, so that the next request goes on from there.
 *
 * @returns the offset reached
 * @throws DeskError `file_offset` when another request of this station moved the upload, `bad_request` for a body that
 *   breaks off, is too slow or longer than the file
 */
export async function takeBody(
  db: CentreDatabase,
  piece: Piece,
  body: ReadableStream<Uint8Array> | null,
  clock: () => Date,
  limits: FileLimits,
): Promise<number> {
  if (!body) return piece.offset;
  const block = new Block(db, piece, clock);
  const reader = body.getReader();
  const began = performance.now();
  let quietMs = 0;
  let reading = reader.read();
  try {
    for (;;) {
      const came = await within(reading, limits.settleMs);
      if (came === QUIET) {
        quietMs += limits.settleMs;
        await block.flush();
        if (quietMs >= limits.idleMs) throw new DeskError('bad_request', { detail: 'body too slow' });
        continue;
      }
      if (came.done) break;
      quietMs = 0;
      reading = reader.read();
      // Looked at again by `within`; a refusal in between is not lost by having been marked as seen here.
      reading.catch(() => {});
      await block.add(came.value);
      if (performance.now() - began > limits.totalMs) throw new DeskError('bad_request', { detail: 'body too slow' });
    }
    await block.flush();
    return block.offset;
  } catch (error) {
    reader.cancel().catch(() => {});
    if (error instanceof DeskError && error.code === 'file_offset') throw error;
    await block.flush();
    throw error instanceof DeskError ? error : new DeskError('bad_request', { detail: 'body broke off', cause: error });
  }
}

/** Bytes that are not durable yet, never more than up to the end of their block. */
class Block {
  readonly #db: CentreDatabase;
  readonly #piece: Piece;
  readonly #clock: () => Date;
  #held: Uint8Array[] = [];
  #bytes = 0;
  /** Durable bytes of the file. */
  offset: number;

  constructor(db: CentreDatabase, piece: Piece, clock: () => Date) {
    this.#db = db;
    this.#piece = piece;
    this.#clock = clock;
    this.offset = piece.offset;
  }

  async add(bytes: Uint8Array): Promise<void> {
    if (this.offset + this.#bytes + bytes.length > this.#piece.size)
      throw new DeskError('bad_request', { detail: 'longer than Upload-Length' });
    let rest = bytes;
    while (rest.length > 0) {
      const room = FILE_BLOCK_BYTES - ((this.offset + this.#bytes) % FILE_BLOCK_BYTES);
      const taken = rest.subarray(0, room);
      this.#held.push(taken);
      this.#bytes += taken.length;
      rest = rest.subarray(taken.length);
      if (taken.length === room) await this.flush();
    }
  }

  async flush(): Promise<void> {
    if (this.#bytes === 0) return;
    const content = Buffer.concat(this.#held);
    this.#held = [];
    this.#bytes = 0;
    await appendBytes(this.#db, this.#piece, this.offset, content, this.#clock());
    this.offset += content.length;
  }
}

const QUIET = Symbol('quiet');

async function within<T>(promise: Promise<T>, ms: number): Promise<T | typeof QUIET> {
  let timer: NodeJS.Timeout | undefined;
  const quiet = new Promise<typeof QUIET>((resolve) => {
    timer = setTimeout(resolve, ms, QUIET);
  });
  try {
    return await Promise.race([promise, quiet]);
  } finally {
    clearTimeout(timer);
  }
}
