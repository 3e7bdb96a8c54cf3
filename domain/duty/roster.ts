import { addDays } from '../calendar/dates.ts';
import type { DutyRules } from '../regimes/profile-schema.ts';

/** One person's turn on the roster (值班表). Times are ISO 8601 with offset; the end is exclusive. */
export interface RosterShift {
  id: string;
  officerId: string;
  officerName: string;
  post: DutyPost;
  startsAt: string;
  endsAt: string;
}

export const dutyPosts = ['leader', 'officer'] as const;
export type DutyPost = (typeof dutyPosts)[number];

/** Longest single turn that is taken as meant and not as a slip of the pen, in hours. */
export const LONGEST_TURN_HOURS = 48;

/** Who is on duty during a stretch in which nobody comes or goes. Instants in ms since 1970. */
interface Stretch {
  from: number;
  to: number;
  leaders: string[];
  officers: string[];
}

/**
 * What is wrong with the roster, over one unbroken time. `gap`: nobody covers. `few`, `many`: less or more people at the
 * post than the regime says; `people` names those who are there.
 */
export type RosterFault =
  | { kind: 'gap'; from: string; to: string }
  | { kind: 'few' | 'many'; post: DutyPost; people: string[]; wanted: number; from: string; to: string }
  | { kind: 'post'; shiftId: string; person: string; post: DutyPost; from: string; to: string };

/** Whether a turn has a beginning before its end and is not longer than anybody stands. */
export function isTurn(shift: Pick<RosterShift, 'startsAt' | 'endsAt'>): boolean {
  const length = Date.parse(shift.endsAt) - Date.parse(shift.startsAt);
  return length > 0 && length <= LONGEST_TURN_HOURS * 3_600_000;
}

/**
 * Checks the roster between two instants against the regime's duty rules, in the order of time.
 *
 * Gaps and shortages are told only for a duty that runs round the clock: where the hall keeps service hours, the roster
 * says who comes, not when it opens. A person named twice at one post counts once.
 *
 * @param rolesOf the roles a person holds, to see who may stand at which post; an unknown person holds none
 */
export function rosterFaults(
  shifts: readonly RosterShift[],
  rules: DutyRules,
  span: { from: string; to: string },
  rolesOf: (officerId: string) => readonly string[],
): RosterFault[] {
  const stretches = stretchesOf(shifts, Date.parse(span.from), Date.parse(span.to));
  const faults: RosterFault[] = [];
  if (rules.coverage === 'all_day') {
    faults.push(...runs(stretches, isGap, () => '').map((run) => ({ kind: 'gap' as const, ...timesOf(run) })));
    faults.push(...staffing(stretches, 'leader', rules.leaders), ...staffing(stretches, 'officer', rules.officers));
  } else {
    const manned = stretches.filter((stretch) => !isGap(stretch));
    faults.push(...staffing(manned, 'leader', { ...rules.leaders, min: 0 }));
    faults.push(...staffing(manned, 'officer', { ...rules.officers, min: 0 }));
  }
  for (const shift of shifts) {
    const allowed = shift.post === 'leader' ? rules.leaders.roles : rules.officers.roles;
    if (!overlaps(shift, Date.parse(span.from), Date.parse(span.to))) continue;
    if (rolesOf(shift.officerId).some((role) => allowed.includes(role))) continue;
    const { id, officerName, post, startsAt, endsAt } = shift;
    faults.push({ kind: 'post', shiftId: id, person: officerName, post, from: startsAt, to: endsAt });
  }
  return faults.sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
}

/** Who is on duty by the roster at an instant (ISO 8601 with offset), in the order of the roster. */
export function onRosterAt(shifts: readonly RosterShift[], now: string): RosterShift[] {
  const at = Date.parse(now);
  return shifts.filter((shift) => Date.parse(shift.startsAt) <= at && at < Date.parse(shift.endsAt));
}

/** The same turns so many days later, with ids of their own. */
export function movedByDays(shifts: readonly RosterShift[], days: number, newId: () => string): RosterShift[] {
  const move = (iso: string): string => `${addDays(iso.slice(0, 10), days)}${iso.slice(10)}`;
  return shifts.map((shift) => ({
    ...shift,
    id: newId(),
    startsAt: move(shift.startsAt),
    endsAt: move(shift.endsAt),
  }));
}

function overlaps(shift: RosterShift, from: number, to: number): boolean {
  return isTurn(shift) && Date.parse(shift.startsAt) < to && Date.parse(shift.endsAt) > from;
}

function stretchesOf(shifts: readonly RosterShift[], from: number, to: number): Stretch[] {
  const within = shifts.filter((shift) => overlaps(shift, from, to));
  const inside = (at: number): boolean => at > from && at < to;
  const edges = within.flatMap((shift) => [Date.parse(shift.startsAt), Date.parse(shift.endsAt)]).filter(inside);
  const cuts = [...new Set([from, ...edges, to])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, i) => {
    const there = within.filter((s) => Date.parse(s.startsAt) <= start && start < Date.parse(s.endsAt));
    const at = (post: DutyPost): string[] => [
      ...new Map(there.filter((s) => s.post === post).map((s) => [s.officerId, s.officerName])).values(),
    ];
    return { from: start, to: cuts[i + 1] ?? to, leaders: at('leader'), officers: at('officer') };
  });
}

function isGap(stretch: Stretch): boolean {
  return stretch.leaders.length === 0 && stretch.officers.length === 0;
}

function staffing(stretches: readonly Stretch[], post: DutyPost, rule: { min: number; max: number }): RosterFault[] {
  const people = (stretch: Stretch): string[] => (post === 'leader' ? stretch.leaders : stretch.officers);
  const few = (stretch: Stretch): boolean => !isGap(stretch) && people(stretch).length < rule.min;
  const many = (stretch: Stretch): boolean => people(stretch).length > rule.max;
  const told = (kind: 'few' | 'many', wanted: number, test: (stretch: Stretch) => boolean): RosterFault[] =>
    runs(stretches, test, (stretch) => people(stretch).join('\n')).map((run) => ({
      kind,
      post,
      people: run[0] ? people(run[0]) : [],
      wanted,
      ...timesOf(run),
    }));
  return [...told('few', rule.min, few), ...told('many', rule.max, many)];
}

/** Longest rows of touching stretches of which something holds and that are alike. */
function runs(
  stretches: readonly Stretch[],
  test: (stretch: Stretch) => boolean,
  likeness: (stretch: Stretch) => string,
): Stretch[][] {
  const found: Stretch[][] = [];
  for (const stretch of stretches) {
    if (!test(stretch)) continue;
    const run = found.at(-1);
    const last = run?.at(-1);
    if (run && last && last.to === stretch.from && likeness(last) === likeness(stretch)) run.push(stretch);
    else found.push([stretch]);
  }
  return found;
}

function timesOf(run: readonly Stretch[]): { from: string; to: string } {
  return { from: shanghai(run[0]?.from ?? 0), to: shanghai(run.at(-1)?.to ?? 0) };
}

/** `2026-11-22T00:03:00+08:00` */
function shanghai(ms: number): string {
  return `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
}
