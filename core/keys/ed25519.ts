import { createPublicKey, verify } from 'node:crypto';

/** DER prefix that makes a raw 32-byte Ed25519 key a SubjectPublicKeyInfo (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Ed25519 (RFC 8032) over a text's UTF-8 bytes. Anything malformed is simply not valid.
 *
 * @param publicKey raw 32 bytes, base64
 * @param signature 64 bytes, base64
 */
export function verifyEd25519(publicKey: string, text: string, signature: string): boolean {
  const raw = Buffer.from(publicKey, 'base64');
  const signed = Buffer.from(signature, 'base64');
  if (raw.length !== 32 || signed.length !== 64) return false;
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(text, 'utf8'), key, signed);
}
