import { createHash, createPublicKey, verify } from 'node:crypto';

/** SHA-256 of a text's UTF-8 bytes or of raw bytes, lower-case hex. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** DER prefix that makes a raw 32-byte Ed25519 key a SubjectPublicKeyInfo (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** Raw 32-byte key from base64; `null` when it is not one. */
export function decodePublicKey(base64: string): Uint8Array | null {
  const raw = Buffer.from(base64, 'base64');
  return raw.length === 32 ? raw : null;
}

/** Ed25519 (RFC 8032) over the text's UTF-8 bytes. Anything malformed is simply not valid. */
export function verifyEd25519(publicKey: string, text: string, signature: string): boolean {
  const raw = decodePublicKey(publicKey);
  const signed = Buffer.from(signature, 'base64');
  if (!raw || signed.length !== 64) return false;
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(text, 'utf8'), key, signed);
}
