/**
 * Case numbers: final at once, offline, unique without asking anyone.
 *
 * `TH03-20261121-0007-K` = station code, local date of registration (Asia/Shanghai), the station's counter of that day
 * (at least four digits), and a check character after ISO/IEC 7064 MOD 37,36 over the rest without hyphens, which
 * catches every single wrong character, and every swap of two neighbouring characters but this: of those whose values lie
 * next to each other (1 and 2, A and B, Z and 0) it misses one in 36.
 */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Check character of ISO/IEC 7064 MOD 37,36. @param text digits and capital letters only; hyphens are skipped */
export function checkCharacter(text: string): string {
  let product = 36;
  for (const char of text.replaceAll('-', '')) {
    const value = ALPHABET.indexOf(char);
    if (value < 0) throw new RangeError(`not a digit or capital letter: ${char}`);
    let sum = (product + value) % 36;
    if (sum === 0) sum = 36;
    product = (sum * 2) % 37;
  }
  return ALPHABET.charAt((37 - product) % 36);
}

/** @param date `YYYY-MM-DD` in Asia/Shanghai; @param counter 1, 2, 3 … for that station and day */
export function caseNumber(stationCode: string, date: string, counter: number): string {
  const body = `${stationCode}-${date.replaceAll('-', '')}-${String(counter).padStart(4, '0')}`;
  return `${body}-${checkCharacter(body)}`;
}

/** Whether a typed or scanned number is whole: form and check character. */
export function isCaseNumber(text: string): boolean {
  const match = /^([A-Z0-9]{2,12}-\d{8}-\d{4,})-([0-9A-Z])$/.exec(text);
  return match?.[1] !== undefined && checkCharacter(match[1]) === match[2];
}

/**
 * A number typed or scanned without its hyphens, as the bars on the papers hold it, with them: `TH03202611210007K` →
 * `TH03-20261121-0007-K`. A number that has them comes back as it is; capital letters or not does not matter.
 *
 * @returns null when it is no whole case number. Should several readings be whole, the one with the shortest counter
 */
export function withHyphens(text: string): string | null {
  const typed = text.trim().toUpperCase();
  if (isCaseNumber(typed)) return typed;
  const body = typed.slice(0, -1);
  for (let counter = 4; counter <= body.length - 10; counter += 1) {
    const at = body.length - counter - 8;
    const date = body.slice(at, at + 8);
    if (!/^20\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(date)) continue;
    const number = `${body.slice(0, at)}-${date}-${body.slice(at + 8)}-${typed.slice(-1)}`;
    if (isCaseNumber(number)) return number;
  }
  return null;
}

/** What stands before the number in the QR of a paper. */
export const QR_PREFIX = 'JSD1:';

/**
 * The case number in what was typed or scanned off a paper: the QR's `JSD1:TH03-20261121-0007-K`, the bars'
 * `TH03202611210007K`, in full width too, as an input method left on turns it.
 *
 * @returns null when it is anything but one whole case number
 */
export function scannedNumber(text: string): string | null {
  const typed = text.normalize('NFKC').trim().toUpperCase();
  return withHyphens(typed.startsWith(QR_PREFIX) ? typed.slice(QR_PREFIX.length) : typed);
}

/**
 * Number of a paper, in the form of GB/T 9704 (year in hexagonal brackets, no leading zeros):
 * `唐河县政务服务中心TH03投受〔2026〕7号`. The station code stands in it so that two desks offline never draw the same.
 */
export function paperNumber(
  organisation: string,
  stationCode: string,
  mark: string,
  year: number,
  counter: number,
): string {
  return `${organisation}${stationCode}${mark}〔${year}〕${counter}号`;
}
