import type { Complainant } from '../contract/record.ts';

/** Two-character surnames that still occur; every other surname is taken to be the first character. */
const COMPOUND_SURNAMES =
  /^(?:欧阳|司马|上官|诸葛|慕容|皇甫|尉迟|公孙|令狐|长孙|宇文|司徒|夏侯|东方|端木|申屠|百里|呼延|轩辕|独孤|南宫|西门|完颜|赫连|澹台|拓跋)/u;
const HIDDEN_NAME = '（已保密）';
const NOBODY = '某某';
const HIDDEN = '***';

/** Mobile numbers and 18-character identity numbers, also in full-width digits or with gaps between the digits. */
const DIGIT = '[0-9０-９]';
const GAP = '[ 　\\-－—]?';
const ID_NUMBER = new RegExp(`(?<!${DIGIT})${DIGIT}(?:${GAP}${DIGIT}){16}${GAP}[0-9０-９XxＸｘ](?!${DIGIT})`, 'gu');
const MOBILE = new RegExp(`(?<!${DIGIT})[1１]${GAP}[3-9３-９](?:${GAP}${DIGIT}){9}(?!${DIGIT})`, 'gu');

/** What a masked reader sees in place of the name: surname and two stars, or that it is secret. */
export function maskedName(complainant: Complainant): string {
  const name = complainant.name.trim();
  if (name === '') return '';
  if (complainant.wants_secret === true) return HIDDEN_NAME;
  return `${surnameOf(name)}**`;
}

function surnameOf(name: string): string {
  const compound = COMPOUND_SURNAMES.exec(name);
  if (compound && name.length > compound[0].length) return compound[0];
  return String.fromCodePoint(name.codePointAt(0) ?? 0x2a);
}

/**
 * Replaces, in free text, what the registration says of the complainant and those with them: whole names (张某) and their
 * parts of two characters or more, identity numbers, phones, addresses. It finds what was written the same way; a
 * nickname, or a house described in other words, it cannot find. A replacement is never longer than what it hides, so
 * the text keeps within its limit.
 */
export function redactor(complainant: Complainant): (text: string) => string {
  const replacements = new Map<string, string>();
  const hide = (found: string, by: string) => {
    if (!replacements.has(found)) replacements.set(found, by);
  };
  const secret = complainant.wants_secret === true;
  for (const whole of wholesOf(complainant.name, 2)) hide(whole, secret ? NOBODY : `${surnameOf(whole)}某`);
  for (const name of [complainant.name, ...othersIn(complainant)]) {
    for (const part of [...wholesOf(name, 2), ...partsOf(name)]) hide(part, NOBODY);
  }
  for (const literal of literalsOf(complainant)) for (const whole of wholesOf(literal, 4)) hide(whole, HIDDEN);

  const longestFirst = [...replacements.keys()].sort((a, b) => b.length - a.length);
  const pattern = longestFirst.length > 0 ? new RegExp(longestFirst.map(escapePattern).join('|'), 'gu') : null;
  return (text) => {
    const named = pattern ? text.replace(pattern, (found) => replacements.get(found) ?? HIDDEN) : text;
    return named.replace(ID_NUMBER, HIDDEN).replace(MOBILE, HIDDEN);
  };
}

function othersIn(complainant: Complainant): (string | undefined)[] {
  const representatives = complainant.group?.representatives.map((person) => person.name) ?? [];
  return [complainant.contact_person, complainant.agent?.name, ...representatives];
}

function literalsOf(complainant: Complainant): (string | undefined)[] {
  const { agent, group } = complainant;
  const phones = group?.representatives.map((person) => person.phone) ?? [];
  return [
    complainant.id_no,
    complainant.phone,
    complainant.address,
    complainant.work_unit,
    agent?.id_no,
    agent?.phone,
    agent?.address,
    ...phones,
  ];
}

/** The text, and the text without invisible characters, when they have at least `least` characters. */
function wholesOf(text: string | undefined, least: number): string[] {
  const whole = (text ?? '').trim();
  return [whole, visible(whole)].filter((variant) => [...variant].length >= least);
}

/** Parts of a name between brackets, dots and blanks: 网友“某某”（真名：某某） names somebody twice. */
function partsOf(name: string | undefined): string[] {
  const parts = visible(name ?? '').split(/[\s·•・,，、;；:：()（）“”"'‘’《》<>/+＋]|等约?\d+[人户名]/u);
  return parts.map((part) => part.trim()).filter((part) => [...part].length >= 2);
}

function visible(text: string): string {
  return text.replace(/\p{Cf}/gu, '');
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
