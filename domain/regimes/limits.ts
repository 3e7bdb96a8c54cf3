import type { CaseState } from '../case-file/state.ts';
import type { ComplaintRecord } from '../contract/record.ts';
import { conditionHolds } from './conditions.ts';
import { ENTERED_DATES, type Limit, type Profile, type RegimeEvent } from './profile-schema.ts';

/** What limits need to know of a case, so that they can also be asked about a case that is not registered yet. */
export interface CaseFacts {
  record: ComplaintRecord;
  category: string | null;
  /** Where the present handler is, as the assignment says; null while nobody said. */
  outOfArea: boolean | null;
  /** Moment of an event, ISO 8601 with offset; null while it has not happened. */
  at: (event: RegimeEvent) => string | null;
  extension: { at: string; promisedDate: string } | null;
}

export interface StartedLimit {
  limit: Limit;
  from: { event: RegimeEvent; at: string };
  stoppedAt: string | null;
}

/**
 * Moments of a case's events. Events without an entry of their own (签收、到达现场、催办 …) have none: limits that wait for
 * one either name another event in `startsAt`/`stopsAt` or show no clock.
 */
export function factsOf(profile: Profile, state: CaseState): CaseFacts {
  const approvedAt = state.approval?.decision === 'agree' ? state.approval.at : null;
  const assignedAt = state.firstAssignedAt;
  const answeredAt = state.feedback?.at ?? null;
  const moments: Partial<Record<RegimeEvent, string | null>> = {
    received: state.record.received_at,
    letter_received: state.record.received_at,
    assigned_by_superior: state.record.received_at,
    registered: state.registered.at,
    accepted: state.accepted?.at ?? null,
    accept_decided: state.accepted?.at ?? state.refused?.at ?? null,
    approved: approvedAt,
    forwarded: assignedAt,
    dispatched: assignedAt,
    order_received: assignedAt,
    dispatch_received: assignedAt,
    unit_replied: state.reply?.at ?? null,
    answered: answeredAt,
    written_reply: answeredAt,
    fed_back: answeredAt,
    closed: state.closing?.at ?? null,
    archived: state.archived?.at ?? null,
    extension_requested: state.extension?.at ?? null,
  };
  const refusal = profile.acceptance.refusals.find((r) => r.code === state.refused?.ground);
  return {
    record: state.record,
    category: state.category ?? refusal?.category ?? null,
    outOfArea: null,
    at: (event) => moments[event] ?? null,
    extension: state.extension,
  };
}

/** The limits of this case that have begun, in the order of the text. */
export function startedLimits(profile: Profile, facts: CaseFacts): StartedLimit[] {
  return profile.limits
    .filter((limit) => concerns(limit, facts))
    .flatMap((limit) => {
      const from = earliest(limit.startsAt ?? [limit.from], facts);
      // An archived case runs no clock, whatever was left open in it.
      return from === null
        ? []
        : [{ limit, from, stoppedAt: earliest([...(limit.stopsAt ?? [limit.to]), 'archived'], facts)?.at ?? null }];
    });
}

/** Limits still running for which a person may enter another date now. */
export function extendableLimits(profile: Profile, facts: CaseFacts): StartedLimit[] {
  return startedLimits(profile, facts).filter(
    ({ limit, stoppedAt }) => stoppedAt === null && (limit.extension !== null || takesDate(limit)),
  );
}

/** Whether a person enters the date of this limit, and no extension rule speaks of it. */
export function takesDate(limit: Limit): boolean {
  return ENTERED_DATES.has(limit.unit) && limit.datedBy !== undefined;
}

function concerns(limit: Limit, facts: CaseFacts): boolean {
  if (!limit.categories.includes('any') && !(facts.category !== null && limit.categories.includes(facts.category)))
    return false;
  if (limit.when === undefined) return true;
  if (limit.when === 'manual') return false;
  if (limit.when === 'undated') return facts.extension === null;
  return conditionHolds(limit.when, facts.record, facts.outOfArea);
}

function earliest(events: readonly RegimeEvent[], facts: CaseFacts): { event: RegimeEvent; at: string } | null {
  let first: { event: RegimeEvent; at: string } | null = null;
  for (const event of events) {
    const at = facts.at(event);
    if (at !== null && (first === null || Date.parse(at) < Date.parse(first.at))) first = { event, at };
  }
  return first;
}
