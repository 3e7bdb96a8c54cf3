import { localDate } from '../calendar/dates.ts';
import type { Calendar } from '../calendar/holidays.ts';
import type { CountedDay } from '../calendar/working-days.ts';
import type { CaseState } from '../case-file/state.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { ComplaintRecord } from '../contract/record.ts';
import { dueOf, extendedDue, latestDue } from './due.ts';
import { type CaseFacts, extendableLimits, factsOf, type StartedLimit, startedLimits } from './limits.ts';
import { ENTERED_DATES, type Extension, type Limit, type Profile, type RegimeEvent } from './profile-schema.ts';

export type ClockState = 'running' | 'met' | 'late' | 'no_date';

/** One limit of one case, with its proof. */
export interface Clock {
  limitId: string;
  what: string;
  /**
   * As the entries tell it: `met` or `late` once stopped, `no_date` while it runs without a date. A clock still running
   * past its date says `running` here, because that needs the present moment: see `clockState`.
   */
  state: ClockState;
  from: { event: RegimeEvent; at: string };
  stoppedAt: string | null;
  /** `YYYY-MM-DD`, or a local date-time for minute limits. */
  due: string | null;
  /** The last moment of the limit, ISO 8601 with +08:00; sorts as text. */
  dueAt: string | null;
  provisional: boolean;
  extended: { promisedDate: string } | null;
  proof: {
    /** The sentence of the institution's document. */
    rule: string;
    regime: string;
    documentNumber: string | null;
    days: CountedDay[];
    summary: string;
  };
}

/** All clocks of a case that have begun, in the order of the regime's text. Depends on entries and calendar, not on now. */
export function clocksOf(profile: Profile, state: CaseState, calendar: Calendar): Clock[] {
  const facts = factsOf(profile, state);
  return startedLimits(profile, facts).map((started) => clockOf(profile, facts, started, calendar));
}

/** The state of a clock at a moment (ISO 8601 with offset). */
export function clockState(clock: Clock, now: string): ClockState {
  if (clock.state !== 'running' || clock.dueAt === null) return clock.state;
  return Date.parse(now) > Date.parse(clock.dueAt) ? 'late' : 'running';
}

/** Whether a clock still runs although its end is past. */
export function isOverdue(clock: Clock, now: string): boolean {
  return clock.state === 'running' && clockState(clock, now) === 'late';
}

/** The running clock that ends first, whether or not its end is past; null when none has a date. */
export function nextClock(clocks: readonly Clock[]): Clock | null {
  let next: Clock | null = null;
  for (const clock of clocks) {
    if (clock.state !== 'running' || clock.dueAt === null) continue;
    if (next?.dueAt == null || Date.parse(clock.dueAt) < Date.parse(next.dueAt)) next = clock;
  }
  return next;
}

/** End of the clock that ends first, ISO 8601 with +08:00. */
export function nextDue(clocks: readonly Clock[]): string | null {
  return nextClock(clocks)?.dueAt ?? null;
}

/**
 * The clocks that would begin if this record were registered now and, when a category is given, accepted in it at once.
 *
 * @param now ISO 8601 with offset
 */
export function clocksThatWouldStart(
  profile: Profile,
  record: ComplaintRecord,
  category: string | null,
  now: string,
  calendar: Calendar,
): Clock[] {
  const accepted: RegimeEvent[] = category === null ? [] : ['accepted', 'accept_decided'];
  const received: RegimeEvent[] = ['received', 'letter_received', 'assigned_by_superior'];
  const facts: CaseFacts = {
    record,
    category,
    outOfArea: null,
    extension: null,
    at: (event) => {
      if (received.includes(event)) return record.received_at;
      return event === 'registered' || accepted.includes(event) ? now : null;
    },
  };
  return startedLimits(profile, facts)
    .filter((started) => started.stoppedAt === null)
    .map((started) => clockOf(profile, facts, started, calendar));
}

/**
 * Whether a date may be promised now: not in the past, and not beyond the longest extension of any running limit.
 *
 * @param promisedDate `YYYY-MM-DD`
 * @returns `invalid`, or null when it may
 */
export function checkPromisedDate(
  profile: Profile,
  state: CaseState,
  promisedDate: string,
  now: string,
  calendar: Calendar,
): ErrorCode | null {
  if (promisedDate < localDate(now)) return 'invalid';
  const tooLate = extendableLimits(profile, factsOf(profile, state)).some(({ limit, from }) => {
    const extension = extensionOf(profile, limit);
    const latest = extension && latestDue(limit, extension, from, calendar);
    return latest && latest !== 'unmoved' && promisedDate > latest.date;
  });
  return tooLate ? 'invalid' : null;
}

function clockOf(profile: Profile, facts: CaseFacts, started: StartedLimit, calendar: Calendar): Clock {
  const { limit, from, stoppedAt } = started;
  const extended = extensionThatHolds(facts, started);
  const extension = extensionOf(profile, limit);
  const due =
    extended && extension
      ? extendedDue(limit, extension, from, extended.promisedDate, calendar)
      : dueOf(limit, from, enteredDate(limit, facts, extended), calendar);
  return {
    limitId: limit.id,
    what: limit.what,
    state: stateOf(due.dueAt, stoppedAt),
    from,
    stoppedAt,
    due: due.due,
    dueAt: due.dueAt,
    provisional: due.provisional,
    extended,
    proof: {
      rule: limit.source,
      regime: profile.name,
      documentNumber: profile.documentNumber,
      days: due.days,
      summary: due.summary,
    },
  };
}

function extensionOf(profile: Profile, limit: Limit): Extension | undefined {
  return profile.extensions.find((e) => e.id === limit.extension);
}

/** An extension concerns a limit that was running when it was promised. */
function extensionThatHolds(
  facts: CaseFacts,
  { limit, from, stoppedAt }: StartedLimit,
): { promisedDate: string } | null {
  const { extension } = facts;
  if (extension === null || (limit.extension === null && !limit.datedBy)) return null;
  const at = Date.parse(extension.at);
  const running = Date.parse(from.at) <= at && (stoppedAt === null || at <= Date.parse(stoppedAt));
  return running ? { promisedDate: extension.promisedDate } : null;
}

/** Date that a person gave for a promised, agreed or given limit. */
function enteredDate(limit: Limit, facts: CaseFacts, extended: { promisedDate: string } | null): string | null {
  if (!ENTERED_DATES.has(limit.unit)) return null;
  if (extended) return extended.promisedDate;
  const field = limit.dateField === undefined ? undefined : facts.record.fields?.[limit.dateField];
  return typeof field === 'string' && field.trim() !== '' ? field : null;
}

function stateOf(dueAt: string | null, stoppedAt: string | null): ClockState {
  if (stoppedAt === null) return dueAt === null ? 'no_date' : 'running';
  return dueAt !== null && Date.parse(stoppedAt) > Date.parse(dueAt) ? 'late' : 'met';
}
