import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DeskError } from '../domain/contract/errors.ts';
import { MAX_UNPACKED_BYTES } from '../domain/contract/wire.ts';
import { pack, unpack } from './pack.ts';

/** An attachment's bytes, under the SHA-256 (lower-case hex) by which entries name it. */
export interface BundleFile {
  sha256: string;
  content: Uint8Array;
}

/** What a bundle brings. */
export interface BundleContent {
  /** `chain`: a piece of the author's chain without gaps, for the centre. `cases`: whole cases, for another station. */
  kind: 'chain' | 'cases';
  /** JSON of each entry, as it was hashed. */
  entries: readonly { text: string; masked: boolean }[];
  files: readonly BundleFile[];
}

const headSchema = z.strictObject({
  kind: z.enum(['chain', 'cases']),
  /** Lines (counted from 0) of the entries that disclosure masked. */
  masked: z.array(z.number().int().min(0)),
});

/**
 * Bytes: 4 length of the packed lines (big endian), the packed lines (a head, then one entry a line), and for each file
 * 32 SHA-256, 4 length, the file.
 */
export async function writeContent({ kind, entries, files }: BundleContent): Promise<Uint8Array> {
  const masked = entries.flatMap((entry, index) => (entry.masked ? [index] : []));
  const lines = [JSON.stringify({ kind, masked }), ...entries.map((entry) => entry.text)].join('\n');
  if (Buffer.byteLength(lines) > MAX_UNPACKED_BYTES) throw new DeskError('too_large', { detail: 'bundle' });
  const packed = await pack(lines);
  const parts: Uint8Array[] = [lengthOf(packed), packed];
  for (const { sha256, content } of files) parts.push(Buffer.from(sha256, 'hex'), lengthOf(content), content);
  return Buffer.concat(parts);
}

/** @throws DeskError `bundle_damaged` for anything that `writeContent` would not write */
export async function readContent(plain: Uint8Array): Promise<BundleContent> {
  try {
    const bytes = Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
    let at = 0;
    const take = (length: number) => {
      if (at + length > bytes.length) throw new Error('too short');
      at += length;
      return bytes.subarray(at - length, at);
    };
    const [first = '', ...texts] = (await unpack(take(take(4).readUInt32BE()), MAX_UNPACKED_BYTES)).split('\n');
    const { kind, masked } = headSchema.parse(JSON.parse(first));
    if (masked.some((line) => line >= texts.length)) throw new Error('masked line');
    const hidden = new Set(masked);
    const files: BundleFile[] = [];
    while (at < bytes.length) {
      const sha256 = take(32).toString('hex');
      const content = take(take(4).readUInt32BE());
      if (createHash('sha256').update(content).digest('hex') !== sha256) throw new Error('file');
      files.push({ sha256, content });
    }
    return { kind, entries: texts.map((text, line) => ({ text, masked: hidden.has(line) })), files };
  } catch (cause) {
    throw new DeskError('bundle_damaged', { detail: 'content', cause });
  }
}

function lengthOf(bytes: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return length;
}
