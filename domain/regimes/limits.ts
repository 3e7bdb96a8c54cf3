import type { Calendar } from '../calendar/holidays.ts';
import type { CaseState, Holding } from '../case-file/state.ts';
import type { ComplaintRecord } from '../contract/record.ts';
import { conditionHolds } from './conditions.ts';
import { ENTERED_DATES, type Limit, type Profile, type RegimeEvent } from './profile-schema.ts';
import { deemedSignature } from './returns.ts';

/** What limits need to know of a case, so that they can also be asked about a case that is not registered yet. */
export interface CaseFacts {
  record: ComplaintRecord;
  category: string | null;
  /** Where the present handler is, as the assignment says; null while nobody said. */
  outOfArea: boolean | null;
  /** Moment of an event, ISO 8601 with offset; null while it has not happened. */
  at: (event: RegimeEvent) => string | null;
  extension: { requestedAt: string; promisedDate: string } | null;
  /** When the case was put away, archived or merged into another: no clock runs any longer. */
  endedAt: string | null;
  /** The units that held the case, each with its own moments. */
  holders: HolderFacts[];
}

export interface HolderFacts {
  unit: string;
  outOfArea: boolean | null;
  at: (event: RegimeEvent) => string | null;
  endedAt: string | null;
}

export interface StartedLimit {
  limit: Limit;
  from: { event: RegimeEvent; at: string };
  stoppedAt: string | null;
  /** Unit whose inner clock it is (约定11); null for the complainant's. */
  holder: string | null;
}

/** Events that are the assignment's arrival at a unit. */
const ASSIGNED: readonly RegimeEvent[] = ['forwarded', 'dispatched', 'order_received', 'dispatch_received'];

/**
 * Moments of a case's events. An event that a step on record stands for (签收、到达现场 …) happened when that was first
 * written; events of which nothing is written have none. An order that counts as signed was signed at the end of the day on
 * which it could last be handed back.
 */
export function factsOf(profile: Profile, state: CaseState, calendar: Calendar | null): CaseFacts {
  const assignedAt = state.firstAssignedAt;
  const answeredAt = state.feedback?.at ?? null;
  const recorded = recordedEvents(profile, state, () => true);
  const moments: Partial<Record<RegimeEvent, string | null>> = {
    received: state.record.received_at,
    letter_received: state.record.received_at,
    assigned_by_superior: state.record.received_at,
    registered: state.registered.at,
    accepted: state.accepted?.at ?? null,
    accept_decided: state.accepted?.at ?? state.refused?.at ?? null,
    approved: state.approval?.decision === 'agree' ? state.approval.at : null,
    contacted: state.investigation?.at ?? null,
    unit_replied: state.reply?.at ?? null,
    returned: state.returns[0]?.at ?? null,
    answered: answeredAt,
    written_reply: answeredAt,
    fed_back: answeredAt,
    closed: state.closing?.at ?? null,
    archived: state.archived?.at ?? null,
    extension_requested: state.extensionRequest?.at ?? state.extension?.requestedAt ?? null,
    urged: state.urgings[0]?.at ?? null,
  };
  for (const event of ASSIGNED) moments[event] = assignedAt;
  const holders = state.holdings.map((holding, index) => holderFacts(profile, state, holding, index + 1, calendar));
  const signed = holders.map((holder) => holder.at('signed')).reduce<string | null>(earlier, null);
  if (signed !== null) recorded.set('signed', signed);
  const refusal = profile.acceptance.refusals.find((r) => r.code === state.refused?.ground);
  return {
    record: state.record,
    endedAt: state.mergedInto?.at ?? state.archived?.at ?? null,
    category: state.category ?? refusal?.category ?? null,
    outOfArea: state.holdings.at(-1)?.outOfArea ?? null,
    at: (event) => recorded.get(event) ?? moments[event] ?? null,
    extension: state.extension,
    holders,
  };
}

function holderFacts(
  profile: Profile,
  state: CaseState,
  holding: Holding,
  place: number,
  calendar: Calendar | null,
): HolderFacts {
  const recorded = recordedEvents(profile, state, (mark) => mark.holding === place);
  const present = place === state.holdings.length;
  const deemed = calendar && deemedSignature(profile, holding.at, calendar);
  const ended = earlier(holding.endedAt, present ? (state.reply?.at ?? null) : null);
  if (deemed !== null && (ended === null || Date.parse(ended) > Date.parse(deemed))) {
    recorded.set('signed', earlier(recorded.get('signed') ?? null, deemed) ?? deemed);
  }
  return {
    unit: holding.unit.name,
    outOfArea: holding.outOfArea,
    endedAt: holding.endedAt,
    at: (event) => {
      if (ASSIGNED.includes(event)) return holding.at;
      if (event === 'returned') return holding.ended === 'returned' ? holding.endedAt : null;
      if (event === 'unit_replied') return present ? (state.reply?.at ?? null) : null;
      if (event === 'answered' || event === 'fed_back') return present ? (state.feedback?.at ?? null) : null;
      return recorded.get(event) ?? null;
    },
  };
}

