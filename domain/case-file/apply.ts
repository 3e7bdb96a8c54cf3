import type { Entry, EntryOf } from '../contract/entries.ts';
import { EXCLUSIVE_KINDS } from '../contract/entries.ts';
import { DeskError } from '../contract/errors.ts';
import { begin, stampOf } from './begin.ts';
import type { CaseState, ExclusiveMark, Holding } from './state.ts';

/**
 * Folds one entry into a case's state. Pure: the given state is not changed.
 *
 * @param state `null` before the first entry, which must be `registered`
 * @throws DeskError `entry_invalid` when the first entry is not a registration or a second registration follows
 */
export function applyEntry(state: CaseState | null, entry: Entry): CaseState {
  if (state === null) {
    if (entry.kind !== 'registered')
      throw new DeskError('entry_invalid', { detail: `${entry.kind} before registered` });
    return begin(entry);
  }
  if (entry.kind === 'registered' || entry.caseId !== state.caseId) {
    throw new DeskError('entry_invalid', { detail: 'registered twice' });
  }
  const next: CaseState = { ...state, revision: state.revision + 1, written: countedIn(state.written, entry) };
  if (isLateExclusive(state, entry) || isOvertaken(state, entry)) {
    next.conflicts = [
      ...state.conflicts,
      {
        entryId: entry.id,
        kind: entry.kind,
        baseRevision: entry.baseRevision,
        revisionThen: state.revision,
        at: entry.wallTime,
      },
    ];
    return next;
  }
  const after = applyFact(next, entry);
  return { ...after, status: settledStatus(after) };
}

/** State of a case from all its entries, in the order the centre (or, before it, the station) gave them. */
export function foldCase(entries: Iterable<Entry>): CaseState | null {
  let state: CaseState | null = null;
  for (const entry of entries) state = applyEntry(state, entry);
  return state;
}

/**
 * An exclusive fact that somebody else had already set when this one was written without knowing it. It does not take
 * effect: both versions stay in the file and an officer settles them.
 */
function isLateExclusive(state: CaseState, entry: Entry): boolean {
  if (!EXCLUSIVE_KINDS.has(entry.kind)) return false;
  const rival = state.exclusive[entry.kind === 'accepted' || entry.kind === 'refused' ? 'decision' : entry.kind];
  if (!rival || rival.stationId === entry.stationId) return false;
  // What the writer counted as seen holds all it had written itself, in whatever order the centre then put it. Only the
  // rest are entries of others, and those it had received in the centre's order.
  const seenOfOthers = entry.baseRevision - (state.written[entry.stationId] ?? 0);
  const rivalAmongOthers = rival.revision - (rival.written[entry.stationId] ?? 0);
  return seenOfOthers < rivalAmongOthers;
}

/**
 * Handing back what somebody else holds by now, and sending back what is closed: both undo what others did since, and an
 * author who no longer holds the case could do so at will. Neither takes effect; an officer looks at it.
 */
function isOvertaken(state: CaseState, entry: Entry): boolean {
  if (entry.kind !== 'returned' && entry.kind !== 'redo_ordered') return false;
  if (state.closing || state.archived) return true;
  return entry.kind === 'returned' && state.assignment?.unit.name !== entry.payload.unit;
}

/** A fact that was written without a line and comes in late does not bring a finished case back to work. */
function settledStatus(state: CaseState): CaseState['status'] {
  if (state.archived) return 'archived';
  if (state.closing) return 'closed';
  if (state.mergedInto) return 'merged';
  return state.refused ? 'refused' : state.status;
}

function countedIn(written: CaseState['written'], entry: Entry): CaseState['written'] {
  return { ...written, [entry.stationId]: (written[entry.stationId] ?? 0) + 1 };
}

function marked(state: CaseState, key: string, entry: Entry): CaseState['exclusive'] {
  const mark: ExclusiveMark = { stationId: entry.stationId, revision: state.revision, written: state.written };
  return { ...state.exclusive, [key]: mark };
}

/**
 * Whether a case goes on although it was merged: two stations without a line merged two cases into each other. The one
 * with the smaller id goes on, whichever of the entries comes first, so that not both are closed to work.
 */
function goesOn(state: CaseState, absorbedFrom: string, mergedInto: string): boolean {
  return absorbedFrom === mergedInto && state.caseId < mergedInto;
}

/** The holdings with the present one ended. */
function ended(state: CaseState, how: 'returned' | 'reassigned', at: string): Holding[] {
  const last = state.holdings.at(-1);
  if (!last || last.endedAt !== null) return state.holdings;
  return [...state.holdings.slice(0, -1), { ...last, endedAt: at, ended: how }];
}

function holdingOf(entry: EntryOf<'assigned'>): Holding {
  const { unit, mode, outOfArea } = entry.payload;
  return { unit, mode, at: entry.wallTime, endedAt: null, ended: null, outOfArea: outOfArea ?? null };
}

function decideExtension(state: CaseState, entry: EntryOf<'extension_decided'>): CaseState {
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

function applyFact(state: CaseState, entry: Exclude<Entry, EntryOf<'registered'>>): CaseState {
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
    case 'extension_decided':
      return { ...decideExtension(state, entry), exclusive: marked(state, 'extension_decided', entry) };
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
