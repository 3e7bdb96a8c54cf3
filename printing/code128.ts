import { type Bitmap, emptyBitmap, setDot } from './bitmap.ts';

/**
 * Code 128 of our own, drawn as dots: printers differ in how they take `GS k`, and its length byte is where libraries go
 * wrong. Code sets B (ASCII 32–126) and C (pairs of digits). Source: ISO/IEC 15417:2007.
 */

/** Widths of bars and spaces of symbol characters 0–105, beginning with a bar: table 1 of the standard. */
const PATTERNS = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 ' +
  '123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 ' +
  '232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 ' +
  '313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 ' +
  '111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 ' +
  '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 ' +
  '114311 411113 411311 113141 114131 311141 411131 211412 211214 211232'
).split(' ');
const STOP = '2331112';

const START_B = 104;
const START_C = 105;
const TO_B = 100;
const TO_C = 99;
const MODULUS = 103;

/** Quiet zone on each side, in modules. */
const QUIET = 10;
/** Dots of the narrowest bar: one dot (0.125 mm) is less than handheld readers resolve. */
const MIN_DOTS = 2;
/** A reader wants no more than this; wider bars only make the code longer. */
const MAX_DOTS = 4;

type CodeSet = 'B' | 'C';
interface Route {
  length: number;
  codes: readonly number[];
}

const shorter = (a: Route | null, b: Route | null): Route | null =>
  a === null || (b !== null && b.length < a.length) ? b : a;
const then = (route: Route | null, ...codes: number[]): Route | null =>
  route && { length: route.length + codes.length, codes: [...route.codes, ...codes] };

/** The shortest way to write the content: for each place, the best route that ends there in each code set. */
function symbolCodes(content: string): number[] {
  const ends: Record<CodeSet, Route | null>[] = [
    { B: { length: 1, codes: [START_B] }, C: { length: 1, codes: [START_C] } },
  ];
  for (let at = 1; at <= content.length; at += 1) {
    const byOne = ends[at - 1];
    const byTwo = ends[at - 2];
    const pair = content.slice(at - 2, at);
    const b = then(byOne?.B ?? null, content.charCodeAt(at - 1) - 32);
    const c = /^\d\d$/.test(pair) ? then(byTwo?.C ?? null, Number(pair)) : null;
    ends.push({ B: shorter(b, then(c, TO_B)), C: shorter(c, then(b, TO_C)) });
  }
  const last = ends.at(-1);
  return [...(shorter(last?.B ?? null, last?.C ?? null)?.codes ?? [])];
}

/**
 * Bars (true) and spaces of a Code 128 symbol, one entry a module, without the quiet zones.
 *
 * @throws RangeError when the content is empty or holds anything but printable ASCII
 */
export function code128Modules(content: string): boolean[] {
  if (!/^[\x20-\x7e]+$/.test(content)) throw new RangeError('Code 128: printable ASCII only');
  const codes = symbolCodes(content);
  const sum = codes.reduce((total, code, at) => total + code * Math.max(1, at), 0);
  const widths = [...codes, sum % MODULUS].map((code) => PATTERNS[code] ?? '').join('') + STOP;
  return [...widths].flatMap((width, at) => Array<boolean>(Number(width)).fill(at % 2 === 0));
}

/**
 * The symbol with its quiet zones as dots, whole dots per module, two to four of them.
 *
 * @param maxDots    dots across that there are
 * @param heightDots height of the bars
 * @returns null when it does not fit at two dots a module
 */
export function code128Bitmap(content: string, maxDots: number, heightDots: number): Bitmap | null {
  const modules = code128Modules(content);
  const across = modules.length + 2 * QUIET;
  const scale = Math.min(MAX_DOTS, Math.floor(maxDots / across));
  if (scale < MIN_DOTS) return null;
  const bitmap = emptyBitmap(across * scale, heightDots);
  modules.forEach((dark, at) => {
    if (!dark) return;
    for (let dx = 0; dx < scale; dx += 1) setDot(bitmap, (QUIET + at) * scale + dx, 0);
  });
  for (let y = 1; y < heightDots; y += 1) bitmap.data.copyWithin(y * bitmap.rowBytes, 0, bitmap.rowBytes);
  return bitmap;
}
