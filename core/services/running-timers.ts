import { findCase } from '../../db/cases.ts';
import { openCasesDueBefore } from '../../db/duty.ts';
import { readMeta, writeMeta } from '../../db/settings.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { RunningTimer, TimersView } from '../../domain/contract/views/duty.ts';
import { longestMinutes, minuteClocks } from '../../domain/duty/timers.ts';
import { clocksOf } from '../../domain/regimes/clocks.ts';
import { shanghaiIso } from '../platform.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { profileFor, profileInForce } from './project-case.ts';

interface Mute {
  officerId: string;
  name: string;
  at: string;
}

/** Clocks of a case at a revision: they come from its entries alone, so a case that did not change is not read again. */
type Known = Map<string, { revision: number; timers: Omit<RunningTimer, 'muted'>[] }>;
const ONE_DAY = 24 * 60;
const known = new WeakMap<Workspace, Known>();

/** Who looks at the clocks: an officer, the station's own handover sheet, or whoever stands before a locked screen. */
export type TimerReader = Pick<ActingOfficer, 'id'> | 'station' | 'anybody';

/**
 * The clocks of minutes that run now, soonest end first. A clock that runs ends no later than the regime's longest minute
 * limit from now, so only cases due before that are looked at; a day at least, for cases that began under longer limits.
 *
 * An officer has none of a case from which they have withdrawn (回避). The alarm of such a case rings in the room all the
 * same; on a locked screen it does not say of which.
 */
export function runningTimers(workspace: Workspace, reader: TimerReader): TimersView {
  const now = workspace.platform.now();
  const { orm } = workspace.db;
  const longest = longestMinutes(profileInForce(workspace, workspace.settings().station.regime));
  if (longest === 0) return { now: shanghaiIso(now), timers: [] };
  const before = known.get(workspace) ?? new Map();
  const seen: Known = new Map();
  const timers: RunningTimer[] = [];
  const until = shanghaiIso(new Date(now.getTime() + Math.max(longest, ONE_DAY) * 60_000));
  for (const row of openCasesDueBefore(orm, until)) {
    const held = before.get(row.caseId);
    const found = held?.revision === row.revision ? held.timers : timersOfCase(workspace, row.caseId);
    seen.set(row.caseId, { revision: row.revision, timers: found });
    if (typeof reader === 'object' && row.recused.includes(`,${reader.id},`)) continue;
    const nameless = reader === 'anybody' && row.recused !== '';
    for (const one of found) {
      const timer = nameless ? { ...one, number: '' } : one;
      const mute = readMeta<Mute>(orm, muteKey(timer.caseId, timer.limitId));
      timers.push({ ...timer, muted: mute ? { name: mute.name, at: mute.at } : null });
    }
  }
  known.set(workspace, seen);
  timers.sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt));
  return { now: shanghaiIso(now), timers };
}

/**
 * Silences the alarm of one clock of one case and remembers who did it and when.
 *
 * @throws DeskError `not_found` when that clock does not run
 */
export function muteTimer(
  workspace: Workspace,
  officer: ActingOfficer,
  { caseId, limitId }: { caseId: string; limitId: string },
): TimersView {
  const running = runningTimers(workspace, officer).timers;
  if (!running.some((timer) => timer.caseId === caseId && timer.limitId === limitId)) throw new DeskError('not_found');
  const mute: Mute = { officerId: officer.id, name: officer.name, at: shanghaiIso(workspace.platform.now()) };
  writeMeta(workspace.db.orm, muteKey(caseId, limitId), mute);
  workspace.events.emit({ type: 'duty' });
  return runningTimers(workspace, officer);
}

const muteKey = (caseId: string, limitId: string): string => `alarm mute ${caseId} ${limitId}`;

function timersOfCase(workspace: Workspace, caseId: string): Omit<RunningTimer, 'muted'>[] {
  const state = findCase(workspace.db.orm, caseId)?.parsed;
  if (!state) return [];
  const profile = profileFor(workspace, state.regime);
  if (!profile) return [];
  return minuteClocks(profile, clocksOf(profile, state, workspace.calendar)).map((clock) => ({
    caseId,
    number: state.number,
    ...clock,
  }));
}
