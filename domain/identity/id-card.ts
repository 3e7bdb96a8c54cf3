import type { ErrorCode } from '../contract/errors.ts';

/** GB 11643-1999, 5.1: weights of the first 17 digits. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
/** GB 11643-1999, 5.2: check character by remainder of the weighted sum modulo 11 (ISO 7064 MOD 11-2). */
const CHECK = '10X98765432';
const SHAPE = /^[0-9]{17}[0-9Xx]$/;

/**
 * Checks a resident identity number (公民身份号码) by GB 11643-1999.
 *
 * Region codes are not looked up: they change, and old cards keep theirs. Full-width digits are not converted, because the
 * record keeps what was typed and a paper must not say something else.
 *
 * @param value exactly as typed; a lower-case `x` is accepted
 * @returns `id_format` when it is not 17 digits and a digit or X, or holds a birth date that no calendar has;
 *          `id_checksum` when the last character does not match; null when it is right
 */
export function checkIdCard(value: string): ErrorCode | null {
  if (!SHAPE.test(value)) return 'id_format';
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(value[i]), 0);
  if (CHECK[sum % 11] !== value.slice(17).toUpperCase()) return 'id_checksum';
  return isRealDate(value.slice(6, 10), value.slice(10, 12), value.slice(12, 14)) ? null : 'id_format';
}

/** Whether the Gregorian calendar has that day; years before 1800 are taken for a slip of the hand. */
function isRealDate(year: string, month: string, day: string): boolean {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return Number(year) >= 1800 && date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day);
}
