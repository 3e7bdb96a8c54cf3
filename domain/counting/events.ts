import { localDate } from '../calendar/dates.ts';
import { type CaseFigures, overdueDates } from './figures.ts';

/** Whom an event is counted against. `named` fits any: a person noted it and wrote the name. */
export const subjectKinds = ['window', 'unit', 'person', 'first_handler', 'order', 'complainant', 'named'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

export interface Subject {
  kind: SubjectKind;
  name: string;
}

/** One thing that happened and that a rule may count. `at` is a local date `YYYY-MM-DD`. */
export interface CountedEvent {
  at: string;
  of: string;
  subject: Subject;
  caseId: string;
}

/** What the desk finds in the entries itself. Every other `of` of a rule is noted by a person (记入考核). */
export const MACHINE_COUNTED: ReadonlySet<string> = new Set([
  'complaint',
  'verified_complaint',
  'verified_report',
  'handled_case',
  'overdue_without_reason',
  'overdue_or_bad_extension',
  'consecutive_returns',
]);

/**
 * What a case gives to the rules that count, as of a moment.
 *
 * A complaint counts on the day it was registered; a verified one on the day it was closed as true or partly true, when
 * it had been accepted and nobody said that it does not count; a passed limit on the day it ended. A case merged into
 * another counts there only. The 窗口 is the window's unit as the form asks for it: its number is often left out, and
 * counting by number would split one window in two. A reporter is never named: the case number stands for him.
 *
 * @param now ISO 8601 with offset; events after it are not there yet
 */
export function eventsOf(figures: CaseFigures, now: string): CountedEvent[] {
  const events: CountedEvent[] = [];
  const today = localDate(now);
  const { caseId, unit, window, closedOn, number, registrar } = figures;
  const add = (at: string, of: string, kind: SubjectKind, name: string) => {
    if (name !== '' && at <= today) events.push({ at, of, subject: { kind, name }, caseId });
  };
  const against = (at: string, of: string, person: string) => {
    add(at, of, 'window', unit || window);
    add(at, of, 'unit', unit);
    add(at, of, 'person', person);
  };
  const by = figures.handler || unit;
  if (!isMerged(figures)) {
    if (figures.kind === 'complaint') against(figures.registeredOn, 'complaint', figures.staff);
    if (closedOn !== null) {
      if (foundTrue(figures) && figures.kind === 'complaint') against(closedOn, 'verified_complaint', figures.person);
      if (foundTrue(figures) && figures.kind === 'report') add(closedOn, 'verified_report', 'complainant', number);
      add(closedOn, 'handled_case', 'unit', by);
    }
    const [overdue] = overdueDates(figures, now);
    if (overdue !== undefined) {
      add(overdue, 'overdue_without_reason', 'unit', by);
      add(overdue, 'overdue_without_reason', 'person', registrar);
      add(overdue, 'overdue_without_reason', 'first_handler', registrar);
      add(overdue, 'overdue_or_bad_extension', 'unit', by);
    }
    for (const at of figures.redone) add(at, 'consecutive_returns', 'order', number);
  }
  for (const mark of figures.marks) add(mark.on, mark.of, 'named', mark.subject);
  return events;
}

/** Whether the finding is that the complaint was right, wholly or in part, and counts. */
export function foundTrue(figures: CaseFigures): boolean {
  const right = figures.verified === 'true' || figures.verified === 'partly_true';
  return right && figures.counted && figures.acceptedOn !== null;
}

export function isMerged(figures: CaseFigures): boolean {
  return figures.status === 'merged';
}
