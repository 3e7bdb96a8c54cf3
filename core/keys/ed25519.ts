import { createPublicKey, type KeyObject, verify } from 'node:crypto';

/** DER prefix that makes a raw 32-byte Ed25519 key a SubjectPublicKeyInfo (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Ed25519 (RFC 8032) over a text's UTF-8 bytes. Anything malformed is simply not valid.
 *
 * @param publicKey raw 32 bytes, base64
 * @param signature 64 bytes, base64
 */
export function verifyEd25519(publicKey: string, text: string, signature: string): boolean {
  const key = keyOf(publicKey);
  const signed = Buffer.from(signature, 'base64');
  return key !== null && signed.length === 64 && verify(null, Buffer.from(text, 'utf8'), key, signed);
}

/** The key that was asked for last: a station hears one centre. */
let known: { publicKey: string; key: KeyObject } | null = null;

function keyOf(publicKey: string): KeyObject | null {
  if (known?.publicKey === publicKey) return known.key;
  const raw = Buffer.from(publicKey, 'base64');
  if (raw.length !== 32) return null;
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
  known = { publicKey, key };
  return key;
}
