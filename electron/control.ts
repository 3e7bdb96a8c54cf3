/**
 * What main and the core's process say to each other beside the bridge: start, ready, the key store, the end.
 * The key store is main's, because `safeStorage` exists nowhere else.
 */
export type ToCoreProcess =
  /** Comes with the bridge's port. */
  | { type: 'start'; rendererDir: string; keyringName: string }
  | { type: 'sealed'; id: number; bytes: Uint8Array | null }
  | { type: 'close' };

export type FromCoreProcess =
  | { type: 'ready' }
  /** The core could not start; `sentence` is for people. */
  | { type: 'failed'; sentence: string }
  | { type: 'seal'; id: number; action: 'protect' | 'unprotect'; bytes: Uint8Array };

/** `app://desk/…`: the one origin of the officer's window. */
export const SCHEME = 'app';
export const ORIGIN = 'app://desk';