function recordedEvents(
  profile: Profile,
  state: CaseState,
  counts: (mark: { holding: number }) => boolean,
): Map<RegimeEvent, string> {
  const moments = new Map<RegimeEvent, string>();
  for (const step of profile.workflow) {
    const first = step.event && state.steps[step.step]?.find(counts);
    if (step.event && first && !moments.has(step.event)) moments.set(step.event, first.at);
  }
  return moments;
}

/**
 * The limits of this case that have begun, in the order of the text: the complainant's clock, which a transfer never
 * restarts, and beside it each holding unit's own where the profile says so (约定11). Before-limits are not among them.
 */
export function startedLimits(profile: Profile, facts: CaseFacts): StartedLimit[] {
  return profile.limits
    .filter((limit) => limit.before === undefined && concerns(limit, facts))
    .flatMap((limit) => {
      const started: StartedLimit[] = [];
      const withUnits = limit.per === 'holder' && facts.holders.length > 0;
      const from = withUnits ? null : earliest(limit.startsAt ?? [limit.from], facts.at);
      if (from) started.push({ limit, from, stoppedAt: stopOf(limit, facts.at, facts.endedAt), holder: null });
      if (limit.per === 'holder' || limit.per === 'both') {
        started.push(...facts.holders.flatMap((holder) => holderLimit(limit, holder, facts)));
      }
      return started;
    });
}

/** Events of the case as a whole: to a unit that gets it later its own receipt is the beginning and its reply the end. */
const OF_THE_CASE: ReadonlySet<RegimeEvent> = new Set<RegimeEvent>([
  'received',
  'letter_received',
  'assigned_by_superior',
  'registered',
  'accepted',
  'accept_decided',
  'approved',
  'closed',
  'archived',
]);

function holderLimit(limit: Limit, holder: HolderFacts, facts: CaseFacts): StartedLimit[] {
  const starts = limit.startsAt ?? [limit.from];
  const from = earliest(starts.every((event) => OF_THE_CASE.has(event)) ? ['order_received'] : starts, holder.at);
  if (from === null || (ofArea(limit) && !conditionHolds(limit.when ?? '', facts.record, holder.outOfArea))) return [];
  const stops = limit.stopsAt ?? [limit.to];
  const replied = stops.every((event) => OF_THE_CASE.has(event)) ? holder.at('unit_replied') : null;
  // What is decided on the whole case ends the unit's time as well, unless it was decided before the unit had it.
  const decided = stops
    .filter((event) => OF_THE_CASE.has(event))
    .map((event) => facts.at(event))
    .filter((at) => at !== null && Date.parse(at) >= Date.parse(from.at));
  const ended = [holder.endedAt, replied, ...decided, facts.at('closed'), facts.endedAt].reduce<string | null>(
    earlier,
    null,
  );
  return [{ limit, from, stoppedAt: stopOf(limit, holder.at, ended), holder: holder.unit }];
}

function ofArea({ when }: Limit): boolean {
  return when === 'in_area' || when === 'out_of_area';
}

/** Limits still running for which a person may enter another date now. */
export function extendableLimits(profile: Profile, facts: CaseFacts): StartedLimit[] {
  return startedLimits(profile, facts).filter(
    ({ limit, stoppedAt, holder }) =>
      stoppedAt === null && holder === null && (limit.extension !== null || takesDate(limit)),
  );
}

/** Whether a person enters the date of this limit, and no extension rule speaks of it. */
export function takesDate(limit: Limit): boolean {
  return ENTERED_DATES.has(limit.unit) && limit.datedBy !== undefined;
}

/** Whether a limit concerns this case at all: its category, and the condition the profile names. */
export function concerns(limit: Limit, facts: CaseFacts): boolean {
  if (!limit.categories.includes('any') && !(facts.category !== null && limit.categories.includes(facts.category)))
    return false;
  if (limit.when === undefined) return true;
  if (limit.when === 'manual') return false;
  if (limit.when === 'undated') return facts.extension === null;
  return conditionHolds(limit.when, facts.record, facts.outOfArea);
}

function stopOf(limit: Limit, at: CaseFacts['at'], ended: string | null): string | null {
  return earlier(earliest(limit.stopsAt ?? [limit.to], at)?.at ?? null, ended);
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return Date.parse(a) <= Date.parse(b) ? a : b;
}

function earliest(events: readonly RegimeEvent[], at: CaseFacts['at']): { event: RegimeEvent; at: string } | null {
  let first: { event: RegimeEvent; at: string } | null = null;
  for (const event of events) {
    const moment = at(event);
    if (moment !== null && (first === null || Date.parse(moment) < Date.parse(first.at))) first = { event, at: moment };
  }
  return first;
}
