import { statesBetween } from '../../db/cases.ts';
import { localDate } from '../../domain/calendar/dates.ts';
import type { StatisticsView } from '../../domain/contract/views.ts';
import { clockState, clocksOf } from '../../domain/regimes/clocks.ts';
import { shanghaiIso } from '../platform.ts';
import type { Workspace } from '../workspace.ts';
import { profileFor } from './project-case.ts';

/** Counts the cases registered between two local dates (`YYYY-MM-DD`, both included), from their states, nothing stored. */
export function countCases(workspace: Workspace, period: { from: string; to: string }): StatisticsView {
  const now = shanghaiIso(workspace.platform.now());
  const view: StatisticsView = {
    ...period,
    total: 0,
    byKind: {},
    byChannel: {},
    byStatus: {},
    byCategory: [],
    byRespondent: [],
    satisfaction: {},
    clocks: { met: 0, late: 0, running: 0, overdue: 0 },
    byDay: [],
  };
  const categories = new Map<string, { id: string; name: string; count: number }>();
  const respondents = new Map<string, { name: string; count: number; verified: number }>();
  const days = new Map<string, number>();
  for (const state of statesBetween(
    workspace.db,
    `${period.from}T00:00:00.000+08:00`,
    `${period.to}T23:59:59.999+08:00`,
  )) {
    const profile = profileFor(workspace, state.regime);
    view.total += 1;
    add(view.byKind, state.record.kind);
    add(view.byChannel, state.record.channel);
    add(view.byStatus, state.status);
    if (state.feedback?.satisfaction) add(view.satisfaction, state.feedback.satisfaction);
    if (state.category !== null) {
      const name = profile?.categories.find((category) => category.id === state.category)?.name ?? state.category;
      const row = categories.get(state.category) ?? { id: state.category, name, count: 0 };
      categories.set(state.category, { ...row, count: row.count + 1 });
    }
    const unit = state.record.respondent.unit || '未指明';
    const row = respondents.get(unit) ?? { name: unit, count: 0, verified: 0 };
    const verified = state.closing?.verified === 'true' || state.closing?.verified === 'partly_true' ? 1 : 0;
    respondents.set(unit, { name: unit, count: row.count + 1, verified: row.verified + verified });
    const day = localDate(state.registered.at);
    days.set(day, (days.get(day) ?? 0) + 1);
    for (const clock of profile ? clocksOf(profile, state, workspace.calendar) : []) {
      if (clock.state === 'met') view.clocks.met += 1;
      else if (clock.state === 'late') view.clocks.late += 1;
      else if (clock.state === 'running') view.clocks[clockState(clock, now) === 'late' ? 'overdue' : 'running'] += 1;
    }
  }
  view.byCategory = [...categories.values()].sort((a, b) => b.count - a.count);
  view.byRespondent = [...respondents.values()].sort((a, b) => b.count - a.count).slice(0, 50);
  view.byDay = [...days].map(([date, count]) => ({ date, count })).sort((a, b) => a.date.localeCompare(b.date));
  return view;
}

function add(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
