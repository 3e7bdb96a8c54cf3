import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { keyFile, rawPublicKey } from './key-file.ts';

/** The key to which bundles and recovery copies for this centre are sealed. */
export interface SealingKey {
  /** Raw 32-byte X25519 key, base64: stations get it when they enrol. */
  publicKey: string;
  privateKey: KeyObject;
}

/** @throws Error when the file cannot be read or holds no X25519 key */
export function sealingKey(path: string): SealingKey {
  const privateKey = keyFile(path, 'x25519', () => generateKeyPairSync('x25519').privateKey);
  return { publicKey: rawPublicKey(privateKey).toString('base64'), privateKey };
}
