import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** PKCS 8 of RFC 8410 without the 32 bytes of the key itself. */
const PKCS8 = { ed25519: '302e020100300506032b657004220420', x25519: '302e020100300506032b656e04220420' } as const;

/** A key that is the same in every run: signatures are among the bytes that a line may cut. */
export function fixedKey(kind: keyof typeof PKCS8, name: string): KeyObject {
  const seed = createHash('sha256').update(`${kind} ${name}`).digest();
  return createPrivateKey({
    key: Buffer.concat([Buffer.from(PKCS8[kind], 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  });
}

/** The raw 32-byte public key, base64. */
export function publicOf(key: KeyObject): string {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
}
