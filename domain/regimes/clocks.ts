import { localDate } from '../calendar/dates.ts';
import type { Calendar } from '../calendar/holidays.ts';
import type { CountedDay } from '../calendar/working-days.ts';
import type { CaseState } from '../case-file/state.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { ComplaintRecord } from '../contract/record.ts';
import { countedBack, leadOf } from './before.ts';
import { beforeDue, dueOf, extendedDue, latestDue } from './due.ts';
import { type CaseFacts, concerns, extendableLimits, factsOf, type StartedLimit, startedLimits } from './limits.ts';
import { ENTERED_DATES, type Extension, type Limit, type Profile, type RegimeEvent } from './profile-schema.ts';

export type ClockState = 'running' | 'met' | 'late' | 'no_date';

/** One limit of one case, with its proof. */
export interface Clock {
  limitId: string;
  what: string;
  /** The complainant's clock, or one holding unit's own (约定11). */
  scope: 'case' | 'holder';
  /** Unit whose clock it is; null for the complainant's. */
  holder: string | null;
  /** A reminder for the institution itself: shown, never overdue. */
  soft: boolean;
  /** From when it bears a yellow card (黄牌), ISO 8601 with +08:00; null where the regime gives no cards. */
  yellowAt: string | null;
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
  const facts = factsOf(profile, state, calendar);
  return allClocks(profile, facts, startedLimits(profile, facts), calendar);
}

function allClocks(profile: Profile, facts: CaseFacts, started: readonly StartedLimit[], calendar: Calendar): Clock[] {
  const clocks = started.map((one) => clockOf(profile, facts, one, calendar));
  const back = profile.limits.flatMap((limit) => clockBefore(profile, facts, limit, clocks, calendar));
  const place = (clock: Clock) => profile.limits.findIndex((l) => l.id === clock.limitId);
  return [...clocks, ...back].sort((a, b) => place(a) - place(b));
}

/** The clock of a before-limit: it counts back from whichever of its limits runs and ends first. */
function clockBefore(
  profile: Profile,
  facts: CaseFacts,
  limit: Limit,
  clocks: readonly Clock[],
  calendar: Calendar,
): Clock[] {
  const lead = leadOf(limit);
  if (lead === null || !concerns(limit, facts)) return [];
  const bases = clocks.filter((c) => c.scope === 'case' && c.due !== null && limit.before?.includes(c.limitId));
  const base = nextClock(bases) ?? bases[0];
  if (base?.due == null) return [];
  const due = beforeDue(lead, base.due.slice(0, 10), base.what, calendar);
  const done = limit.stopsAt ?? [limit.to];
  const stops = [...done.map((event) => facts.at(event)), base.stoppedAt].filter((at) => at !== null);
  const stoppedAt = stops.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
  return [
    {
      limitId: limit.id,
      what: limit.what,
      scope: 'case',
      holder: null,
      soft: limit.soft ?? false,
      yellowAt: null,
      state: stateOf(due.dueAt, stoppedAt),
      from: base.from,
      stoppedAt,
      due: due.due,
      dueAt: due.dueAt,
      provisional: due.provisional || base.provisional,
      extended: null,
      proof: { ...proofOf(profile, limit), days: due.days, summary: due.summary },
    },
  ];
}

function yellowAt(profile: Profile, limit: Limit, due: string | null, calendar: Calendar): string | null {
  const rule = profile.urging.find((u) => u.cards?.limits.includes(limit.id));
  if (!rule?.cards || due === null) return null;
  const day = countedBack(due.slice(0, 10), { amount: rule.cards.yellow, unit: 'working_day' }, calendar).date;
  return `${day}T00:00:00+08:00`;
}

function proofOf(profile: Profile, limit: Limit): Omit<Clock['proof'], 'days' | 'summary'> {
  return { rule: limit.source, regime: profile.name, documentNumber: profile.documentNumber };
}

/** The state of a clock at a moment (ISO 8601 with offset). */
export function clockState(clock: Clock, now: string): ClockState {
  if (clock.state !== 'running' || clock.dueAt === null) return clock.state;
  return Date.parse(now) > Date.parse(clock.dueAt) ? 'late' : 'running';
}

/** Whether a clock still runs although its end is past. */
export function isOverdue(clock: Clock, now: string): boolean {
  return !clock.soft && clock.state === 'running' && clockState(clock, now) === 'late';
}

/** The running duty that ends first, whether or not its end is past; null when none has a date. */
export function nextClock(clocks: readonly Clock[]): Clock | null {
  let next: Clock | null = null;
  for (const clock of clocks) {
    if (clock.soft || clock.state !== 'running' || clock.dueAt === null) continue;
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
    endedAt: null,
    holders: [],
    at: (event) => {
      if (received.includes(event)) return record.received_at;
      return event === 'registered' || accepted.includes(event) ? now : null;
    },
  };
  const running = startedLimits(profile, facts).filter((started) => started.stoppedAt === null);
  return allClocks(profile, facts, running, calendar);
}

/**
 * Whether a date may be promised now: not in the past, and not beyond the longest extension of any running limit.
 *
 * @param promisedDate `YYYY-MM-DD`
 * @returns `invalid` for a day that is past, `extension_too_long` beyond the maximum, or null when it may
 */
export function checkPromisedDate(
  profile: Profile,
  state: CaseState,
  promisedDate: string,
  now: string,
  calendar: Calendar,
): ErrorCode | null {
  if (promisedDate < localDate(now)) return 'invalid';
  const tooLate = extendableLimits(profile, factsOf(profile, state, calendar)).some(({ limit, from }) => {
    const extension = extensionOf(profile, limit);
    const latest = extension && latestDue(limit, extension, from, calendar);
    return latest && latest !== 'unmoved' && promisedDate > latest.date;
  });
  return tooLate ? 'extension_too_long' : null;
}

function clockOf(profile: Profile, facts: CaseFacts, started: StartedLimit, calendar: Calendar): Clock {
  const { limit, from, stoppedAt, holder } = started;
  const extended = extensionThatHolds(facts, started);
  const extension = extensionOf(profile, limit);
  const due =
    extended && extension
      ? extendedDue(limit, extension, from, extended.promisedDate, calendar)
      : dueOf(limit, from, enteredDate(limit, facts, extended), calendar);
  return {
    limitId: limit.id,
    what: limit.what,
    scope: holder === null ? 'case' : 'holder',
    holder,
    soft: limit.soft ?? false,
    yellowAt: holder === null ? yellowAt(profile, limit, due.due, calendar) : null,
    state: stateOf(due.dueAt, stoppedAt),
    from,
    stoppedAt,
    due: due.due,
    dueAt: due.dueAt,
    provisional: due.provisional,
    extended,
    proof: { ...proofOf(profile, limit), days: due.days, summary: due.summary },
  };
}

function extensionOf(profile: Profile, limit: Limit): Extension | undefined {
  return profile.extensions.find((e) => e.id === limit.extension);
}

/** An extension concerns a limit that was running when it was promised, the complainant's and the unit's alike. */
function extensionThatHolds(
  facts: CaseFacts,
  { limit, from, stoppedAt }: StartedLimit,
): { promisedDate: string } | null {
  const { extension } = facts;
  if (extension === null || (limit.extension === null && !limit.datedBy)) return null;
  const at = Date.parse(extension.requestedAt);
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
