import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../domain/case-file/chain.ts';
import { DeskError } from '../domain/contract/errors.ts';
import { type BundleContent, readContent, writeContent } from './bundle-content.ts';
import { keyForOpening, keyForSealing, newSealingKeys, openChunks, type SealingKeys, sealChunks } from './seal.ts';

/**
 * A relay bundle (`.jsb`): entries of one station for the centre or for one other station, to be carried by anybody.
 *
 * Bytes: 7 of magic, 1 version, 4 length of the head (big endian), the head (canonical JSON), the sealed content
 * (`seal.ts`), 32 SHA-256 of all before, by which somebody who carries it sees that a copy is whole. The author's Ed25519
 * signature stands inside the sealed part, over the head (which names the recipient's key) and the content: whoever
 * carries a bundle cannot sign it anew, and a recipient cannot pass it off as meant for somebody else.
 */
const MAGIC = Buffer.from('4a53420d0a1a0a', 'hex');
export const BUNDLE_VERSION = 1;
const PREFIX = MAGIC.length + 1 + 4;
const MAX_HEAD = 4 * 1024;
const DIGEST = 32;
const SIGNATURE = 64;
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const INFO = 'jiesu-desk/bundle/1';

/** Longest bundle, bytes. */
export const MAX_BUNDLE_BYTES = 64 * 1024 * 1024;

/** Whom a bundle for the centre names as its recipient; no station can be called so. */
export const TO_CENTRE = 'centre';

const rawKey = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);
const headSchema = z.strictObject({
  /** 32 hex digits, drawn by the author. */
  id: z.string().regex(/^[0-9a-f]{32}$/),
  from: z.string().regex(/^[A-Z0-9]{2,12}$/),
  /** `centre`, or the code of a station. */
  to: z.union([z.literal(TO_CENTRE), z.string().regex(/^[A-Z0-9]{2,12}$/)]),
  /** Raw X25519 keys, base64: whom it is sealed to, and the half made for this bundle. */
  recipient: rawKey,
  ephemeral: rawKey,
  entries: z.number().int().min(0).max(1_000_000),
  made: z.iso.datetime({ offset: true }),
});
/** All that whoever carries a bundle can read of it. */
export type BundleHead = z.output<typeof headSchema>;

const sha256 = (...parts: Uint8Array[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const signedText = (prefix: Uint8Array, content: Uint8Array) =>
  Buffer.from(`${INFO}\n${sha256(prefix).toString('hex')}\n${sha256(content).toString('hex')}`);

export interface BundleOrder {
  id: string;
  from: string;
  to: string;
  /** Raw X25519 key of the recipient, base64. */
  recipient: string;
  /** ISO 8601 with offset. */
  made: string;
  content: BundleContent;
}

/** @param key the author's Ed25519 key. @throws DeskError `too_large` */
export async function makeBundle(order: BundleOrder, key: KeyObject): Promise<Uint8Array> {
  const { content, ...named } = order;
  const ephemeral = newSealingKeys();
  const head = headSchema.parse({ ...named, ephemeral: ephemeral.publicKey, entries: content.entries.length });
  const json = Buffer.from(canonicalJson(head), 'utf8');
  const prefix = Buffer.alloc(PREFIX + json.length);
  MAGIC.copy(prefix);
  prefix.writeUInt8(BUNDLE_VERSION, MAGIC.length);
  prefix.writeUInt32BE(json.length, MAGIC.length + 1);
  prefix.set(json, PREFIX);
  const plain = await writeContent(content);
  const signature = sign(null, signedText(prefix, plain), key);
  const sealed = sealChunks(
    keyForSealing(ephemeral, order.recipient, INFO),
    sha256(prefix),
    Buffer.concat([plain, signature]),
  );
  const bundle = Buffer.concat([prefix, sealed, sha256(prefix, sealed)]);
  if (bundle.length > MAX_BUNDLE_BYTES) throw new DeskError('too_large', { detail: 'bundle' });
  return bundle;
}

/**
 * What is written on the outside, with the whole file checked for damage; nobody's word yet for who made it.
 *
 * @throws DeskError `bundle_damaged`, `bundle_newer`
 */
export function readBundleHead(bytes: Uint8Array): BundleHead {
  return JSON.parse(splitBundle(bytes).json) as BundleHead;
}

function splitBundle(bytes: Uint8Array): { json: string; prefix: Uint8Array; sealed: Uint8Array } {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < PREFIX + DIGEST || !file.subarray(0, MAGIC.length).equals(MAGIC)) throw damaged('magic');
  const version = file.readUInt8(MAGIC.length);
  if (version > BUNDLE_VERSION) throw new DeskError('bundle_newer', { detail: `${version}` });
  const length = file.readUInt32BE(MAGIC.length + 1);
  if (length > MAX_HEAD || PREFIX + length + DIGEST > file.length) throw damaged('length of the head');
  const end = file.length - DIGEST;
  if (!sha256(file.subarray(0, end)).equals(file.subarray(end))) throw damaged('digest');
  const prefix = file.subarray(0, PREFIX + length);
  const json = prefix.subarray(PREFIX).toString('utf8');
  let head: unknown;
  try {
    head = headSchema.parse(JSON.parse(json));
  } catch (cause) {
    throw damaged('head', cause);
  }
  if (canonicalJson(head) !== json) throw damaged('head is not canonical');
  return { json, prefix, sealed: file.subarray(prefix.length, end) };
}

/** What the recipient must know to open a bundle. */
export interface BundleReader {
  keys: SealingKeys;
  /** How bundles for this place are addressed. */
  name: string;
  /** Raw Ed25519 key (base64) of a station whose word counts here; null for an unknown or a revoked one. */
  authorKey(code: string): string | null;
}

/**
 * Opens a bundle that is meant for this place. What it says was said by its author, and is whole; whether it is right is
 * judged by whoever takes it in.
 *
 * @throws DeskError `bundle_damaged`, `bundle_newer`, `bundle_not_for_us`, `bundle_untrusted`
 */
export async function openBundle(
  bytes: Uint8Array,
  reader: BundleReader,
): Promise<{ head: BundleHead; content: BundleContent }> {
  const { json, prefix, sealed } = splitBundle(bytes);
  const head = JSON.parse(json) as BundleHead;
  if (head.to !== reader.name || head.recipient !== reader.keys.publicKey) throw new DeskError('bundle_not_for_us');
  const authorKey = reader.authorKey(head.from);
  if (authorKey === null) throw new DeskError('bundle_untrusted', { detail: head.from });
  let plain: Uint8Array;
  try {
    plain = openChunks(keyForOpening(reader.keys, head.ephemeral, INFO), sha256(prefix), sealed);
  } catch (cause) {
    throw damaged('sealed content', cause);
  }
  if (plain.length < SIGNATURE) throw damaged('signature');
  const content = plain.subarray(0, -SIGNATURE);
  if (!isSignedBy(authorKey, signedText(prefix, content), plain.subarray(-SIGNATURE)))
    throw new DeskError('bundle_untrusted', { detail: head.from });
  const read = await readContent(content);
  if (read.entries.length !== head.entries) throw damaged('count of entries');
  return { head, content: read };
}

function isSignedBy(publicKey: string, text: Uint8Array, signature: Uint8Array): boolean {
  const raw = Buffer.from(publicKey, 'base64');
  if (raw.length !== 32) return false;
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
  return verify(null, text, key, signature);
}

const damaged = (detail: string, cause?: unknown) => new DeskError('bundle_damaged', { detail, cause });
