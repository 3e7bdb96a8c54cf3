import { safeStorage } from 'electron';

/** The system's key store as the core wants it: bytes in, bytes out. */
export interface KeyStore {
  name: string;
  protect(secret: Uint8Array): Promise<Uint8Array>;
  unprotect(sealed: Uint8Array): Promise<Uint8Array>;
}

/**
 * `safeStorage`, or null where it protects nothing: no key store, or Linux's `basic_text`, whose password stands in
 * Chromium's source.
 */
export async function systemKeyStore(): Promise<KeyStore | null> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return null;
  if (process.platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())) {
    return null;
  }
  return {
    name: 'system',
    async protect(secret) {
      return new Uint8Array(await safeStorage.encryptStringAsync(Buffer.from(secret).toString('base64')));
    },
    async unprotect(sealed) {
      const { result } = await safeStorage.decryptStringAsync(Buffer.from(sealed));
      return new Uint8Array(Buffer.from(result, 'base64'));
    },
  };
}
