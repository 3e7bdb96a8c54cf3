import { DeskError } from '../domain/contract/errors.ts';
import type { Viewer } from '../domain/disclosure/see.ts';
import type { CentreDatabase } from './db/open.ts';
import { authorsShown } from './file-access.ts';
import { readBlocks, sentSize } from './file-blocks.ts';
import { FILE_LIMITS, type FileLimits, takeBody } from './file-body.ts';
import { rangeOf } from './file-range.ts';
import { beginUpload, finishUpload, MAX_FILE_BYTES, type UploadKey, uploadState } from './file-uploads.ts';

export interface FileDoor {
  db: CentreDatabase;
  clock: () => Date;
  /** Shorter ones in tests. */
  limits?: Partial<FileLimits>;
}

const TUS = { 'tus-resumable': '1.0.0', 'cache-control': 'no-store' };

/**
 * `HEAD`, `PATCH` and `GET` of a file, for a station whose signature was verified: the core of tus 1.0.0 with the file's
 * SHA-256 as the name of the upload, and ranges of RFC 9110.
 *
 * @param request its signature covers no body: the file's name covers its bytes
 * @throws DeskError `not_found` whether a file is absent or not for this station; `bad_request`, `file_too_large`,
 *   `file_offset`
 */
export async function answerFile(door: FileDoor, station: Viewer, request: Request, sha256: string): Promise<Response> {
  switch (request.method) {
    case 'HEAD':
      return head(door, station, sha256);
    case 'PATCH':
      return patch(door, station, request, sha256);
    case 'GET':
      return get(door, station, request, sha256);
    default:
      throw new DeskError('not_found');
  }
}

async function head({ db, clock }: FileDoor, station: Viewer, sha256: string): Promise<Response> {
  await demandNamed(db, station, sha256);
  const { offset, size } = await uploadState(db, { station: station.code, sha256 }, clock());
  const length: Record<string, string> = size === null ? {} : { 'upload-length': `${size}` };
  return new Response(null, { headers: { ...TUS, 'upload-offset': `${offset}`, ...length } });
}

async function patch(door: FileDoor, station: Viewer, request: Request, sha256: string): Promise<Response> {
  const { db, clock } = door;
  const asked = readPatch(request);
  await demandNamed(db, station, sha256);
  const key: UploadKey = { station: station.code, sha256 };
  let { offset, size, done } = await uploadState(db, key, clock());
  const begins = asked.offset === 0 && asked.size !== null && !done && size !== asked.size;
  if (begins && asked.size !== null) {
    await beginUpload(db, key, asked.size, clock());
    offset = 0;
    size = asked.size;
  }
  if (size === null) throw new DeskError('bad_request', { detail: 'Upload-Length' });
  if (asked.offset !== offset) throw new DeskError('file_offset');
  const limits = { ...FILE_LIMITS, ...door.limits };
  const reached = await takeBody(db, { ...key, size, offset }, request.body, clock, limits);
  if (reached === size && !done && !(await finishUpload(db, key, clock())))
    throw new DeskError('bad_request', { detail: 'sha256' });
  return new Response(null, { status: 204, headers: { ...TUS, 'upload-offset': `${reached}` } });
}

/** What a `PATCH` says of itself; looked at before the file, so that it tells nothing about one. */
function readPatch(request: Request): { offset: number; size: number | null } {
  const version = request.headers.get('tus-resumable') ?? '1.0.0';
  if (version !== '1.0.0') throw new DeskError('bad_request', { detail: 'Tus-Resumable' });
  if (request.headers.get('content-type') !== 'application/offset+octet-stream')
    throw new DeskError('bad_request', { detail: 'Content-Type' });
  const offset = wholeNumber(request, 'Upload-Offset');
  const size = request.headers.has('upload-length') ? wholeNumber(request, 'Upload-Length') : null;
  if (size === 0) throw new DeskError('bad_request', { detail: 'Upload-Length' });
  if ((size ?? 0) > MAX_FILE_BYTES) throw new DeskError('file_too_large');
  return { offset, size };
}

function wholeNumber(request: Request, name: string): number {
  const text = request.headers.get(name) ?? '';
  if (!/^(?:0|[1-9]\d{0,9})$/.test(text)) throw new DeskError('bad_request', { detail: name });
  return Number(text);
}

async function get({ db }: FileDoor, station: Viewer, request: Request, sha256: string): Promise<Response> {
  const size = await sentSize(db, sha256, await authorsShown(db, station, sha256));
  const range = rangeOf(request.headers.get('range'), size);
  const headers = {
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'accept-ranges': 'bytes',
  };
  if (range === 'unsatisfiable')
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } });
  const { start, end } = range ?? { start: 0, end: size };
  const length = { 'content-length': `${end - start}` };
  const body = readBlocks(db, sha256, start, end);
  if (range === null) return new Response(body, { headers: { ...headers, ...length } });
  const contentRange = `bytes ${start}-${end - 1}/${size}`;
  return new Response(body, { status: 206, headers: { ...headers, ...length, 'content-range': contentRange } });
}

/** @throws DeskError `not_found` when no entry that this station wrote or sees unmasked names the file */
async function demandNamed(db: CentreDatabase, station: Viewer, sha256: string): Promise<void> {
  if ((await authorsShown(db, station, sha256)).length === 0) throw new DeskError('not_found');
}
