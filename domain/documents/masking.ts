import type { Complainant } from '../contract/record.ts';

/** What replaces personal details in a text that goes to the unit complained about. */
export const HIDDEN_WORDS = '（已隐去）';

const COMPOUND_SURNAMES: ReadonlySet<string> = new Set(
  (
    '欧阳 司马 上官 诸葛 慕容 司徒 东方 皇甫 尉迟 公孙 令狐 宇文 长孙 夏侯 轩辕 端木 百里 呼延 南宫 东郭 西门 ' +
    '独孤 拓跋 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 鲜于 闾丘 司空 赫连 万俟 闻人 即墨'
  ).split(' '),
);

/** Keeps the ends of an identity number: 999999********2175. */
export function maskId(id: string): string {
  const chars = [...id];
  if (chars.length <= 4) return '*'.repeat(chars.length);
  const head = chars.length >= 15 ? 6 : 2;
  const tail = chars.length >= 15 ? 4 : 2;
  return chars.map((char, at) => (at < head || at >= chars.length - tail ? char : '*')).join('');
}

/** Keeps the ends of a phone number: 199****0001. */
export function maskPhone(phone: string): string {
  const chars = [...phone];
  if (chars.length < 7) return '*'.repeat(chars.length);
  return chars.map((char, at) => (at < 3 || at >= chars.length - 4 ? char : '*')).join('');
}

/** Surname and two stars: 赵**; a name without a known surname keeps its first character only. */
export function maskName(complainant: Complainant): string {
  if (complainant.type === 'anonymous' || complainant.name === '') return '匿名';
  if (complainant.type === 'organisation') return '某单位';
  const chars = [...complainant.name.trim()];
  const two = chars.slice(0, 2).join('');
  const surname = chars.length > 2 && COMPOUND_SURNAMES.has(two) ? two : (chars[0] ?? '');
  return `${surname}**${complainant.group ? `等${complainant.group.count}人` : ''}`;
}

const asHalfWidth = (text: string) =>
  text.replace(/[\uff01-\uff5e]/g, (char) => String.fromCodePoint((char.codePointAt(0) ?? 0) - 0xfee0));

/**
 * Strings that would give the complainant away. Whoever turned to the desk for them (agent, representatives) is included.
 * Names of one character are left out: they would blank half the text.
 */
function tellTales(complainant: Complainant): string[] {
  const people = [complainant, ...(complainant.agent ? [complainant.agent] : [])];
  const raw = [
    ...people.flatMap((person) => [person.name, person.id_no, person.phone, person.address ?? '']),
    complainant.contact_person ?? '',
    ...(complainant.group?.representatives.flatMap((person) => [person.name, person.phone]) ?? []),
  ];
  const all = raw.map((text) => text.trim()).flatMap((text) => [text, asHalfWidth(text)]);
  return [...new Set(all)].filter((text) => [...text].length >= 2).sort((a, b) => b.length - a.length);
}

/**
 * A function that takes the complainant's name, numbers and address out of a text, longest first. It finds what is
 * written as in the record; a nickname or a described detail it cannot know, so the officer still reads the paper.
 */
export function hideIdentity(complainant: Complainant): (text: string) => string {
  const hidden = tellTales(complainant);
  return (text) => hidden.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN_WORDS), text);
}
