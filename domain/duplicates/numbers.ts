/** Things written with digits by which two matters can be told apart, each kind in one way of writing. */
export interface Marks {
  /** In yuan. */
  amounts: string[];
  /** `M-D`. */
  dates: string[];
  /** Everything else with three digits or letters and digits: notice numbers, plates, queue numbers, houses. */
  codes: string[];
}

const DIGITS: Record<string, number> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const SCALES: Record<string, number> = { 十: 10, 百: 100, 千: 1_000, 万: 10_000 };
const CHINESE_NUMBER = '[〇零一二两三四五六七八九十百千万]+';

/** 三千五百 → 3500, 二十 → 20, 二〇二六 → 2026. */
export function chineseNumber(words: string): number {
  if (![...words].some((char) => char in SCALES)) {
    return Number([...words].map((char) => DIGITS[char] ?? 0).join(''));
  }
  let total = 0;
  let section = 0;
  let digit = 0;
  for (const char of words) {
    const scale = SCALES[char];
    if (scale === undefined) digit = DIGITS[char] ?? 0;
    else if (scale === 10_000) {
      total = (total + section + digit) * scale;
      section = 0;
      digit = 0;
    } else {
      section += (digit === 0 && scale === 10 && section === 0 ? 1 : digit) * scale;
      digit = 0;
    }
  }
  return total + section + digit;
}

/** @param text folded: half width, lower case */
export function marksIn(text: string): Marks {
  const told = text.replace(new RegExp(`(?<![\\d])${CHINESE_NUMBER}(?=[元块月日号])`, 'gu'), (words) =>
    String(chineseNumber(words)),
  );
  const amounts: string[] = [];
  const dates: string[] = [];
  const rest = told
    .replace(/(\d+(?:\.\d+)?)(万?)(?:多|余)?(?:元|块)/gu, (_all, number: string, wan: string) => {
      amounts.push(String(Number(number) * (wan ? 10_000 : 1)));
      return ' ';
    })
    .replace(/(?:(?:20)?\d{2}[年./-])?(\d{1,2})[月./-](\d{1,2})(?:日|号)?/gu, (_all, month: string, day: string) => {
      dates.push(`${Number(month)}-${Number(day)}`);
      return ' ';
    });
  const codes = (rest.match(/[a-z]{0,3}\d[a-z\d]{1,}/gu) ?? []).filter((code) => code.length >= 3);
  return { amounts, dates, codes };
}

/**
 * How two sets of one kind agree: 1 something in common, -1 both name something and nothing is in common, 0 one of them
 * is silent.
 */
export function agreement(a: readonly string[], b: readonly string[]): -1 | 0 | 1 {
  if (a.length === 0 || b.length === 0) return 0;
  return a.some((one) => b.includes(one)) ? 1 : -1;
}
