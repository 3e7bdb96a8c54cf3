import type { Calendar } from '../calendar/holidays.ts';
import type { Command } from '../contract/commands.ts';
import type { Entry, EntryOf, NewFact } from '../contract/entries.ts';
import { DeskError, type ErrorCode } from '../contract/errors.ts';
import { requiresSignature } from '../regimes/intake.ts';
import type { Profile } from '../regimes/profile-schema.ts';
import { allowedActions } from '../regimes/workflow.ts';
import { admitPlain, admitRegistration, type PlainEntry } from './admit-plain.ts';
import { commandOf } from './command-of.ts';
import { carryOut, offerOf } from './decide.ts';
import type { DecideContext } from './decide-context.ts';
import type { CaseState } from './state.ts';

export interface AdmitContext {
  calendar: Calendar;
  /** Of `merged`: the case that takes this one in; `undefined` when nobody looked, and nothing is then asked of it. */
  target?: CaseState | null;
}

/**
 * Whether an entry that a station claims could have been decided by the rules that run on a desk: the fact is turned back
 * into the command it came from and decided anew. Pure; the work does not grow with the number of cases.
 *
 * Clocks and calendars differ between desks, so nothing honest is refused for its date. These refusals of the desk do not
 * count here: too late to hand a case back or to ask for an extension (`too_late`), a promised date in the past or beyond
 * the longest (`extension_too_long`), a card before its day or a red one before the end. An order that counts as signed
 * after its time is taken as signed at the entry's own `wallTime`. Recusal counts as far as the writer had seen it.
 *
 * @param profile the regime in the version of the registration; null when the centre does not have it
 * @param seen    the case as the writer saw it (`seenBy`); null for a registration
 * @returns null, or the code that the desk would have refused with
 */
export function admit(
  profile: Profile | null,
  seen: CaseState | null,
  entry: Entry,
  context: AdmitContext,
): ErrorCode | null {
  if (profile === null) return 'regime_version_missing';
  if (entry.kind === 'registered') return admitRegistration(profile, entry);
  // Whoever writes into a case has seen at least how it began.
  if (seen === null) return 'entry_invalid';
  const mirrored = entry.kind === 'settled' ? mirroredSettling(seen, entry) : null;
  const command = commandOf(mirrored ?? entry);
  if (command === null) return admitPlain(profile, seen, entry as PlainEntry);
  if (seen.recusals.some(({ officerId }) => officerId === entry.actor.officerId)) return 'recused';
  if (lacksSignature(profile, seen, entry)) return 'signature_required';
  // Which of the two versions the officer preferred is what the fold asks, and it may find that nothing is left to do.
  if (mirrored) return refusalOfOffer(profile, seen, mirrored, command, context);
  return (
    refusalOfOffer(profile, seen, entry, command, context) ?? refusalOfWords(profile, seen, entry, command, context)
  );
}

/**
 * A settling as it reads when the centre has put the two versions the other way round since, after a restore; null when it
 * has not.
 */
function mirroredSettling({ conflicts }: CaseState, entry: EntryOf<'settled'>): EntryOf<'settled'> | null {
  const { entryId, against, choice } = entry.payload;
  const names = (id: string | null) => conflicts.some((one) => one.entryId === id);
  if (against === null || names(entryId) || !names(against)) return null;
  const payload = { ...entry.payload, entryId: against, against: entryId, choice: choice === 'take' ? 'keep' : 'take' };
  return { ...entry, payload } as EntryOf<'settled'>;
}

/** Only the station that registered is asked: others may have got the registration before the signature behind it. */
function lacksSignature(profile: Profile, seen: CaseState, entry: Entry): boolean {
  return entry.stationId === seen.stationId && seen.signature === null && requiresSignature(profile, seen.record);
}

/** First without a clock, by which nothing is too late or too early; then at the writer's moment, by which an order may count as signed. */
function refusalOfOffer(
  profile: Profile,
  seen: CaseState,
  { actor, wallTime }: Entry,
  command: Command,
  { calendar }: AdmitContext,
): ErrorCode | null {
  const timeless = offerOf(allowedActions(profile, seen, actor.roles, null, command.type), command);
  if (timeless?.allowed) return null;
  const moment = { officerId: actor.officerId, now: wallTime, calendar };
  const then = offerOf(allowedActions(profile, seen, actor.roles, moment, command.type), command);
  return then?.allowed ? null : (timeless?.code ?? 'step_not_allowed');
}

function refusalOfWords(
  profile: Profile,
  seen: CaseState,
  entry: Entry,
  command: Command,
  { calendar, target }: AdmitContext,
): ErrorCode | null {
  // The words of these are the writer's alone; the date is a matter of the calendar.
  if (entry.kind === 'extended' || entry.kind === 'extension_requested') return null;
  if (entry.kind === 'merged') return refusalOfMerge(seen, entry.payload, target);
  const decided: DecideContext = {
    profile,
    officerId: entry.actor.officerId,
    roles: entry.actor.roles,
    unitName: null,
    target: null,
    signed: entry.kind === 'fed_back' ? (entry.payload.signed ?? null) : null,
    now: entry.wallTime,
    calendar,
    nextPaperNumber: () => drawnBy(entry),
  };
  try {
    const [fact] = carryOut(seen, command, decided);
    return fact && saysTheSame(fact, entry) ? null : 'entry_invalid';
  } catch (error) {
    if (!(error instanceof DeskError)) throw error;
    if (isAboutRedCard(error)) return isOfRule(profile, entry) ? null : 'entry_invalid';
    return error.code;
  }
}

function refusalOfMerge(
  seen: CaseState,
  { into, number }: { into: string; number: string },
  target: CaseState | null | undefined,
): ErrorCode | null {
  if (into === seen.caseId) return 'merge_self';
  if (target === undefined) return null;
  if (target === null) return 'not_found';
  // How far the other case had got is not asked: it may have been closed since.
  if (target.regime.id !== seen.regime.id) return 'merge_refused';
  return target.number === number ? null : 'entry_invalid';
}

function drawnBy({ payload }: Entry): string {
  if ('noticeNumber' in payload) return payload.noticeNumber;
  return 'slipNumber' in payload ? payload.slipNumber : '';
}

/** What people said is passed through by reference; what `decide` added is compared. */
function saysTheSame(fact: NewFact, entry: Entry): boolean {
  const decided = fact.payload as Record<string, unknown>;
  const claimed = entry.payload as Record<string, unknown>;
  const names = Object.keys(claimed).filter((name) => claimed[name] !== undefined);
  return (
    fact.kind === entry.kind &&
    names.length === Object.keys(decided).length &&
    names.every((name) => decided[name] === claimed[name])
  );
}

/** Whether the red card's day had come is a matter of the calendar. */
function isAboutRedCard({ code, fields }: DeskError): boolean {
  return code === 'step_not_allowed' && fields[0]?.path === 'level';
}

function isOfRule(profile: Profile, entry: Entry): boolean {
  if (entry.kind !== 'urged') return false;
  return profile.urging.find(({ id }) => id === entry.payload.urging)?.kind === entry.payload.kind;
}
