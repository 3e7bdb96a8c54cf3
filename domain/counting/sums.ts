import { foundTrue } from './events.ts';
import { type CaseFigures, overdueDates } from './figures.ts';
import type { Period } from './periods.ts';

/**
 * Groups of figures. `flow` counts by the day a thing happened (registered, accepted …); satisfaction by the day of the
 * feedback, findings by the day of closing; all others are of the cases registered in the period.
 */
export const figureGroups = [
  'flow',
  'kind',
  'channel',
  'status',
  'category',
  'unit',
  'unit_verified',
  'satisfaction',
  'finding',
  'day',
] as const;
export type FigureGroup = (typeof figureGroups)[number];

export const flowFigures = ['registered', 'accepted', 'refused', 'fed_back', 'closed', 'verified', 'overdue'] as const;
export type FlowFigure = (typeof flowFigures)[number];

/** Sums of a period; every figure keeps the ids of its cases, in the order they were given. */
export interface PeriodSums {
  period: Period;
  groups: Record<FigureGroup, Map<string, string[]>>;
  /** Limits of the cases registered in the period that are over: kept, and not kept in time. */
  limits: { met: number; late: number; running: number; overdue: number };
}

export function emptySums(period: Period): PeriodSums {
  const groups = Object.fromEntries(figureGroups.map((group) => [group, new Map()])) as PeriodSums['groups'];
  return { period, groups, limits: { met: 0, late: 0, running: 0, overdue: 0 } };
}

/**
 * Adds one case to the sums. A case given twice counts twice.
 *
 * @param now ISO 8601 with offset: limits still running are overdue when they ended before it
 */
export function addToSums(sums: PeriodSums, figures: CaseFigures, now: string): void {
  const { groups, period } = sums;
  const { caseId } = figures;
  const within = (date: string | null): date is string => date !== null && date >= period.from && date <= period.to;
  const add = (group: FigureGroup, value: string) => {
    const ids = groups[group].get(value);
    if (ids) ids.push(caseId);
    else groups[group].set(value, [caseId]);
  };
  const flow = (name: FlowFigure, date: string | null): boolean => {
    const in_ = within(date);
    if (in_) add('flow', name);
    return in_;
  };

  if (flow('registered', figures.registeredOn)) {
    add('kind', figures.kind);
    add('channel', figures.channel);
    add('status', figures.status);
    add('day', figures.registeredOn);
    add('unit', figures.unit);
    if (figures.category !== null) add('category', figures.category);
    addLimits(sums, figures, now);
  }
  flow('accepted', figures.acceptedOn);
  flow('refused', figures.refusedOn);
  if (flow('fed_back', figures.fedBackOn) && figures.satisfaction !== null) add('satisfaction', figures.satisfaction);
  if (flow('closed', figures.closedOn)) {
    if (figures.verified !== null) add('finding', figures.verified);
    if (foundTrue(figures)) {
      add('flow', 'verified');
      add('unit_verified', figures.unit);
    }
  }
  if (overdueDates(figures, now).some(within)) add('flow', 'overdue');
}

function addLimits(sums: PeriodSums, { limits }: CaseFigures, now: string): void {
  sums.limits.met += limits.met;
  sums.limits.late += limits.late;
  sums.limits.running += limits.running.length;
  sums.limits.overdue += limits.running.filter((dueAt) => Date.parse(dueAt) < Date.parse(now)).length;
}

/** Cases behind one figure; none where it is not there. */
export function casesBehind(sums: PeriodSums, figure: { group: FigureGroup; value: string }): readonly string[] {
  return sums.groups[figure.group].get(figure.value) ?? [];
}

/** The dates between which a case can give anything to a period: what lies outside need not be read. */
export function touchedDates(figures: CaseFigures): Period {
  const dates = [
    figures.registeredOn,
    figures.acceptedOn,
    figures.refusedOn,
    figures.fedBackOn,
    figures.closedOn,
    ...figures.limits.lateOn,
    ...figures.limits.running.map((dueAt) => dueAt.slice(0, 10)),
    ...figures.redone,
    ...figures.marks.map((mark) => mark.on),
  ].filter((date) => date !== null);
  return { from: dates.reduce((a, b) => (b < a ? b : a)), to: dates.reduce((a, b) => (b > a ? b : a)) };
}
