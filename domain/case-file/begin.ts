import type { Entry, EntryOf } from '../contract/entries.ts';
import type { CaseState, Stamp } from './state.ts';

/** The state of a case of which nothing but its registration is known. */
export function begin(entry: EntryOf<'registered'>): CaseState {
  return {
    caseId: entry.caseId,
    number: entry.payload.number,
    regime: entry.payload.regime,
    stationId: entry.stationId,
    stationName: entry.payload.stationName,
    status: 'registered',
    revision: 1,
    record: entry.payload.record,
    registered: stampOf(entry),
    category: null,
    signature: null,
    attachments: [],
    accepted: null,
    refused: null,
    investigation: null,
    approval: null,
    firstAssignedAt: null,
    assignment: null,
    holdings: [],
    round: 0,
    contributions: [],
    reply: null,
    feedback: null,
    extension: null,
    extensions: 0,
    extensionRequest: null,
    closing: null,
    archived: null,
    steps: {},
    reclassified: [],
    returns: [],
    redos: [],
    urgings: [],
    followUps: [],
    recusals: [],
    mergedInto: null,
    absorbed: [],
    marks: [],
    papers: [],
    notes: [],
    conflicts: [],
    settlements: [],
    written: { [entry.stationId]: 1 },
    exclusive: {},
  };
}

/** Who wrote an entry, when and where. */
export function stampOf(entry: Pick<Entry, 'wallTime' | 'actor' | 'stationId'>): Stamp {
  return { at: entry.wallTime, by: entry.actor, stationId: entry.stationId };
}
