import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';

/** SHA-256 of a text's UTF-8 bytes or of raw bytes, lower-case hex. */
export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data);
}

/** DER prefix that makes a raw 32-byte Ed25519 key a SubjectPublicKeyInfo (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** Raw 32-byte key from base64; `null` when it is not one. */
export function decodePublicKey(base64: string): Uint8Array | null {
  const raw = Buffer.from(base64, 'base64');
  return raw.length === 32 ? raw : null;
}

/** An Ed25519 key from its 32 raw bytes in base64; `null` when it is not one. */
export function importPublicKey(base64: string): KeyObject | null {
  const raw = decodePublicKey(base64);
  return raw && createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
}

/**
 * Ed25519 (RFC 8032) over the text's UTF-8 bytes. Anything malformed is simply not valid.
 *
 * @param signature base64 or base64url
 */
export function verifySignature(key: KeyObject | null, text: string, signature: string): boolean {
  const signed = Buffer.from(signature, 'base64');
  return key !== null && signed.length === 64 && verify(null, Buffer.from(text, 'utf8'), key, signed);
}
