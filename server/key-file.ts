import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Reads a secret key, or makes it at the first call: PKCS 8, PEM, readable by this system user only.
 *
 * @param make the new key, when there is none yet
 * @throws Error of the system when the file cannot be read, or when it holds another kind of key
 */
export function keyFile(path: string, kind: 'ed25519' | 'x25519', make: () => KeyObject): KeyObject {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, make().export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx', flush: true });
  }
  const key = createPrivateKey(readFileSync(path));
  if (key.asymmetricKeyType !== kind) throw new Error(`${path}: not an ${kind} key`);
  return key;
}

/** The 32 raw bytes of the public half of an Ed25519 or X25519 key (RFC 8410). */
export function rawPublicKey(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
}
