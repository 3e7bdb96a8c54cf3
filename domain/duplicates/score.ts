import { fold, likeness, type Matter, matterOf } from './matter.ts';

/** What of a record tells whether it is the same person or the same matter as another. */
export interface Told {
  name: string;
  idNo: string;
  /** Phones of the complainant, the agent and the representatives. */
  phones: readonly string[];
  unit: string;
  window: string;
  staff: string;
  /** Request, narrative, named item. */
  texts: readonly string[];
}

export interface Likeness {
  /** 0 to 1. From `SAME_MATTER` on it is probably the same matter. */
  score: number;
  kind: 'same' | 'person' | 'other';
  /** In Chinese, strongest first. */
  reasons: string[];
}

/** From here on an officer should look at the earlier case before opening a second one. */
export const SAME_MATTER = 0.5;

/** Characters below which a phone or an identity number names nobody: a dash typed for none is not a number. */
const SHORTEST_NUMBER = 5;

/** A record made ready to be compared with many. */
export interface Compared extends Told {
  matter: Matter;
}

export function ready(told: Told): Compared {
  return {
    ...told,
    name: plain(told.name),
    idNo: plain(told.idNo),
    phones: told.phones.map(plain).filter((phone) => phone.length >= SHORTEST_NUMBER),
    unit: plain(told.unit),
    window: plain(told.window),
    staff: plain(told.staff),
    matter: matterOf(told.texts),
  };
}

/**
 * Scores two records. What was said decides: the same person with another matter stays low, and another person with the
 * same matter (neighbours, a second caller) comes up. The person and the one complained about move the score.
 */
export function scoreOf(a: Compared, b: Compared): Likeness {
  const person = samePerson(a, b);
  const { likeness: said, digits } = likeness(a.matter, b.matter);
  const unit = sameUnit(a, b);
  const staff = a.staff !== '' && a.staff === b.staff;
  // Below a tenth nothing was said in common but the way of speaking; half in common is the same story retold.
  const matter = clamp((said - 0.1) / 0.4);
  const place = staff ? 0.12 : unit === 'same' ? 0.06 : unit === 'other' ? -0.12 : 0;
  const base = person === null ? matter * 0.78 : 0.16 + matter * 0.74;
  const score = clamp(matter === 0 ? Math.min(base, 0.2) : base + place);
  const same = score >= SAME_MATTER;
  const reasons = [
    person !== null && same ? `同一人（${person}）、同一事` : null,
    person !== null && !same ? `同一人（${person}）` : null,
    person === null && same ? '事情相同，投诉人不同' : null,
    staff ? '被投诉人员相同' : unit === 'same' ? '被投诉单位相同' : null,
    said >= 0.45 ? '说法相近' : said >= 0.2 ? '换了说法，讲的相近' : null,
    digits > 0 ? '日期、金额或编号一致' : digits < 0 && person !== null ? '日期、金额或编号不同' : null,
    person !== null && !same ? '事情看来不同' : null,
  ].filter((reason) => reason !== null);
  return { score: Math.round(score * 100) / 100, kind: same ? 'same' : person !== null ? 'person' : 'other', reasons };
}

/** By what two complainants are one person, or null. Two identity numbers that differ are two people, whatever their name. */
function samePerson(a: Compared, b: Compared): string | null {
  const hasIds = a.idNo.length >= SHORTEST_NUMBER && b.idNo.length >= SHORTEST_NUMBER;
  if (hasIds && a.idNo === b.idNo) return '证件号相同';
  if (a.phones.some((phone) => b.phones.includes(phone))) return '电话相同';
  if (hasIds) return null;
  return a.name.length >= 2 && a.name === b.name ? '姓名相同' : null;
}

function sameUnit(a: Compared, b: Compared): 'same' | 'other' | 'unknown' {
  if (a.unit === '' || b.unit === '') return 'unknown';
  const contained = a.unit.includes(b.unit) || b.unit.includes(a.unit);
  if (!contained) return 'other';
  return a.window !== '' && b.window !== '' && a.window !== b.window && a.unit !== b.unit ? 'other' : 'same';
}

function plain(text: string): string {
  return fold(text).replace(/[\s\-－—]+/gu, '');
}

function clamp(n: number): number {
  return Math.max(0, Math.min(1, n));
}
