import { agreement, type Marks, marksIn } from './numbers.ts';
import { SAME_MEANING, STOP_WORDS } from './words.ts';

/** A matter as it is compared: what is said, with how much weight, and what is written in digits. */
export interface Matter {
  /** Pairs of neighbouring characters, and `#n` for the n-th line of `SAME_MEANING`. */
  weights: ReadonlyMap<string, number>;
  marks: Marks;
}

/** A way of saying a thing counts as much as three pairs: it is the thing, they are its letters. */
const MEANING_WEIGHT = 3;
/** How alike two matters can at most be when what is written in digits sets them apart: below `SAME_MATTER`. */
const APART = 0.22;
/** Shared weight from which what is shared is believed in full: two pairs in common may be chance. */
const ENOUGH = 5;
const STOPS = new RegExp([...STOP_WORDS].sort((a, b) => b.length - a.length).join('|'), 'gu');
const NOT_WRITTEN = /[^\p{L}\p{N}]+/gu;

/** Folded as for search: half width, lower case, nothing invisible. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Cf}/gu, '');
}

/**
 * Reads a matter out of its texts (request, narrative, named item). Every pair counts once however often it is said, so
 * that a long story does not drown a short one.
 */
export function matterOf(texts: readonly string[]): Matter {
  const whole = fold(texts.join('\n'));
  const weights = new Map<string, number>();
  SAME_MEANING.forEach((words, line) => {
    if (words.some((word) => whole.includes(word))) weights.set(`#${line}`, MEANING_WEIGHT);
  });
  for (const pair of pairsOf(whole)) weights.set(pair, 1);
  return { weights, marks: marksIn(whole) };
}

/** Distinct pairs of neighbouring letters that tell something, in the order of the text. @param folded see `fold` */
export function pairsOf(folded: string): string[] {
  const pairs = new Set<string>();
  for (const run of folded.replace(STOPS, ' ').split(NOT_WRITTEN)) {
    const chars = Array.from(run).filter((char) => !/[\d的了是在和与及就都也把被]/u.test(char));
    for (let i = 0; i + 1 < chars.length; i += 1) {
      pairs.add(`${chars[i]}${chars[i + 1]}`);
    }
  }
  return [...pairs];
}

/**
 * How alike two matters are, 0 to 1: the share of the shorter one's weight that the longer one has too, drawn towards
 * the cosine so that two words in a long story do not pass for the story; then moved by what is written in digits, which
 * either agrees or says that these are two matters.
 */
export function likeness(a: Matter, b: Matter): { likeness: number; digits: -1 | 0 | 1 } {
  let shared = 0;
  for (const [token, weight] of a.weights) if (b.weights.has(token)) shared += weight;
  const [ofA, ofB] = [weightOf(a), weightOf(b)];
  if (ofA === 0 || ofB === 0) return { likeness: 0, digits: 0 };
  const cosine = shared / Math.sqrt(ofA * ofB);
  const overlap = shared / Math.min(ofA, ofB);
  const said = (cosine * 0.6 + overlap * 0.4) * Math.min(1, shared / ENOUGH);
  const amounts = agreement(a.marks.amounts, b.marks.amounts);
  const codes = agreement(a.marks.codes, b.marks.codes);
  const dates = agreement(a.marks.dates, b.marks.dates);
  const digits = codes !== 0 ? codes : amounts !== 0 ? amounts : dates;
  const moved = said + 0.18 * Math.max(0, codes) + 0.14 * Math.max(0, amounts) + 0.1 * Math.max(0, dates);
  const against = (amounts < 0 ? 0.6 : 1) * (dates < 0 ? 0.75 : 1);
  // Another notice number, or another sum on another day: the same words then tell of another time.
  const apart = codes < 0 ? amounts <= 0 && dates <= 0 : amounts < 0 && dates < 0;
  return { likeness: Math.min(apart ? APART : 1, moved * against), digits };
}

function weightOf(matter: Matter): number {
  let sum = 0;
  for (const weight of matter.weights.values()) sum += weight;
  return sum;
}
