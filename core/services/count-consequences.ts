import { endOfDay, localDate } from '../../domain/calendar/dates.ts';
import type { ConsequenceView } from '../../domain/contract/views/figures.ts';
import { type ConsequenceCount, countConsequences } from '../../domain/counting/consequences.ts';
import { type CountedEvent, eventsOf, MACHINE_COUNTED, type Subject } from '../../domain/counting/events.ts';
import { foldName } from '../../domain/counting/figures.ts';
import { earliestOf } from '../../domain/counting/windows.ts';
import type { Consequence } from '../../domain/regimes/profile-schema.ts';
import { shanghaiIso } from '../platform.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { eachFigures } from './each-figures.ts';
import { profileInForce } from './project-case.ts';

const FIRST_RANK = { reached: 0, one_short: 1, below: 2 } as const;

/**
 * What has been counted up to a day under the station's own procedure: reached, or one short of it.
 *
 * @param day local date; a day to come is taken as today
 */
export async function consequencesOn(
  workspace: Workspace,
  officer: ActingOfficer,
  day: string,
): Promise<ConsequenceView[]> {
  const counts = await countUpTo(workspace, officer, day);
  return counts
    .filter((one) => one.standing !== 'below')
    .sort((a, b) => FIRST_RANK[a.standing] - FIRST_RANK[b.standing] || b.count - a.count)
    .map(({ consequence, subject, count, standing }) => ({
      id: consequence.id,
      effect: consequence.effect,
      source: consequence.source,
      trigger: consequence.trigger,
      machine: isMachineCounted(consequence, ownConsequences(workspace)),
      subject,
      count,
      standing: standing as 'reached' | 'one_short',
    }));
}

/** Ids of the cases behind one count, oldest event first. */
export async function casesOfConsequence(
  workspace: Workspace,
  officer: ActingOfficer,
  of: { day: string; id: string; subject: Subject },
): Promise<readonly string[]> {
  const counts = await countUpTo(workspace, officer, of.day);
  return (
    counts.find(
      (one) =>
        one.consequence.id === of.id && one.subject.kind === of.subject.kind && one.subject.name === of.subject.name,
    )?.cases ?? []
  );
}

const ownConsequences = (workspace: Workspace): readonly Consequence[] =>
  profileInForce(workspace, workspace.settings().station.regime).consequences ?? [];

async function countUpTo(workspace: Workspace, officer: ActingOfficer, asked: string): Promise<ConsequenceCount[]> {
  const rules = ownConsequences(workspace);
  if (rules.length === 0) return [];
  const now = shanghaiIso(workspace.platform.now());
  const today = localDate(now);
  const day = asked < today ? asked : today;
  const moment = day === today ? now : endOfDay(day);
  const counted = new Set(rules.map((rule) => rule.trigger.of));
  const events: CountedEvent[] = [];
  const period = readFrom(rules, day);
  await eachFigures(workspace, officer, period, (figures) => {
    for (const event of eventsOf(figures, moment)) if (counted.has(event.of)) events.push(event);
  });
  return countConsequences(rules, events, day, knownSubjects(workspace));
}

/** Only what can still count is read; a rule without a window reads everything. */
function readFrom(rules: readonly Consequence[], day: string): { from: string; to: string } | null {
  const earliest = rules.map((rule) => earliestOf(rule.trigger.window, day));
  if (earliest.includes(null)) return null;
  return { from: earliest.filter((date) => date !== null).reduce((a, b) => (b < a ? b : a)), to: day };
}

function isMachineCounted(consequence: Consequence, rules: readonly Consequence[]): boolean {
  const { of } = consequence.trigger;
  return of === 'any_of_above' ? rules.some((rule) => MACHINE_COUNTED.has(rule.trigger.of)) : MACHINE_COUNTED.has(of);
}

/** Windows of the settings: those about whom nobody complained can be named only because they are known. */
function knownSubjects(workspace: Workspace): Subject[] {
  const names = new Set(workspace.settings().windows.map((window) => foldName(window.name)));
  return [...names].filter(Boolean).map((name) => ({ kind: 'window', name }));
}
