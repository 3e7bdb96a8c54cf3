import { localDate } from '../calendar/dates.ts';
import type { CaseState } from '../case-file/state.ts';
import type { Verification } from '../contract/commands.ts';
import type { CaseKind, Channel } from '../contract/record.ts';
import type { CaseStatus, Satisfaction } from '../contract/words.ts';
import type { Clock } from '../regimes/clocks.ts';

/**
 * What one case gives to every count: a few hundred bytes instead of its whole state, so that 100,000 cases can be
 * counted at once. Dates are local dates `YYYY-MM-DD`; it depends on the entries and the calendar, never on now.
 */
export interface CaseFigures {
  caseId: string;
  number: string;
  regime: string;
  kind: CaseKind;
  channel: Channel;
  category: string | null;
  status: CaseStatus;
  /** Unit complained about as typed, white space folded; empty where none was named. */
  unit: string;
  window: string;
  staff: string;
  /** Unit that handles the case; empty before it is assigned. */
  handler: string;
  /** Officer who registered it: the first to be asked (首问、首办责任人). */
  registrar: string;
  registeredOn: string;
  acceptedOn: string | null;
  refusedOn: string | null;
  fedBackOn: string | null;
  closedOn: string | null;
  satisfaction: Satisfaction | 'declined' | null;
  verified: Verification | null;
  /** False when it was said at closing that the case does not count against the unit (误会、错告). */
  counted: boolean;
  /** Person the finding concerns; the one complained about where closing names nobody. */
  person: string;
  limits: {
    met: number;
    late: number;
    /** Dates on which a limit ended that was kept too late. */
    lateOn: string[];
    /** Last moments of the limits that run, ISO 8601 with +08:00. */
    running: string[];
  };
  /** Days on which the reply was sent back to be done again (退回重办). */
  redone: string[];
  /** What a person noted because the machine cannot see it. */
  marks: { of: string; subject: string; on: string }[];
}

/** White space folded and full width made half, so that one window typed twice is one window. */
export function foldName(name: string): string {
  return name.normalize('NFKC').replace(/\s+/gu, ' ').trim();
}

/** @param clocks of the procedure's version that the case began under; none where it is not here, then no limit is counted */
export function figuresOf(state: CaseState, clocks: readonly Clock[]): CaseFigures {
  const { record, closing } = state;
  const on = (stamp: { at: string } | null): string | null => (stamp ? localDate(stamp.at) : null);
  return {
    caseId: state.caseId,
    number: state.number,
    regime: state.regime.id,
    kind: record.kind,
    channel: record.channel,
    category: state.category,
    status: state.status,
    unit: foldName(record.respondent.unit),
    window: foldName(record.respondent.window_no),
    staff: foldName(record.respondent.staff),
    handler: foldName(state.assignment?.unit.name ?? ''),
    registrar: foldName(state.registered.by.name),
    registeredOn: localDate(state.registered.at),
    acceptedOn: on(state.accepted),
    refusedOn: on(state.refused),
    fedBackOn: on(state.feedback),
    closedOn: on(closing),
    satisfaction: state.feedback?.satisfaction ?? null,
    verified: closing?.verified ?? null,
    counted: closing?.counted ?? true,
    person: foldName(closing?.person || record.respondent.staff),
    limits: limitsOf(clocks),
    redone: state.redos.map((redo) => localDate(redo.at)),
    marks: state.marks.map((mark) => ({ of: mark.of, subject: foldName(mark.subject), on: localDate(mark.at) })),
  };
}

function limitsOf(all: readonly Clock[]): CaseFigures['limits'] {
  const limits: CaseFigures['limits'] = { met: 0, late: 0, lateOn: [], running: [] };
  // A reminder is no limit. A holder's own clock runs inside the complainant's, where there is one: counted too, one
  // delay would be two.
  const clocks = all.filter((one) => !one.soft);
  const ofCase = new Set(clocks.filter((one) => one.scope === 'case').map((one) => one.limitId));
  for (const clock of clocks.filter((one) => one.scope === 'case' || !ofCase.has(one.limitId))) {
    if (clock.state === 'met') limits.met += 1;
    else if (clock.state === 'late') {
      limits.late += 1;
      if (clock.dueAt !== null) limits.lateOn.push(localDate(clock.dueAt));
    } else if (clock.state === 'running' && clock.dueAt !== null) limits.running.push(clock.dueAt);
  }
  return limits;
}

/**
 * Dates on which a limit of the case ended without being kept, as of a moment.
 *
 * @param now ISO 8601 with offset
 */
export function overdueDates(figures: CaseFigures, now: string): string[] {
  const { lateOn, running } = figures.limits;
  if (running.length === 0 && lateOn.length === 0) return [];
  const past = running.filter((dueAt) => Date.parse(dueAt) < Date.parse(now));
  return [...lateOn, ...past.map(localDate)].sort();
}

type Packed = [
  ...[caseId: string, number: string, regime: string, kind: CaseKind, channel: Channel, category: string | null],
  ...[status: CaseStatus, unit: string, window: string, staff: string, handler: string, registrar: string],
  ...[registeredOn: string, acceptedOn: string | null, refusedOn: string | null, fedBackOn: string | null],
  ...[closedOn: string | null, satisfaction: CaseFigures['satisfaction'], verified: Verification | null],
  ...[counted: boolean, person: string, limits: CaseFigures['limits'], redone: string[], marks: CaseFigures['marks']],
];

/** As one line of JSON without names: half as long as an object. `PROJECTION_VERSION` counts up when its order changes. */
export function packFigures(f: CaseFigures): string {
  const packed: Packed = [
    ...([f.caseId, f.number, f.regime, f.kind, f.channel, f.category] as const),
    ...([f.status, f.unit, f.window, f.staff, f.handler, f.registrar] as const),
    ...([f.registeredOn, f.acceptedOn, f.refusedOn, f.fedBackOn] as const),
    ...([f.closedOn, f.satisfaction, f.verified] as const),
    ...([f.counted, f.person, f.limits, f.redone, f.marks] as const),
  ];
  return JSON.stringify(packed);
}

export function unpackFigures(text: string): CaseFigures {
  const p = JSON.parse(text) as Packed;
  return {
    caseId: p[0],
    number: p[1],
    regime: p[2],
    kind: p[3],
    channel: p[4],
    category: p[5],
    status: p[6],
    unit: p[7],
    window: p[8],
    staff: p[9],
    handler: p[10],
    registrar: p[11],
    registeredOn: p[12],
    acceptedOn: p[13],
    refusedOn: p[14],
    fedBackOn: p[15],
    closedOn: p[16],
    satisfaction: p[17],
    verified: p[18],
    counted: p[19],
    person: p[20],
    limits: p[21],
    redone: p[22],
    marks: p[23],
  };
}
