import { dropHeld, hasFile, heldFile, holdPart, joinHeld } from '../../db/file-transfers.ts';
import { insertFile } from '../../db/settings.ts';
import { DeskError, type ErrorCode } from '../../domain/contract/errors.ts';
import type { FileWhereabouts } from '../../domain/contract/views/sync.ts';
import { PATHS } from '../../domain/contract/wire.ts';
import { sniff } from '../file-kind.ts';
import { shanghaiIso } from '../platform.ts';
import type { Workspace } from '../workspace.ts';
import { demandOk } from './answers.ts';
import type { FileLine } from './file-carrier.ts';
import { pause } from './pause.ts';
import type { SyncOutside } from './transport.ts';

/** Largest file that is taken, bytes. */
const MAX_FILE = 20 * 1024 * 1024;
/** Bytes that are kept at once; a crash of this PC costs no more. */
const PART_BYTES = 64 * 1024;
/** Failures in a row, without one byte more, after which the officer is told. */
const MISSES = 4;
const FIRST_PAUSE_MS = 500;

/**
 * Fetches files from the centre when an officer wants to see one. What came is kept piece by piece in the encrypted
 * database and gone on with after a cut or a restart; it becomes a file only when its hash is right.
 *
 * @param line null while this desk has no centre
 */
export function createFileFetcher(workspace: Workspace, line: () => FileLine | null, outside: SyncOutside) {
  const { db, platform } = workspace;
  const { timers, random } = outside;
  /** Files that are wanted or could not be had. */
  const known = new Map<string, 'wanted' | 'not_at_centre' | { code: ErrorCode }>();
  /** One after the other: on a slow line two at once would make both late. */
  let last: Promise<void> = Promise.resolve();

  async function bring(sha256: string): Promise<void> {
    try {
      await fetchAll(sha256);
      known.delete(sha256);
    } catch (error) {
      const code = error instanceof DeskError ? error.code : 'internal';
      if (code === 'internal') platform.log(`file fetch: ${String((error as Error)?.name)}`);
      known.set(sha256, code === 'not_found' ? 'not_at_centre' : { code });
    }
  }

  async function fetchAll(sha256: string): Promise<void> {
    for (let misses = 0; ; misses += 1) {
      const before = heldFile(db.orm, sha256)?.bytes ?? 0;
      try {
        await fetchRest(sha256);
        return keep(sha256);
      } catch (error) {
        if (!(error instanceof DeskError) || error.code !== 'centre_unreachable') throw error;
        if ((heldFile(db.orm, sha256)?.bytes ?? 0) > before) misses = 0;
        const stopped = line()?.stopped;
        if (misses >= MISSES || !stopped || stopped.aborted) throw error;
        await pause(timers, FIRST_PAUSE_MS * 2 ** misses * (0.5 + random() / 2), stopped);
      }
    }
  }

  /** One request, from the first byte that is not here. */
  async function fetchRest(sha256: string): Promise<void> {
    const held = heldFile(db.orm, sha256);
    const from = held?.bytes ?? 0;
    if (held && from === held.size) return;
    const at = line();
    if (!at) throw new DeskError('centre_none');
    const range = { range: `bytes=${from}-` };
    const response = await at.call({ method: 'GET', path: `${PATHS.files}/${sha256}`, body: null, headers: range });
    if (response.status === 404) {
      response.close();
      throw new DeskError('not_found');
    }
    await demandOk(response);
    const size = sizeFrom(response.headers['content-range'], from);
    if (size === null || (held && held.size !== size)) {
      response.close();
      dropHeld(db.orm, sha256);
      throw new DeskError('centre_protocol', { detail: 'Content-Range' });
    }
    if (size > MAX_FILE) {
      response.close();
      throw new DeskError('file_too_large');
    }
    try {
      await holdBody(sha256, response.body, size, from);
    } finally {
      response.close();
    }
  }

  async function holdBody(sha256: string, body: AsyncIterable<Uint8Array>, size: number, from: number): Promise<void> {
    let parts: Uint8Array[] = [];
    let held = 0;
    let at = from;
    const settle = () => {
      if (held === 0) return;
      holdPart(db, sha256, size, Buffer.concat(parts), shanghaiIso(platform.now()));
      parts = [];
      held = 0;
    };
    try {
      for await (const piece of body) {
        const taken = piece.subarray(0, size - at);
        parts.push(taken);
        held += taken.length;
        at += taken.length;
        if (held >= PART_BYTES) settle();
        if (at === size) break;
      }
    } finally {
      settle();
    }
    if (at < size) throw new DeskError('centre_unreachable', { detail: 'cut' });
  }

  function keep(sha256: string): void {
    const content = joinHeld(db.orm, sha256);
    const isTrue = platform.sha256(content) === sha256;
    db.raw
      .transaction(() => {
        dropHeld(db.orm, sha256);
        if (!isTrue) return;
        const size = content.length;
        const addedAt = shanghaiIso(platform.now());
        insertFile(db.orm, { sha256, mime: sniff(content), size, content, addedAt, reported: true, sentBytes: size });
      })
      .immediate();
    if (!isTrue) throw new DeskError('file_damaged');
  }

  function whereabouts(sha256: string): FileWhereabouts {
    if (hasFile(db.orm, sha256)) return { state: 'here' };
    const held = heldFile(db.orm, sha256);
    const progress = { bytes: held?.bytes ?? 0, size: held?.size ?? null };
    const word = known.get(sha256);
    if (word === undefined) return { state: 'absent', ...progress };
    if (word === 'wanted') return { state: 'fetching', ...progress };
    return word === 'not_at_centre' ? { state: word } : { state: 'failed', code: word.code };
  }

  return {
    whereabouts,
    /** Begins to fetch a file, or goes on, and returns at once. */
    want(sha256: string): FileWhereabouts {
      if (known.get(sha256) !== 'wanted' && !hasFile(db.orm, sha256)) {
        known.set(sha256, 'wanted');
        last = last.then(() => bring(sha256));
      }
      return whereabouts(sha256);
    },
    /** Settles when nothing is under way. */
    idle: (): Promise<void> => last,
  };
}

export type FileFetcher = ReturnType<typeof createFileFetcher>;

/** Length of the whole from `Content-Range: bytes FROM-…/SIZE`; null when it does not begin where it was asked to. */
function sizeFrom(contentRange: string | undefined, from: number): number | null {
  const [, start, size] = /^bytes (\d{1,10})-\d{1,10}\/(\d{1,10})$/.exec(contentRange ?? '') ?? [];
  return start !== undefined && Number(start) === from && Number(size) > from ? Number(size) : null;
}
