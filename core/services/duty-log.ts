import { openCases } from '../../db/cases.ts';
import { currentShift } from '../../db/settings.ts';
import type { DutyLogView } from '../../domain/contract/views/duty.ts';
import { dutyChain } from '../../domain/duty/chain.ts';
import { maySeeDutyLog } from '../../domain/duty/restricted.ts';
import { shanghaiIso } from '../platform.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { dutyRules, rosterNow } from './duty-roster.ts';
import { caseShown } from './find-case.ts';
import { profileInForce } from './project-case.ts';

/** Open cases whose chain one look shows. */
const SHOWN_CASES = 100;

/** Whether this officer reads the duty log now: on duty by roster or running shift, or the leader. */
export function mayReadDutyLog(workspace: Workspace, officer: ActingOfficer): boolean {
  const shift = currentShift(workspace.db.orm);
  return maySeeDutyLog({
    officerId: officer.id,
    roles: officer.roles,
    roster: rosterNow(workspace),
    shifts: shift ? [shift] : [],
    now: shanghaiIso(workspace.platform.now()),
    duty: dutyRules(workspace),
  });
}

/** Report, relay and follow-up of the open cases, for those who may read it. */
export function dutyLog(workspace: Workspace, officer: ActingOfficer): DutyLogView {
  const { db } = workspace;
  const profile = profileInForce(workspace, workspace.settings().station.regime);
  const kept = profile.workflow.some((step) => step.restricted === true);
  const mayRead = mayReadDutyLog(workspace, officer);
  if (!kept || !mayRead) return { kept, mayRead, cases: [] };
  const cases = openCases(db.orm, officer.id, SHOWN_CASES).map(({ caseId }) => {
    const { found, entries } = caseShown(workspace, officer, caseId);
    const links = dutyChain(
      profile,
      entries.map(({ entry }) => entry),
    );
    return { caseId, number: found.number, summary: found.summary, links };
  });
  return { kept, mayRead, cases };
}
