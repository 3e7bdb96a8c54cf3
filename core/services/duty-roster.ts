import { removeRosterShifts, rosterBetween, saveRosterShifts } from '../../db/duty.ts';
import { allOfficers } from '../../db/settings.ts';
import { addDays } from '../../domain/calendar/dates.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { RosterView } from '../../domain/contract/views/duty.ts';
import {
  type DutyPost,
  dutyPosts,
  isTurn,
  onRosterAt,
  type RosterShift,
  rosterFaults,
} from '../../domain/duty/roster.ts';
import type { DutyRules } from '../../domain/regimes/profile-schema.ts';
import { shanghaiIso } from '../platform.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { profileInForce } from './project-case.ts';

/** The duty rules of the station's regime; undefined where it has none. */
export function dutyRules(workspace: Workspace): DutyRules | undefined {
  return profileInForce(workspace, workspace.settings().station.regime).duty;
}

/** Who is on duty by the roster at this moment. */
export function rosterNow(workspace: Workspace): RosterShift[] {
  const now = workspace.platform.now();
  // Turns are at most two days long: one day on either side of now holds all that can cover it.
  const [from, to] = [now.getTime() - 86_400_000, now.getTime() + 86_400_000].map((ms) => shanghaiIso(new Date(ms)));
  return onRosterAt(rosterBetween(workspace.db.orm, from ?? '', to ?? ''), shanghaiIso(now));
}

/** @param request `from` local date of the first day, `days` how many */
export function rosterView(
  workspace: Workspace,
  officer: ActingOfficer,
  request: { from: string; days: number },
): RosterView {
  const rules = dutyRules(workspace);
  const officers = allOfficers(workspace.db.orm);
  const span = {
    from: `${request.from}T00:00:00+08:00`,
    to: `${addDays(request.from, request.days)}T00:00:00+08:00`,
  };
  const shifts = rosterBetween(workspace.db.orm, span.from, span.to);
  const rolesOf = (id: string) => officers.find((one) => one.id === id)?.roles ?? [];
  return {
    shifts,
    faults: rules ? rosterFaults(shifts, rules, span, rolesOf) : [],
    rules: rules
      ? {
          allDay: rules.coverage === 'all_day',
          leaders: { min: rules.leaders.min, max: rules.leaders.max },
          officers: { min: rules.officers.min, max: rules.officers.max },
          source: rules.source,
        }
      : null,
    people: officers
      .filter((one) => one.active)
      .map(({ id, name, roles }) => ({ id, name, posts: dutyPosts.filter((post) => mayStand(rules, post, roles)) })),
    mayEdit: mayEditRoster(workspace, officer),
    now: shanghaiIso(workspace.platform.now()),
  };
}

/** @throws DeskError `role_not_allowed`; `invalid` or `officer_inactive` naming the turn */
export function saveRoster(
  workspace: Workspace,
  officer: ActingOfficer,
  turns: readonly Omit<RosterShift, 'officerName'>[],
): void {
  demandEditor(workspace, officer);
  const { db } = workspace;
  const officers = new Map(allOfficers(db.orm).map((one) => [one.id, one]));
  const shifts = turns.map((turn, i): RosterShift => {
    const person = officers.get(turn.officerId);
    if (!person?.active)
      throw new DeskError('officer_inactive', {
        fields: [{ path: `shifts.${i}.officerId`, code: 'officer_inactive' }],
      });
    if (!isTurn(turn)) throw new DeskError('invalid', { fields: [{ path: `shifts.${i}.endsAt`, code: 'invalid' }] });
    return { ...turn, officerName: person.name };
  });
  db.raw.transaction(() => saveRosterShifts(db.orm, shifts)).immediate();
  workspace.events.emit({ type: 'duty' });
}

/** @throws DeskError `role_not_allowed` */
export function removeFromRoster(workspace: Workspace, officer: ActingOfficer, ids: readonly string[]): void {
  demandEditor(workspace, officer);
  removeRosterShifts(workspace.db.orm, ids);
  workspace.events.emit({ type: 'duty' });
}

/** Whether the regime lets somebody with these roles stand at a post; anybody where it has no duty rules. */
export function mayStand(rules: DutyRules | undefined, post: DutyPost, roles: readonly string[]): boolean {
  if (!rules) return true;
  const allowed = post === 'leader' ? rules.leaders.roles : rules.officers.roles;
  return roles.some((role) => allowed.includes(role));
}

/** The roster is drawn up by whoever looks after the station, or by a leader of the duty. */
function mayEditRoster(workspace: Workspace, officer: ActingOfficer): boolean {
  const leads = dutyRules(workspace)?.leaders.roles ?? [];
  if (officer.roles.some((role) => leads.includes(role))) return true;
  return allOfficers(workspace.db.orm).some((one) => one.id === officer.id && one.admin);
}

function demandEditor(workspace: Workspace, officer: ActingOfficer): void {
  if (!mayEditRoster(workspace, officer))
    throw new DeskError('role_not_allowed', { detail: '值班表由本站管理员或值班领导编排' });
}
