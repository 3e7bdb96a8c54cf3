import type { CaseFileView } from '../../../../domain/contract/views/cases.ts';

export type CaseClock = CaseFileView['clocks'][number];

export interface ClockGroups {
  /** The complainant's clocks that run, the earliest end first. */
  complainant: CaseClock[];
  /** Inner clocks that run, by unit, in the order in which the units got the case. */
  holders: { unit: string; clocks: CaseClock[] }[];
  /** What the institution reminds itself of; never overdue. */
  reminders: CaseClock[];
  /** Clocks that have stopped, of whomever. */
  stopped: CaseClock[];
}

/** Puts a case's clocks apart: what one owes the complainant, what a unit owes inside, what is only a reminder. */
export function groupClocks(clocks: readonly CaseClock[]): ClockGroups {
  const running = clocks.filter((clock) => clock.stoppedAt === null);
  const duties = running.filter((clock) => !clock.soft);
  const units = [...new Set(duties.flatMap((clock) => clock.holder ?? []))];
  return {
    complainant: duties.filter((clock) => clock.scope === 'case').sort(byEnd),
    holders: units.map((unit) => ({ unit, clocks: duties.filter((clock) => clock.holder === unit).sort(byEnd) })),
    reminders: running.filter((clock) => clock.soft).sort(byEnd),
    stopped: clocks.filter((clock) => clock.stoppedAt !== null),
  };
}

/** The card a clock bears at a moment (ISO 8601 with offset); null for none. */
export function clockCard(clock: CaseClock, now: string): 'yellow' | 'red' | null {
  if (clock.yellowAt === null || clock.stoppedAt !== null) return null;
  if (clock.overdue) return 'red';
  return Date.parse(now) >= Date.parse(clock.yellowAt) ? 'yellow' : null;
}

/** Tells one clock of a case from another: a limit has one per unit and per time the unit held the case. */
export function clockKey(clock: CaseClock): string {
  return `${clock.limitId} ${clock.holder ?? ''} ${clock.from.at}`;
}

/** Clocks without a date come last. */
function byEnd(a: CaseClock, b: CaseClock): number {
  if (a.dueAt === null || b.dueAt === null) return (a.dueAt === null ? 1 : 0) - (b.dueAt === null ? 1 : 0);
  return Date.parse(a.dueAt) - Date.parse(b.dueAt);
}
