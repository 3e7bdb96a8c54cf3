import type { EntryKind, EntryOf } from '../contract/entries.ts';
import { stampOf } from './begin.ts';
import type { CaseState, ExclusiveMark, Holding } from './state.ts';

/** What of an entry has an effect: the rest is its place in a chain. `registered` begins a case, `settled` chooses among facts. */
export type Fact = {
  [K in Exclude<EntryKind, 'registered' | 'settled'>]: Pick<
    EntryOf<K>,
    'id' | 'stationId' | 'actor' | 'wallTime' | 'kind' | 'payload'
  >;
}[Exclude<EntryKind, 'registered' | 'settled'>];

/** The holdings with the present one ended. */
export function ended(state: CaseState, how: 'returned' | 'reassigned', at: string): Holding[] {
  const last = state.holdings.at(-1);
  if (!last || last.endedAt !== null) return state.holdings;
  return [...state.holdings.slice(0, -1), { ...last, endedAt: at, ended: how }];
}

/** The time of a unit with the case that an assignment begins. */
export function holdingOf(entry: Extract<Fact, { kind: 'assigned' }>): Holding {
  const { unit, mode, outOfArea } = entry.payload;
  return { unit, mode, at: entry.wallTime, endedAt: null, ended: null, outOfArea: outOfArea ?? null };
}

function decideExtension(state: CaseState, entry: Extract<Fact, { kind: 'extension_decided' }>): CaseState {
  const request = state.extensionRequest;
  if (entry.payload.decision === 'refuse') return { ...state, extensionRequest: null };
  const { promisedDate, notified } = entry.payload;
  return {
    ...state,
    extension: {
      ...stampOf(entry),
      promisedDate,
      reason: request?.reason ?? entry.payload.opinion,
      notified,
      requestedAt: request?.at ?? entry.wallTime,
    },
    extensions: state.extensions + 1,
    extensionRequest: null,
  };
}

/**
 * Whether a case goes on although it was merged: two stations without a line merged two cases into each other. The one
 * with the smaller id goes on, whichever of the entries comes first, so that not both are closed to work.
 */
function goesOn(state: CaseState, absorbedFrom: string, mergedInto: string): boolean {
  return absorbedFrom === mergedInto && state.caseId < mergedInto;
}

function marked(
  state: CaseState,
  key: string,
  { id, stationId }: Fact,
  more: Pick<ExclusiveMark, 'extending'> = {},
): CaseState['exclusive'] {
  const { revision, written } = state;
  return { ...state.exclusive, [key]: { entryId: id, stationId, revision, written, ...more } };
}

