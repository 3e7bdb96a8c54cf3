import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createRecompute, noteCalendar } from '../core/services/recompute-deadlines.ts';
import type { Workspace } from '../core/workspace.ts';
import type { Calendar } from '../domain/calendar/holidays.ts';
import { type Figure, figure, timed, timesOf } from './statistics.ts';

/** Tells one calendar from the other in every month that the invented cases can be due in, so that many deadlines move. */
const CHANGED_DAY = 2;

/**
 * A calendar changes and the deadlines of all cases are computed anew beside the desk: how long until the last one is
 * done, and the longest time for which nothing else got its turn (a timer that should fire every millisecond).
 */
export async function benchRecompute(workspace: Workspace): Promise<Figure[]> {
  const { db } = workspace;
  const count = db.raw.prepare('SELECT count(*) FROM cases').pluck().get() as number;
  db.raw.transaction(() => noteCalendar(workspace, workspace.calendar)).immediate();
  const changed = withMoreDaysOff(workspace.calendar);
  const live: Workspace = { ...workspace, calendar: changed };
  db.raw.transaction(() => noteCalendar(live, changed)).immediate();

  const recompute = createRecompute(live);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const finished = new Promise<void>((resolve) => {
    const stop = live.events.subscribe((event) => {
      if (event.type !== 'recompute' || event.done < event.total) return;
      stop();
      resolve();
    });
  });
  delay.enable();
  const total = await timed(() => {
    recompute.wake();
    return finished;
  });
  delay.disable();
  await recompute.stop();
  const moved = db.raw.prepare('SELECT count(*) FROM deadline_log').pluck().get() as number;
  if (moved === 0) throw new Error('no deadline moved');
  const cases = `${count.toLocaleString('en')} cases, ${moved.toLocaleString('en')} deadlines moved`;
  const block = delay.max / 1e6;
  return [
    figure(`${cases}: total`, timesOf([total]), null),
    figure(`${cases}: longest block of the event loop`, timesOf([block]), null),
  ];
}

/** The same years, with one more holiday at the beginning of every month. */
function withMoreDaysOff(calendar: Calendar): Calendar {
  return calendar.map((year) => ({
    ...year,
    off: [
      ...year.off,
      ...Array.from({ length: 12 }, (_, month) => {
        const day = `${year.year}-${String(month + 1).padStart(2, '0')}-0${CHANGED_DAY}`;
        return { name: '样例', from: day, to: day };
      }),
    ],
  }));
}
