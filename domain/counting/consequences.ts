import type { Consequence } from '../regimes/profile-schema.ts';
import type { CountedEvent, Subject, SubjectKind } from './events.ts';
import { countsOn } from './windows.ts';

/** How far one subject is on the way to one consequence. */
export interface ConsequenceCount {
  consequence: Consequence;
  subject: Subject;
  count: number;
  /** Cases behind the count, oldest event first, each once. */
  cases: string[];
  standing: 'reached' | 'one_short' | 'below';
}

/** Whom a rule's `per` means. `dept` is the unit; a rule over two kinds counts each of them apart. */
const SUBJECTS: Record<string, readonly SubjectKind[]> = {
  window: ['window'],
  unit: ['unit'],
  person: ['person'],
  first_handler: ['first_handler'],
  order: ['order'],
  complainant: ['complainant'],
  unit_and_person: ['unit', 'person'],
  dept_and_person: ['unit', 'person'],
  window_and_person: ['window', 'person'],
  window_or_person: ['window', 'person'],
};

/**
 * Counts events for every consequence of a regime, on a day.
 *
 * A rule with `gte` is reached from its count on, one with `eq` at exactly its count. `one_short` is said only of who
 * has been counted at least once, or there would be no end of names. `any_of_above` counts what all rules before it count.
 *
 * @param day   local date; what happened on it counts
 * @param known subjects that exist although nothing may have happened to them: a rule that wants a count of nought
 *              (没有被投诉的窗口) can only name these
 */
export function countConsequences(
  consequences: readonly Consequence[],
  events: readonly CountedEvent[],
  day: string,
  known: readonly Subject[] = [],
): ConsequenceCount[] {
  return consequences.flatMap((consequence, i) => {
    const { count, per, window } = consequence.trigger;
    const kinds = SUBJECTS[per] ?? [];
    const counted = countedBy(consequences, i);
    const tallies = new Map<string, { subject: Subject; events: CountedEvent[] }>();
    const tallyOf = (subject: Subject) => {
      const key = `${subject.kind} ${subject.name}`;
      const tally = tallies.get(key) ?? { subject, events: [] };
      tallies.set(key, tally);
      return tally;
    };
    if (count === 0) for (const subject of known) if (kinds.includes(subject.kind)) tallyOf(subject);
    for (const event of events) {
      const fits = event.subject.kind === 'named' || kinds.includes(event.subject.kind);
      if (fits && counted.has(event.of) && countsOn(window, event.at, day)) tallyOf(event.subject).events.push(event);
    }
    return [...tallies.values()].map((tally) => countOf(consequence, tally));
  });
}

function countedBy(consequences: readonly Consequence[], i: number): ReadonlySet<string> {
  const of = consequences[i]?.trigger.of ?? '';
  return of === 'any_of_above' ? new Set(consequences.slice(0, i).map((one) => one.trigger.of)) : new Set([of]);
}

function countOf(consequence: Consequence, tally: { subject: Subject; events: CountedEvent[] }): ConsequenceCount {
  const { count: wanted, op } = consequence.trigger;
  const count = tally.events.length;
  const reached = op === 'eq' ? count === wanted : count >= wanted;
  const oldestFirst = [...tally.events].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return {
    consequence,
    subject: tally.subject,
    count,
    cases: [...new Set(oldestFirst.map((event) => event.caseId))],
    standing: reached ? 'reached' : count > 0 && count === wanted - 1 ? 'one_short' : 'below',
  };
}
