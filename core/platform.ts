import { hash, randomBytes } from 'node:crypto';
import { uptime } from 'node:os';
import { elapsedOf } from './elapsed.ts';
import type { Platform } from './options.ts';

const ID_BYTES = 16;

/** UUIDv7 after RFC 9562: 48 bits of Unix milliseconds, then version, variant and 74 random bits. */
export function uuid7(milliseconds: number, random: Uint8Array): string {
  const bytes = new Uint8Array(ID_BYTES);
  bytes.set(random.subarray(0, ID_BYTES));
  let time = milliseconds;
  for (let i = 5; i >= 0; i -= 1) {
    bytes[i] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Random bytes that are fetched together for ids: asking for sixteen takes several times what all else of an id does. */
const POOL_BYTES = 4_096;

/** Random bytes for ids, each given out once. */
function idBytes(): () => Uint8Array {
  let pool = new Uint8Array();
  return () => {
    if (pool.length < ID_BYTES) pool = randomBytes(POOL_BYTES);
    const given = pool.subarray(0, ID_BYTES);
    pool = pool.subarray(ID_BYTES);
    return given;
  };
}

/** The real clock, randomness and hash. */
export function systemPlatform(log: (line: string) => void): Platform {
  const random = idBytes();
  return {
    now: () => new Date(),
    // Since the system's start and, unlike performance.now(), counted through standby: a lid closed overnight is no jump.
    elapsed: elapsedOf({ uptime: () => uptime() * 1000, running: () => performance.now(), wall: () => Date.now() }),
    newId: () => uuid7(Date.now(), random()),
    newToken: () => randomBytes(32).toString('base64url'),
    sha256: (data) => hash('sha256', data),
    log,
  };
}

/** An instant as the software writes it: ISO 8601 with the offset of Asia/Shanghai, which has no summer time. */
export function shanghaiIso(at: Date): string {
  return `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, -1)}+08:00`;
}
