import { doneTasks, markTaskDone, unmarkTask } from '../../db/period-tasks.ts';
import { localDate } from '../../domain/calendar/dates.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { ReportView } from '../../domain/contract/views.ts';
import { reportDues } from '../../domain/counting/report-dues.ts';
import { shanghaiIso } from '../platform.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { profileInForce } from './project-case.ts';

/** The reports that the station's procedure asks for around today, and which of them were sent. */
export function reportsDue(workspace: Workspace): ReportView[] {
  const profile = profileInForce(workspace, workspace.settings().station.regime);
  const today = localDate(shanghaiIso(workspace.platform.now()));
  const dues = (profile.reports ?? []).flatMap((report) => reportDues(report, today, workspace.calendar));
  const done = doneTasks(
    workspace.db.orm,
    dues.map((due) => due.report.id),
  );
  return dues.map(({ report, periodId, periodName, period, dueOn, remindOn }) => {
    const sent = done.find((row) => row.task === report.id && row.period === periodId);
    return {
      task: report.id,
      what: report.what,
      to: report.to,
      source: report.source,
      periodId,
      periodName,
      period,
      dueOn,
      remindOn,
      done: sent ? { at: sent.doneAt, by: sent.officerName, note: sent.note } : null,
    };
  });
}

/** @throws DeskError `not_found` when the procedure asks for no such report in such a period */
export function markReport(
  workspace: Workspace,
  officer: ActingOfficer,
  { task, periodId, done, note }: { task: string; periodId: string; done: boolean; note: string },
): ReportView[] {
  const { db, platform, events } = workspace;
  if (!reportsDue(workspace).some((one) => one.task === task && one.periodId === periodId))
    throw new DeskError('not_found');
  if (done) {
    const by = { officerId: officer.id, officerName: officer.name };
    markTaskDone(db.orm, { task, period: periodId, doneAt: shanghaiIso(platform.now()), ...by, note });
  } else unmarkTask(db.orm, task, periodId);
  events.emit({ type: 'settings' });
  return reportsDue(workspace);
}
