import type { Entry } from '../domain/contract/entries.ts';
import { isWrittenAsNumber } from './judge.ts';
import type { Link } from './links.ts';

/** What entries name that is looked up in the database. */

/** Cases, each once. */
export function casesIn(links: readonly Link[]): string[] {
  return [...new Set(links.flatMap((link) => link.caseId ?? []))];
}

/** The numbers that entries give out, if they are written as numbers are. */
export function numbersIn(links: readonly Link[]): string[] {
  return links.flatMap(({ entry }) =>
    entry?.kind === 'registered' && isWrittenAsNumber(entry.payload.number) ? [entry.payload.number] : [],
  );
}

/** Ids as a directory gives them: no comma among them, by which lists are taken apart. */
const OFFICER_ID = /^[A-Za-z0-9_.-]{1,60}$/;

/** Who wrote them, each once, if the name could stand in a directory. */
export function officersIn(links: readonly Link[]): Set<string> {
  return new Set(
    links.flatMap(({ entry }) => (entry && OFFICER_ID.test(entry.actor.officerId) ? [entry.actor.officerId] : [])),
  );
}

/** Hashes of the files that an entry names. */
export function filesIn(entry: Entry): string[] {
  if (entry.kind === 'attached') return [entry.payload.evidence.sha256];
  if (entry.kind !== 'registered') return [];
  return [...new Set(entry.payload.record.evidence.flatMap((item) => item.sha256 ?? []))];
}
