import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { keyIdOf } from '../domain/rulebook/rulebook.ts';
import { sha256Hex } from './digest.ts';

/** The key with which this centre signs rulebooks. */
export interface RulebookSigner {
  keyId: string;
  /** Raw 32-byte Ed25519 key, base64: what stations pin when they enrol. */
  publicKey: string;
  /** Base64 signature over the text's UTF-8 bytes. */
  sign(text: string): string;
}

/**
 * Reads the key, or makes it at the first call: PKCS 8, PEM, readable by this system user only.
 *
 * @throws Error of the system when the file cannot be read, or of OpenSSL when it holds no Ed25519 key
 */
export function rulebookSigner(path: string): RulebookSigner {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(path, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx', flush: true });
  }
  const privateKey = createPrivateKey(readFileSync(path));
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error(`${path}: not an Ed25519 key`);
  const raw = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  return {
    keyId: keyIdOf(raw, sha256Hex),
    publicKey: raw.toString('base64'),
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64'),
  };
}
