import { promisify } from 'node:util';
import { deflateRawSync, inflateRawSync, zstdCompress, zstdDecompress } from 'node:zlib';
import { DeskError } from '../domain/contract/errors.ts';
import { DICTIONARY } from './dictionary.ts';

const dictionary = Buffer.from(DICTIONARY, 'utf8');
const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Bytes of text below which a body is packed the short way. */
const SHORT = 16 * 1024;
/** First bytes of every zstd frame (RFC 8878); no raw DEFLATE stream begins with them. */
const ZSTD_MAGIC = 0xfd2fb528;

/**
 * Packs text as UTF-8: one entry or an answer as raw DEFLATE (RFC 1951) with the protocol's dictionary, which makes half
 * of it; a batch as one zstd frame (RFC 8878), off this thread. The first bytes tell the two apart.
 */
export function pack(text: string): Promise<Uint8Array> {
  return packBytes(Buffer.from(text, 'utf8'));
}

/** The same for a text that is in UTF-8 already. */
export async function packBytes(bytes: Uint8Array): Promise<Uint8Array> {
  return bytes.length < SHORT ? deflateRawSync(bytes, { dictionary }) : compress(bytes);
}

/**
 * The text of a packed body.
 *
 * @param maxBytes longest that it may unpack to: a small body must not fill the memory
 * @throws DeskError `too_large` above the limit, `bad_request` for anything that is not packed or no UTF-8
 */
export async function unpack(body: Uint8Array, maxBytes: number): Promise<string> {
  return (await unpackBoth(body, maxBytes)).text;
}

/** The same, with the bytes of the text. */
export async function unpackBoth(body: Uint8Array, maxBytes: number): Promise<{ text: string; bytes: Buffer }> {
  try {
    const bytes = isZstd(body)
      ? await decompress(body, { maxOutputLength: maxBytes })
      : inflateRawSync(body, { dictionary, maxOutputLength: Math.min(maxBytes, SHORT) });
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), bytes };
  } catch (cause) {
    const tooLong = (cause as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
    throw new DeskError(tooLong ? 'too_large' : 'bad_request', { detail: 'packed body', cause });
  }
}

function isZstd(body: Uint8Array): boolean {
  return body.length >= 4 && Buffer.from(body.buffer, body.byteOffset, 4).readUInt32LE(0) === ZSTD_MAGIC;
}
