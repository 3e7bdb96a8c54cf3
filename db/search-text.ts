import type { CaseState } from '../domain/case-file/state.ts';
import { tagsOf } from './search-tags.ts';
import { searchTokens } from './search-tokens.ts';

/** What a search looks through. Names of attachments too: a citizen remembers the photo. */
function searchTexts(state: CaseState): string[] {
  const { record } = state;
  const { complainant: who } = record;
  return [
    state.number,
    state.number.replaceAll('-', ''),
    who.name,
    who.phone,
    who.id_no,
    who.address,
    who.agent?.name ?? '',
    who.agent?.phone ?? '',
    ...(who.group?.representatives.flatMap((r) => [r.name, r.phone]) ?? []),
    record.respondent.unit,
    record.respondent.staff,
    record.request,
    record.narrative,
    ...Object.values(record.six_elements),
    ...record.evidence.map((e) => e.name),
  ].filter((text) => text !== '');
}

/** What the search index takes: plain letters and digits, as a text or as its bytes. */
export type Words = string | Uint8Array;

/** The search index's text for a case: what is looked for, and the tags by which some must not find it. */
export function searchTokensOf(state: CaseState): string {
  return [searchTokens(searchTexts(state)), ...tagsOf(state)].join(' ');
}
