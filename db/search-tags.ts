import type { CaseState } from '../domain/case-file/state.ts';
import { foldedName, namesIn } from '../domain/disclosure/officer.ts';
import { inDigits } from './search-tokens.ts';

/**
 * Words of the search index that nobody can type: whom a case complains about, that its complainant asked for secrecy, which
 * files it holds. They find, among many cases, the few that an officer must not have whole, without reading the others. A
 * tag only says that it may be so; `sightOf` decides. They begin with more letters than a character's code has, so no search meets them.
 */
export const SECRET_TAG = 'tagsecret';

export const staffTag = (name: string): string => tag('tagstaff', name);
export const unitTag = (name: string): string => tag('tagofunit', name);
export const windowTag = (no: string): string => tag('tagwindow', no);

/** @param sha256 lower-case hex */
export const fileTag = (sha256: string): string => `tagfile${sha256}`;

/** Tags of a case. */
export function tagsOf({ record, attachments }: CaseState): string[] {
  const { respondent, complainant, evidence } = record;
  const files = [...evidence, ...attachments].flatMap(({ sha256 }) => sha256 ?? []);
  return [
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

function tag(kind: string, name: string): string {
  const folded = foldedName(name);
  if (folded === '') return '';
  return `${kind}${Array.from(folded, (char) => inDigits(char.codePointAt(0) ?? 0)).join('x')}`;
}
