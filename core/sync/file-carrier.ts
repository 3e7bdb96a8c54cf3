import { noteSent } from '../../db/file-transfers.ts';
import { findFile } from '../../db/settings.ts';
import { DeskError, type ErrorCode } from '../../domain/contract/errors.ts';
import { PATHS } from '../../domain/contract/wire.ts';
import type { Workspace } from '../workspace.ts';
import { demandOk, errorCodeOf } from './answers.ts';
import { PieceSize } from './file-piece.ts';
import { FileQueue } from './file-queue.ts';
import { pause } from './pause.ts';
import { BatchTooLarge, type SignedCall } from './signed-calls.ts';
import type { CentreResponse, SyncOutside } from './transport.ts';

/** Longest wait for the answer to a piece, ms: the smallest one on a line of 3 kbit/s. */
const PIECE_MS = 60_000;
/** Failures in a row, without one byte more at the centre, after which the line counts as away (or the file as bad). */
const MISSES = 4;
/** Longer than the centre takes to make durable what came before a line fell silent. */
const FIRST_PAUSE_MS = 500;

/** Codes that are about one file; all others are about the line or the station, and end the carrying for now. */
const ABOUT_A_FILE: ReadonlySet<ErrorCode> = new Set([
  'not_found',
  'file_damaged',
  'file_too_large',
  'file_offset',
  'bad_request',
  'centre_protocol',
]);

/** Signed calls to the centre, and when they end for good. */
export interface FileLine {
  call: SignedCall;
  stopped: AbortSignal;
}

/**
 * Brings this station's files to the centre, one after the other and piece by piece. Where an upload goes on is the
 * centre's word alone, asked for at the beginning and after every cut.
 */
export function createFileCarrier(workspace: Workspace, { call, stopped }: FileLine, outside: SyncOutside) {
  const { db, events } = workspace;
  const { timers, random } = outside;
  const queue = new FileQueue(workspace, timers.elapsed);
  const piece = new PieceSize();

  function note(sha256: string, offset: number, size: number): void {
    queue.sent(sha256, offset);
    if (offset === size) {
      noteSent(db.orm, sha256, size, true);
      queue.done(sha256);
    }
    events.emit({ type: 'sync' });
  }

  /** @throws DeskError of the file or of the line */
  async function carryOne(sha256: string): Promise<void> {
    const file = findFile(db.orm, sha256);
    if (!file) return queue.done(sha256);
    const { content, size } = file;
    /** The most that the centre ever held: only beyond it is there progress. */
    let best = -1;
    let misses = 0;
    let offset: number | null = null;
    while (!stopped.aborted) {
      try {
        if (offset === null) offset = await askOffset(sha256, size);
        if (offset > best) misses = 0;
        best = Math.max(best, offset);
        note(sha256, offset, size);
        if (offset === size) return;
        const began = timers.elapsed();
        const bytes = content.subarray(offset, offset + piece.bytes);
        offset = await sendPiece(sha256, bytes, offset, size);
        piece.took(bytes.length, timers.elapsed() - began);
      } catch (error) {
        const code = error instanceof DeskError ? error.code : null;
        // What the centre found to be a lie may have been spoilt on this disk: then no repetition helps.
        if (code === 'bad_request' && workspace.platform.sha256(content) !== sha256)
          throw new DeskError('file_damaged');
        if (code !== 'centre_unreachable' && code !== 'file_offset' && code !== 'bad_request') throw error;
        piece.cut();
        offset = null;
        misses += 1;
        if (misses >= MISSES) {
          if (best > 0) noteSent(db.orm, sha256, best, false);
          throw error;
        }
        await pause(timers, FIRST_PAUSE_MS * 2 ** misses * (0.5 + random() / 2), stopped);
      }
    }
  }

  async function askOffset(sha256: string, size: number): Promise<number> {
    const response = await call({ method: 'HEAD', path: `${PATHS.files}/${sha256}`, body: null, headers: TUS });
    if (response.status === 404) throw await refusal(response);
    await demandOk(response);
    response.close();
    return offsetOf(response, size);
  }

  async function sendPiece(sha256: string, bytes: Uint8Array, offset: number, size: number): Promise<number> {
    const begins: Record<string, string> = offset === 0 ? { 'upload-length': `${size}` } : {};
    const response = await call({
      method: 'PATCH',
      path: `${PATHS.files}/${sha256}`,
      body: bytes,
      unsignedBody: true,
      silenceMs: PIECE_MS,
      headers: {
        ...TUS,
        'content-type': 'application/offset+octet-stream',
        'upload-offset': `${offset}`,
        ...begins,
      },
    });
    if (response.status >= 400 && response.status < 500) throw await refusal(response);
    await demandOk(response);
    response.close();
    return offsetOf(response, size);
  }

  return {
    /**
     * Sends what waits, until nothing does. A file that the centre does not take is set aside with its reason, and the
     * next one goes.
     *
     * @throws DeskError `centre_unreachable` and whatever else is not about one file
     */
    async carry(): Promise<void> {
      for (let sha256 = queue.next(); sha256 !== null && !stopped.aborted; sha256 = queue.next()) {
        try {
          await carryOne(sha256);
        } catch (error) {
          const code =
            error instanceof BatchTooLarge ? 'file_too_large' : error instanceof DeskError ? error.code : null;
          if (code === null || !ABOUT_A_FILE.has(code)) throw error;
          queue.refuse(sha256, code);
          workspace.platform.log(`file not taken: ${code}`);
          events.emit({ type: 'sync' });
        }
      }
    },
    progress: () => queue.progress(),
    /** Refused files are tried again at the next carrying. */
    retry: () => queue.retry(),
  };
}

export type FileCarrier = ReturnType<typeof createFileCarrier>;

const TUS = { 'tus-resumable': '1.0.0' };

async function refusal(response: CentreResponse): Promise<DeskError> {
  // An answer to HEAD has no body to name the code.
  const code = response.status === 404 ? 'not_found' : await errorCodeOf(response);
  response.close();
  return new DeskError(code ?? (response.status === 409 ? 'file_offset' : 'centre_protocol'));
}

/** @throws DeskError `centre_protocol` for what is no place in the file */
function offsetOf(response: CentreResponse, size: number): number {
  const text = response.headers['upload-offset'] ?? '';
  if (!/^\d{1,10}$/.test(text) || Number(text) > size)
    throw new DeskError('centre_protocol', { detail: 'Upload-Offset' });
  return Number(text);
}
