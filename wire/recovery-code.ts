import { createCipheriv, createDecipheriv, randomBytes, randomInt, scrypt } from 'node:crypto';
import { DeskError } from '../domain/contract/errors.ts';

/**
 * The recovery code (恢复码): 24 random digits (about 80 bits), written as six groups of four, each with a check digit of
 * its own, so that whoever types it is told which group is wrong. It opens backups and nothing else.
 */
const GROUPS = 6;
const DIGITS = 4;

/** Cost of one guess: 2^17 blocks of 8 × 128 bytes, 128 MiB and about 0.4 s. */
const COST = { N: 2 ** 17, r: 8, p: 1 } as const;

/** The data key of the database, sealed under a recovery code. Hex. */
export interface CodeSlot {
  kind: 'code';
  N: number;
  r: number;
  p: number;
  salt: string;
  nonce: string;
  sealed: string;
}

/** A fresh code as it is shown and printed: `12345-67890-…`, the fifth digit of each group is its check. */
export function newRecoveryCode(): string {
  return Array.from({ length: GROUPS }, (_, index) => {
    const digits = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
    return digits + checkDigit(index, digits);
  }).join('-');
}

/** Which groups (from 1) of a typed code cannot be right; empty when it may be. Blanks and hyphens do not matter. */
export function wrongGroups(typed: string): number[] {
  const digits = typed.normalize('NFKC').replace(/[^0-9]/g, '');
  const width = DIGITS + 1;
  return Array.from({ length: GROUPS }, (_, index) => digits.slice(index * width, (index + 1) * width)).flatMap(
    (group, index) =>
      group.length === width && checkDigit(index, group.slice(0, DIGITS)) === group.slice(DIGITS) ? [] : [index + 1],
  );
}

/** Damm's quasigroup of order 10: catches every wrong digit and every swap of two neighbours. */
const DAMM = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
];

/** The group's place goes in as well, so that two groups in each other's place are noticed. */
function checkDigit(index: number, digits: string): string {
  let state = 0;
  for (const digit of `${index + 1}${digits}`) state = Number(DAMM[state]?.charAt(Number(digit)));
  return String(state);
}

function derive(code: string, salt: Uint8Array, { N, r, p }: { N: number; r: number; p: number }): Promise<Uint8Array> {
  const digits = code.normalize('NFKC').replace(/[^0-9]/g, '');
  return new Promise((resolve, reject) => {
    scrypt(digits, salt, 32, { N, r, p, maxmem: 256 * 1024 * 1024 }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

export async function sealUnderCode(dataKey: Uint8Array, code: string): Promise<CodeSlot> {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await derive(code, salt, COST), nonce);
  const sealed = Buffer.concat([cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]);
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  return { kind: 'code', ...COST, salt: hex(salt), nonce: hex(nonce), sealed: hex(sealed) };
}

/** @throws DeskError `backup_code_wrong`, with the groups that cannot be right where that is known */
export async function openUnderCode(slot: CodeSlot, code: string): Promise<Uint8Array> {
  const groups = wrongGroups(code);
  if (groups.length > 0) throw new DeskError('backup_code_wrong', { detail: `第 ${groups.join('、')} 组抄写有误` });
  const sealed = Buffer.from(slot.sealed, 'hex');
  // What a file says of its own cost is held to ours: a made-up one must not eat the memory.
  const key = await derive(code, Buffer.from(slot.salt, 'hex'), COST);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(slot.nonce, 'hex'), { authTagLength: 16 });
    decipher.setAuthTag(sealed.subarray(-16));
    return new Uint8Array(Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]));
  } catch (cause) {
    throw new DeskError('backup_code_wrong', { cause });
  }
}
