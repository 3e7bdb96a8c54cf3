import { generateKeyPairSync, sign } from 'node:crypto';
import { keyIdOf } from '../domain/rulebook/rulebook.ts';
import { sha256Hex } from './digest.ts';
import { keyFile, rawPublicKey } from './key-file.ts';

/** The key with which this centre signs rulebooks and receipts. */
export interface RulebookSigner {
  keyId: string;
  /** Raw 32-byte Ed25519 key, base64: what stations pin when they enrol. */
  publicKey: string;
  /** Base64 signature over the text's UTF-8 bytes. */
  sign(text: string): string;
}

/** @throws Error when the file cannot be read or holds no Ed25519 key */
export function rulebookSigner(path: string): RulebookSigner {
  const key = keyFile(path, 'ed25519', () => generateKeyPairSync('ed25519').privateKey);
  const raw = rawPublicKey(key);
  return {
    keyId: keyIdOf(raw, sha256Hex),
    publicKey: raw.toString('base64'),
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), key).toString('base64'),
  };
}
