import type { Calendar } from '../domain/calendar/holidays.ts';
import { admit } from '../domain/case-file/admit.ts';
import { viewsOfOtherLives } from '../domain/case-file/other-views.ts';
import { hadSeenAll, seenBy } from '../domain/case-file/seen.ts';
import type { CaseState } from '../domain/case-file/state.ts';
import type { Entry } from '../domain/contract/entries.ts';
import type { ErrorCode } from '../domain/contract/errors.ts';
import { mayActAs } from '../domain/disclosure/actor-roles.ts';
import { maskEntry } from '../domain/disclosure/mask.ts';
import { seesMasked, type Viewer } from '../domain/disclosure/see.ts';
import type { Profile } from '../domain/regimes/profile-schema.ts';
import type { CaseAtCentre } from './judge.ts';
import type { RegimeVersion } from './profiles.ts';

/** What the rules of the desk need at the centre. */
export interface Rules {
  /** Null when the centre has no such version. */
  profileOf(regime: RegimeVersion): Profile | null;
  calendar: Calendar;
  /** Roles that the institution's directory ever gave to an officer; `undefined` for one whom it never named. */
  rolesOf(officer: string): ReadonlySet<string> | undefined;
  /** Another case that is at hand; `undefined` when nobody looked. */
  find(caseId: string): CaseAtCentre | undefined;
  /** Whether another case of the institution bears this number. */
  isTaken(number: string): boolean;
  /** Whether the centre was ever restored from a backup: what was written before may have been written upon another order. */
  restored: boolean;
  /** A case of this batch bears it from now on. */
  take(number: string): void;
}

/**
 * What the rules of the desk have against an entry, judged by the case as its writer had it: what came in meanwhile left
 * out, and masked where its station gets it masked.
 *
 * @param before the case at the centre; null for a registration
 */
export function refusalByRules(
  rules: Rules,
  author: Viewer,
  before: CaseAtCentre | null,
  entry: Entry,
): ErrorCode | null {
  if (!mayActAs(entry.actor.roles, rules.rolesOf(entry.actor.officerId))) return 'role_not_allowed';
  if (entry.kind === 'registered') {
    if (rules.isTaken(entry.payload.number)) return 'number_taken';
    return admit(rules.profileOf(entry.payload.regime), null, entry, rules);
  }
  if (before === null) return 'entry_invalid';
  const target = entry.kind === 'merged' ? rules.find(entry.payload.into)?.state : undefined;
  const context = target === undefined ? { calendar: rules.calendar } : { calendar: rules.calendar, target };
  const profile = rules.profileOf(before.state.regime);
  const refused = admit(profile, asSeen(author, before, entry), entry, context);
  if (refused === null || !rules.restored) return refused;
  for (const seen of viewsOfOtherLives(entry, entriesFor(author, before)))
    if (admit(profile, seen, entry, context) === null) return null;
  return refused;
}

function asSeen(author: Viewer, before: CaseAtCentre, entry: Entry): CaseState | null {
  const masked = seesMasked(author, before.facts);
  return !masked && hadSeenAll(entry, before.state) ? before.state : seenBy(entry, entriesFor(author, before));
}

/** The entries of a case as a station gets them. */
function entriesFor(author: Viewer, { facts, state, entries }: CaseAtCentre): readonly Entry[] {
  return seesMasked(author, facts) ? entries.map((one) => maskedFor(author, one, state)) : entries;
}

/** Its own entries a station has as it wrote them. */
function maskedFor(author: Viewer, entry: Entry, state: CaseState): Entry {
  return entry.stationId === author.code ? entry : maskEntry(entry, state.record);
}
