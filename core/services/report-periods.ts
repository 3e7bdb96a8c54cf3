import { doneTasks, markTaskDone, unmarkTask } from '../../db/period-tasks.ts';
import { allOfficers } from '../../db/settings.ts';
import { localDate } from '../../domain/calendar/dates.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { ReportView, TodayView } from '../../domain/contract/views/figures.ts';
import { type DailyCheck, dailyChecks } from '../../domain/counting/daily-checks.ts';
import { type ReportDue, reportDues } from '../../domain/counting/report-dues.ts';
import { isForToday } from '../../domain/counting/todays-tasks.ts';
import { shanghaiIso } from '../platform.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { profileInForce } from './project-case.ts';

type Asked = Omit<ReportView, 'done'>;

/** What the station's procedure asks for around today, daily checks last, and which of it was done. */
export function reportsDue(workspace: Workspace): ReportView[] {
  const profile = profileInForce(workspace, workspace.settings().station.regime);
  const today = todayOf(workspace);
  const asked = [
    ...(profile.reports ?? []).flatMap((report) => reportDues(report, today, workspace.calendar)).map(askedReport),
    ...dailyChecks(profile, today, firstDay(workspace)).map(askedCheck),
  ];
  const done = doneTasks(workspace.db.orm, [...new Set(asked.map(({ task }) => task))]);
  return asked.map((one) => {
    const row = done.find(({ task, period }) => task === one.task && period === one.periodId);
    return { ...one, done: row ? { at: row.doneAt, by: row.officerName, note: row.note } : null };
  });
}

/** What this officer begins the day with (今日事项): what is not done yet and is for one of the officer's roles. */
export function tasksOfToday(workspace: Workspace, officer: ActingOfficer): TodayView {
  const when = { today: todayOf(workspace), since: firstDay(workspace), calendar: workspace.calendar };
  const tasks = reportsDue(workspace).filter((task) => isForToday(task, officer.roles, when));
  return { today: when.today, tasks };
}

/**
 * Says that a report was sent or a daily check made, or takes it back; who said it first stays.
 *
 * @throws DeskError `not_found` when the procedure asks for no such thing in such a period
 */
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
    const text = note.trim();
    markTaskDone(db.orm, { task, period: periodId, doneAt: shanghaiIso(platform.now()), ...by, note: text });
  } else unmarkTask(db.orm, task, periodId);
  events.emit({ type: 'settings' });
  return reportsDue(workspace);
}

function askedReport({ report, periodId, periodName, period, dueOn, remindOn }: ReportDue): Asked {
  const { id, what, to, roles, source } = report;
  return { kind: 'report', task: id, what, to, roles, source, periodId, periodName, period, dueOn, remindOn };
}

function askedCheck({ id, what, roles, source, date }: DailyCheck): Asked {
  const period = { from: date, to: date };
  const dates = { periodId: date, periodName: date, period, dueOn: date, remindOn: date };
  return { kind: 'daily', task: id, what, to: null, roles, source, ...dates };
}

function todayOf(workspace: Workspace): string {
  return localDate(shanghaiIso(workspace.platform.now()));
}

/** The day on which the station was set up: its first officer's. */
function firstDay(workspace: Workspace): string {
  const days = allOfficers(workspace.db.orm).map(({ createdAt }) => localDate(createdAt));
  return days.reduce((first, day) => (day < first ? day : first), todayOf(workspace));
}
