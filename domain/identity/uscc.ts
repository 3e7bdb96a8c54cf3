import type { ErrorCode } from '../contract/errors.ts';

/** GB 32100-2015, table 2: 31 characters, without I, O, S, V, Z. The place in this string is the character's value. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** GB 32100-2015, table 1: weight of place i is 3^(i-1) modulo 31. */
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;
const SHAPE = /^[0-9A-HJ-NPQRTUWXY]{18}$/;

/**
 * Checks a unified social credit code (统一社会信用代码) by GB 32100-2015.
 *
 * @param value exactly as typed; lower-case letters and full-width characters are not the code's characters
 * @returns `uscc_format`, `uscc_checksum`, or null when it is right
 */
export function checkUscc(value: string): ErrorCode | null {
  if (!SHAPE.test(value)) return 'uscc_format';
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * ALPHABET.indexOf(value[i] ?? ''), 0);
  return ALPHABET[(31 - (sum % 31)) % 31] === value[17] ? null : 'uscc_checksum';
}
