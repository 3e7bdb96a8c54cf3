import { promisify } from 'node:util';
import { zstdCompress, zstdCompressSync, zstdDecompress, zstdDecompressSync } from 'node:zlib';
import { DeskError } from '../domain/contract/errors.ts';
import { DICTIONARY } from './dictionary.ts';

const dictionary = Buffer.from(DICTIONARY, 'utf8');
const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Below this many bytes the way to a worker thread costs more than the work. */
const SMALL = 16 * 1024;

/** Packs text: UTF-8, then one zstd frame (RFC 8878) with the protocol's dictionary as raw content. */
export async function pack(text: string): Promise<Uint8Array> {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length < SMALL ? zstdCompressSync(bytes, { dictionary }) : compress(bytes, { dictionary });
}

/**
 * The text of a packed body.
 *
 * @param maxBytes longest that it may unpack to: a small body must not fill the memory
 * @throws DeskError `too_large` above the limit, `bad_request` for anything that is no such frame or no UTF-8
 */
export async function unpack(body: Uint8Array, maxBytes: number): Promise<string> {
  const options = { dictionary, maxOutputLength: maxBytes };
  try {
    const bytes = body.length < SMALL ? zstdDecompressSync(body, options) : await decompress(body, options);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const tooLong = (cause as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
    throw new DeskError(tooLong ? 'too_large' : 'bad_request', { detail: 'packed body', cause });
  }
}