/** The state with one fact in effect: the caller has seen that nothing stands against it. */
export function applyFact(state: CaseState, entry: Fact): CaseState {
  const stamp = stampOf(entry);
  switch (entry.kind) {
    case 'signed':
      return entry.payload.purpose === 'registration' ? { ...state, signature: entry.payload } : state;
    case 'attached':
      return { ...state, attachments: [...state.attachments, entry.payload.evidence] };
    case 'accepted':
      return {
        ...state,
        status: 'accepted',
        category: entry.payload.category,
        accepted: { ...stamp, noticeNumber: entry.payload.noticeNumber, note: entry.payload.note ?? null },
        exclusive: marked(state, 'decision', entry),
      };
    case 'refused':
      return {
        ...state,
        status: 'refused',
        refused: { ...stamp, ...entry.payload },
        exclusive: marked(state, 'decision', entry),
      };
    case 'investigated':
      return { ...state, investigation: { ...stamp, ...entry.payload } };
    case 'approved':
      return {
        ...state,
        status: entry.payload.decision === 'agree' ? 'approved' : 'accepted',
        approval: { ...stamp, ...entry.payload },
        exclusive: marked(state, 'approved', entry),
      };
    case 'assigned':
      return {
        ...state,
        status: 'assigned',
        firstAssignedAt: state.firstAssignedAt ?? entry.wallTime,
        assignment: {
          ...stamp,
          ...entry.payload,
          assisting: entry.payload.assisting ?? [],
          outOfArea: entry.payload.outOfArea ?? null,
        },
        holdings: [...ended(state, 'reassigned', entry.wallTime), holdingOf(entry)],
        exclusive: marked(state, 'assigned', entry),
      };
    case 'contributed':
      return { ...state, contributions: [...state.contributions, { ...stamp, ...entry.payload }] };
    case 'replied': {
      const reply = { ...stamp, ...entry.payload };
      // Written without knowing that the case had been handed back: kept in the file, no answer of the next holder.
      if (state.holdings.length > 0 && !state.assignment) return state;
      return { ...state, status: state.feedback ? state.status : 'replied', reply };
    }
    case 'fed_back':
      return {
        ...state,
        status: 'fed_back',
        feedback: {
          ...stamp,
          means: entry.payload.means,
          result: entry.payload.result,
          satisfaction: entry.payload.satisfaction,
          signed: entry.payload.signed ?? null,
          consent: entry.payload.consent ?? null,
        },
        exclusive: marked(state, 'fed_back', entry),
      };
    case 'closed':
      return {
        ...state,
        status: 'closed',
        closing: {
          ...stamp,
          ...entry.payload,
          review: entry.payload.review ?? [],
          person: entry.payload.person ?? '',
          counted: entry.payload.counted ?? true,
        },
        exclusive: marked(state, 'closed', entry),
      };
    case 'archived':
      return {
        ...state,
        status: 'archived',
        archived: { ...stamp, note: entry.payload.note, items: entry.payload.items ?? [] },
        exclusive: marked(state, 'archived', entry),
      };
    case 'extended':
      return {
        ...state,
        extension: { ...stamp, ...entry.payload, requestedAt: entry.wallTime },
        extensions: state.extensions + 1,
      };
    case 'extension_requested':
      return { ...state, extensionRequest: { ...stamp, ...entry.payload } };
    case 'extension_decided': {
      const { extension, extensions, extensionRequest } = state;
      const after = decideExtension(state, entry);
      const extending = { before: { extension, extensions, extensionRequest }, extensions: after.extensions };
      return { ...after, exclusive: marked(state, 'extension_decided', entry, { extending }) };
    }
    case 'recorded': {
      const { step, name, values } = entry.payload;
      const mark = { ...stamp, name, values, holding: state.holdings.length, round: state.round };
      return { ...state, steps: { ...state.steps, [step]: [...(state.steps[step] ?? []), mark] } };
    }
    case 'reclassified':
      return {
        ...state,
        category: entry.payload.category,
        reclassified: [...state.reclassified, { ...stamp, ...entry.payload }],
        exclusive: marked(state, 'reclassified', entry),
      };
    case 'returned':
      return {
        ...state,
        status: 'returned',
        assignment: null,
        reply: null,
        holdings: ended(state, 'returned', entry.wallTime),
        returns: [...state.returns, { ...stamp, ...entry.payload }],
        exclusive: marked(state, 'returned', entry),
      };
    case 'redo_ordered':
      return {
        ...state,
        status: state.assignment ? 'assigned' : state.status,
        reply: null,
        feedback: null,
        round: state.round + 1,
        redos: [...state.redos, { ...stamp, ...entry.payload }],
        exclusive: marked(state, 'redo_ordered', entry),
      };
    case 'urged':
      return { ...state, urgings: [...state.urgings, { ...stamp, ...entry.payload }] };
    case 'followed_up':
      return { ...state, followUps: [...state.followUps, { ...stamp, ...entry.payload }] };
    case 'recused':
      return { ...state, recusals: [...state.recusals, { ...stamp, ...entry.payload }] };
    case 'merged': {
      const exclusive = marked(state, 'merged', entry);
      if (state.absorbed.some(({ from }) => goesOn(state, from, entry.payload.into))) return { ...state, exclusive };
      return {
        ...state,
        status: 'merged',
        mergedInto: { ...stamp, ...entry.payload, statusBefore: state.status },
        exclusive,
      };
    }
    case 'absorbed': {
      const after = { ...state, absorbed: [...state.absorbed, { ...stamp, ...entry.payload }] };
      const { mergedInto } = state;
      if (!mergedInto || !goesOn(state, entry.payload.from, mergedInto.into)) return after;
      return { ...after, mergedInto: null, status: mergedInto.statusBefore };
    }
    case 'marked':
      return { ...state, marks: [...state.marks, { ...stamp, ...entry.payload }] };
    case 'noted':
      return { ...state, notes: [...state.notes, { ...stamp, ...entry.payload }] };
    case 'printed': {
      const { document, width, copy, outcome } = entry.payload;
      return { ...state, papers: [...state.papers, { ...stamp, document, width, copy, outcome }] };
    }
  }
}
