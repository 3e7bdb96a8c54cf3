import type { CaseState } from '../domain/case-file/state.ts';
import { foldedName, namesIn } from '../domain/disclosure/officer.ts';
import { codesOf, foldForSearch } from './search-tokens.ts';

/**
 * Words of the search index that nobody can type. Some say whom a case complains about, that its complainant asked for
 * secrecy, which files it holds: they find, among many cases, the few that an officer must not have whole, without reading
 * the others. Others find a case by its number or by the numbers of its people; an index of the table for each would touch a
 * page of its own with every case that arrives. A tag only says that it may be so; whoever asks looks at the case.
 * They begin with more letters than a character's code has, so no search meets them.
 */
export const SECRET_TAG = 'tagsecret';

export const staffTag = (name: string): string => tag('tagstaff', name);
export const unitTag = (name: string): string => tag('tagofunit', name);
export const windowTag = (no: string): string => tag('tagwindow', no);

/** Found whatever stands between the digits; '' for a text without digits and letters, which finds nothing. */
export const phoneTag = (phone: string): string => numberTag('tagphone', phone);
export const idNoTag = (idNo: string): string => numberTag('tagidno', idNo);
export const caseNumberTag = (number: string): string => numberTag('tagcase', number);

/** @param sha256 lower-case hex */
export const fileTag = (sha256: string): string => `tagfile${sha256}`;

/** Tags of a case. */
export function tagsOf({ number, record, attachments }: CaseState): string[] {
  const { respondent, complainant, evidence } = record;
  const files = [...evidence, ...attachments].flatMap(({ sha256 }) => sha256 ?? []);
  const others = [...(complainant.group?.representatives ?? []), ...(complainant.agent ? [complainant.agent] : [])];
  const phones = [complainant, ...others].map(({ phone }) => phoneTag(phone));
  return [
    ...[caseNumberTag(number), idNoTag(complainant.id_no), ...new Set(phones)].filter((one) => one !== ''),
    ...[...new Set(files)].map(fileTag),
    ...tagsIn(respondent.staff, staffTag),
    ...tagsIn(respondent.unit, unitTag),
    ...tagsIn(respondent.window_no, windowTag),
    ...(complainant.wants_secret === true ? [SECRET_TAG] : []),
  ];
}

/** Most texts whose tags are remembered: the same few units and windows come again in case after case. */
const MOST_REMEMBERED = 2_000;
const remembered = new Map<typeof staffTag, Map<string, readonly string[]>>();

function tagsIn(text: string, tagOf: typeof staffTag): readonly string[] {
  let known = remembered.get(tagOf);
  if (!known || known.size >= MOST_REMEMBERED) {
    known = new Map();
    remembered.set(tagOf, known);
  }
  let tags = known.get(text);
  if (!tags) {
    tags = namesIn(text).map(tagOf);
    known.set(text, tags);
  }
  return tags;
}

const BETWEEN = /[^0-9a-z]/gu;

function numberTag(kind: string, text: string): string {
  const number = foldForSearch(text).replace(BETWEEN, '');
  return number === '' ? '' : `${kind}${number}`;
}

function tag(kind: string, name: string): string {
  const folded = foldedName(name);
  if (folded === '') return '';
  return `${kind}${codesOf(folded).join('x')}`;
}
