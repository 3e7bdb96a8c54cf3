import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

/**
 * Sealing bytes to an X25519 key (RFC 7748): a fresh key pair for each sealing, HKDF-SHA256 (RFC 5869), AES-256-GCM in
 * numbered chunks of which the last one says that it is the last (the STREAM construction), so that nothing can be cut
 * off, repeated or put in another order. AES-GCM and not ChaCha20: it is the one that every build of Node offers.
 */

/** DER prefixes that make raw 32-byte X25519 keys a SubjectPublicKeyInfo and a PrivateKeyInfo (RFC 8410). */
const PUBLIC_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');
/** Plain bytes of each chunk but the last. */
const CHUNK = 64 * 1024;
const TAG = 16;

/** An X25519 key pair, raw 32 bytes each, base64. */
export interface SealingKeys {
  publicKey: string;
  privateKey: string;
}

export function newSealingKeys(): SealingKeys {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return { publicKey: rawPublic(publicKey), privateKey: rawPrivate(privateKey) };
}

function rawPublic(key: KeyObject): string {
  return key.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
}

function rawPrivate(key: KeyObject): string {
  return key.export({ format: 'der', type: 'pkcs8' }).subarray(-32).toString('base64');
}

/** Both halves of an X25519 private key. */
export function sealingKeysOf(privateKey: KeyObject): SealingKeys {
  return { publicKey: rawPublic(createPublicKey(privateKey)), privateKey: rawPrivate(privateKey) };
}

/** Whether this is a raw 32-byte key in base64. */
export const isRawKey = (base64: string): boolean => Buffer.from(base64, 'base64').length === 32;

function raw(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== 32) throw new RangeError('not a raw 32-byte key');
  return bytes;
}

const privateObject = (base64: string) =>
  createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, raw(base64)]), format: 'der', type: 'pkcs8' });

/**
 * The key that sealer and recipient share, each from its own private half. Both public halves are the salt.
 *
 * @param privateKey own half, base64; @param publicKey the other's, base64
 * @param keys  ephemeral and recipient's public halves, in this order
 * @param info  what the key is for
 */
function sharedKey(privateKey: string, publicKey: string, keys: readonly [string, string], info: string): Uint8Array {
  const other = createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, raw(publicKey)]), format: 'der', type: 'spki' });
  const secret = diffieHellman({ privateKey: privateObject(privateKey), publicKey: other });
  return new Uint8Array(hkdfSync('sha256', secret, Buffer.concat(keys.map(raw)), info, 32));
}

/** @throws for a recipient's key of which no secret can be had (not 32 bytes, or of low order) */
export function keyForSealing(ephemeral: SealingKeys, recipient: string, info: string): Uint8Array {
  return sharedKey(ephemeral.privateKey, recipient, [ephemeral.publicKey, recipient], info);
}

/** @throws as `keyForSealing`, for what stands in the place of the ephemeral key */
export function keyForOpening(own: SealingKeys, ephemeral: string, info: string): Uint8Array {
  return sharedKey(own.privateKey, ephemeral, [ephemeral, own.publicKey], info);
}

/** @param bound what is not sealed but must be the same at opening */
export function sealChunks(key: Uint8Array, bound: Uint8Array, plain: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  const count = Math.max(1, Math.ceil(plain.length / CHUNK));
  for (let index = 0; index < count; index += 1) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index, index === count - 1));
    cipher.setAAD(bound);
    parts.push(cipher.update(plain.subarray(index * CHUNK, (index + 1) * CHUNK)), cipher.final(), cipher.getAuthTag());
  }
  return Buffer.concat(parts);
}

/** @throws Error when anything was changed, cut off, added or put in another order */
export function openChunks(key: Uint8Array, bound: Uint8Array, sealed: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  const count = Math.ceil(sealed.length / (CHUNK + TAG));
  if (count === 0) throw new Error('nothing sealed');
  for (let index = 0; index < count; index += 1) {
    const chunk = sealed.subarray(index * (CHUNK + TAG), (index + 1) * (CHUNK + TAG));
    if (chunk.length < TAG) throw new Error('chunk too short');
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(index, index === count - 1), {
      authTagLength: TAG,
    });
    decipher.setAAD(bound);
    decipher.setAuthTag(chunk.subarray(-TAG));
    parts.push(decipher.update(chunk.subarray(0, -TAG)), decipher.final());
  }
  return Buffer.concat(parts);
}

/** Seven zero bytes, the chunk's number (4 bytes, big endian), 1 on the last chunk. The key is used for one sealing only. */
function nonceOf(index: number, last: boolean): Uint8Array {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 7);
  nonce.writeUInt8(last ? 1 : 0, 11);
  return nonce;
}
