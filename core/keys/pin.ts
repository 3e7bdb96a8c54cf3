import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { DeskError } from '../../domain/contract/errors.ts';
import type { PinCost } from '../options.ts';

/** Cost of one guess: 2^15 blocks of 8 × 128 bytes, about 32 MiB and 0.1 s. The verifier lies inside the encrypted database. */
const COST: PinCost = { N: 2 ** 15, r: 8, p: 1 };

function derive(pin: string, salt: Uint8Array, cost: PinCost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(pin.normalize('NFKC'), salt, 32, { ...cost, maxmem: 256 * 1024 * 1024 }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** @throws DeskError `pin_weak` beside the field `path`: six digits, not all equal, not a plain run up or down */
export function demandStrongPin(pin: string, path: string): void {
  const steps = Array.from(pin)
    .map((digit, i, all) => Number(digit) - Number(all[i - 1] ?? digit))
    .slice(1);
  const plain =
    steps.every((step) => step === 0) || steps.every((step) => step === 1) || steps.every((step) => step === -1);
  if (!/^\d{6}$/.test(pin) || plain) throw new DeskError('pin_weak', { fields: [{ path, code: 'pin_weak' }] });
}

/** A verifier for storage: `N$r$p$salt$hash`, salt and hash in hex. */
export async function hashPin(pin: string, cost = COST): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(pin, salt, cost);
  return [cost.N, cost.r, cost.p, salt.toString('hex'), hash.toString('hex')].join('$');
}

export async function verifyPin(pin: string, verifier: string): Promise<boolean> {
  const [N, r, p, salt, hash] = verifier.split('$');
  if (!N || !r || !p || !salt || !hash) return false;
  const derived = await derive(pin, Buffer.from(salt, 'hex'), { N: Number(N), r: Number(r), p: Number(p) });
  return timingSafeEqual(derived, Buffer.from(hash, 'hex'));
}
