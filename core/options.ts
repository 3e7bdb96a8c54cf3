/**
 * Keeps the one secret of this PC. In Electron the system's key store does (`safeStorage`); in a browser window a file
 * that only the user may read. The data key of the database is sealed with the secret, never derived from a PIN.
 */
export interface Keyring {
  name: string;
  protect(secret: Uint8Array): Promise<Uint8Array>;
  unprotect(sealed: Uint8Array): Promise<Uint8Array>;
}

export interface CoreOptions {
  dataDir: string;
  /** Built renderer (`dist/renderer`), for the signing page; null where none is served. */
  rendererDir: string | null;
  keyring: Keyring;
  /** Where the signing page listens when a tablet is wanted; default: the first LAN address. */
  signingHost?: string;
  /** One line per event; never personal data, never a secret. */
  log?: (line: string) => void;
}

export interface Core {
  fetch(request: Request): Promise<Response>;
  close(): Promise<void>;
}

/** Parameters of scrypt (RFC 7914). */
export interface PinCost {
  N: number;
  r: number;
  p: number;
}

/** What the use cases take from outside instead of reaching for it. */
export interface Platform {
  now(): Date;
  /** Milliseconds since some fixed moment, standby included; never set, never jumps. */
  elapsed(): number;
  /** UUIDv7 (RFC 9562): sortable by time. */
  newId(): string;
  /** 32 random bytes, base64url. */
  newToken(): string;
  sha256(data: string | Uint8Array): string;
  log(line: string): void;
  /** What one guess at a PIN costs. Only tests that are not about PINs set it: they sign in a thousand times. */
  pinCost?: PinCost;
}
