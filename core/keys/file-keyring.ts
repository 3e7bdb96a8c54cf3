import type { Keyring } from '../options.ts';

/**
 * For a desk in a browser window: the device secret lies in a file that only this user may read (mode 0600). It keeps a
 * copied database shut, not a stolen disk: that is the disk encryption's work here, and `safeStorage`'s in Electron.
 */
export const fileKeyring: Keyring = {
  name: 'file',
  protect: async (secret) => secret,
  unprotect: async (sealed) => sealed,
};
