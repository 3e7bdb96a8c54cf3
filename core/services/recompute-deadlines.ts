import { stateAt } from '../../db/case-states.ts';
import { saveDeadlines } from '../../db/cases.ts';
import { logDeadlines } from '../../db/deadline-log.ts';
import { saveFigures } from '../../db/figures.ts';
import { readMeta, writeMeta } from '../../db/settings.ts';
import type { Calendar } from '../../domain/calendar/holidays.ts';
import { canonicalJson } from '../../domain/case-file/chain.ts';
import type { CaseState } from '../../domain/case-file/state.ts';
import { type Clock, clocksOf } from '../../domain/regimes/clocks.ts';
import { shanghaiIso } from '../platform.ts';
import type { Workspace } from '../workspace.ts';
import { caseFiguresOf, profileFor, projectionOf } from './project-case.ts';

/** One change of the calendar whose consequences are being worked out. Kept in `meta`, so that a crash loses no case. */
interface Job {
  before: Calendar;
  after: Calendar;
  /** What the log says about it. */
  reason: string;
  /** When the change arrived; clocks that began later knew the new calendar from the beginning. */
  at: string;
  /** Row numbers of the last case done and of the last case to do. */
  cursor: number;
  upTo: number;
  done: number;
  total: number;
}

export interface RecomputeProgress {
  done: number;
  total: number;
}

/** Cases and milliseconds after which a slice ends, whichever comes first, and the desk gets its turn. */
const SLICE_CASES = 200;
const SLICE_MS = 15;
/** How often windows are told, ms. */
const TELL_EVERY_MS = 250;
/** Wait after a failure of the disk, ms. */
const RETRY_MS = 30_000;

const IN_FORCE = 'calendar in force';
const JOBS = 'deadline recompute';

/**
 * Compares the calendar with the one that deadlines were last computed with, and orders them anew where it differs. Call in
 * the transaction that changed it, and at every start: the program may have brought another one.
 */
export function noteCalendar({ db, platform }: Pick<Workspace, 'db' | 'platform'>, calendar: Calendar): void {
  const before = readMeta<Calendar>(db.orm, IN_FORCE);
  const reason = before ? differenceOf(before, calendar) : '';
  if (before && reason === '') return;
  writeMeta(db.orm, IN_FORCE, calendar);
  if (!before) return;
  const all = db.raw.prepare('SELECT count(*) AS total, coalesce(max(seq), 0) AS upTo FROM cases').get() as {
    total: number;
    upTo: number;
  };
  if (all.total === 0) return;
  const job: Job = {
    before,
    after: calendar,
    reason,
    at: shanghaiIso(platform.now()),
    cursor: 0,
    done: 0,
    ...all,
  };
  writeMeta(db.orm, JOBS, [...waiting(db), job]);
}

/**
 * Works the orders off beside the desk: slices of a few milliseconds, each one transaction with its place, and between two
 * slices whatever else is to be done.
 */
export function createRecompute(workspace: Workspace, slice = { cases: SLICE_CASES, ms: SLICE_MS }) {
  const { db, events, platform } = workspace;
  let stopped = false;
  let running: Promise<void> | null = null;
  let retry: NodeJS.Timeout | null = null;

  async function work(): Promise<void> {
    let told = 0;
    for (let job = waiting(db)[0]; job && !stopped; job = waiting(db)[0]) {
      const { done, total, ended } = takeSlice(workspace, job, slice);
      if (ended || performance.now() - told > TELL_EVERY_MS) {
        told = performance.now();
        events.emit({ type: 'recompute', done: ended ? total : Math.min(done, total), total });
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  function wake(): void {
    if (stopped || running) return;
    running = work()
      .catch((error: unknown) => {
        platform.log(`recompute of deadlines: ${String((error as Error)?.name)}`);
        retry = setTimeout(wake, RETRY_MS).unref();
      })
      .finally(() => {
        running = null;
      });
  }

  return {
    /** Begins, or goes on where a crash cut it off. */
    wake,
    /** Null when nothing is left to do. */
    progress(): RecomputeProgress | null {
      const job = waiting(db)[0];
      return job ? { done: job.done, total: job.total } : null;
    },
    /** Ends after the slice under way; what is left is done at the next start. */
    async stop(): Promise<void> {
      stopped = true;
      if (retry) clearTimeout(retry);
      await running;
    },
  };
}

export type Recompute = ReturnType<typeof createRecompute>;

function takeSlice(
  workspace: Workspace,
  job: Job,
  slice: { cases: number; ms: number },
): RecomputeProgress & { ended: boolean } {
  const { db } = workspace;
  const end = performance.now() + slice.ms;
  return db.raw
    .transaction(() => {
      const seqs = db.raw
        .prepare('SELECT seq FROM cases WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?')
        .pluck()
        .all(job.cursor, job.upTo, slice.cases) as number[];
      let { cursor, done } = job;
      for (const seq of seqs) {
        const state = stateAt(db, seq);
        if (state) recompute(workspace, job, seq, state);
        cursor = seq;
        done += 1;
        if (performance.now() >= end) break;
      }
      const ended = cursor === (seqs.at(-1) ?? cursor) && seqs.length < slice.cases;
      const [, ...others] = waiting(db);
      writeMeta(db.orm, JOBS, ended ? others : [{ ...job, cursor, done }, ...others]);
      return { done, total: job.total, ended };
    })
    .immediate();
}

function recompute(workspace: Workspace, job: Job, seq: number, state: CaseState): void {
  const profile = profileFor(workspace, state.regime);
  if (!profile) return;
  const before = named(clocksOf(profile, state, job.before));
  const after = named(clocksOf(profile, state, job.after));
  // The row's deadlines and the statistics' are those of the clocks: where none differs there is nothing to write.
  if (before.size === after.size && [...after].every(([name, clock]) => sameDates(before.get(name), clock))) return;
  const moved = [...after].flatMap(([name, clock]) => {
    const old = before.get(name);
    return old && hasMoved(old, clock) && Date.parse(clock.from.at) <= Date.parse(job.at) ? [{ old, clock }] : [];
  });
  saveDeadlines(workspace.db, projectionOf(workspace, state));
  saveFigures(workspace.db, caseFiguresOf(workspace, state), seq);
  const at = shanghaiIso(workspace.platform.now());
  logDeadlines(
    workspace.db.orm,
    moved.map(({ old, clock }) => ({
      caseId: state.caseId,
      limitId: clock.limitId,
      before: old.due,
      after: clock.due,
      reason: old.provisional && !clock.provisional ? `${job.reason}，期限不再是暂定` : job.reason,
      at,
    })),
  );
}

/** Clocks by limit and how many of that limit came before: each holder of a case has one of its own. */
function named(clocks: readonly Clock[]): Map<string, Clock> {
  const byName = new Map<string, Clock>();
  for (const clock of clocks) {
    let ordinal = 0;
    while (byName.has(`${clock.limitId} ${ordinal}`)) ordinal += 1;
    byName.set(`${clock.limitId} ${ordinal}`, clock);
  }
  return byName;
}

function sameDates(before: Clock | undefined, after: Clock): boolean {
  return (['dueAt', 'provisional', 'yellowAt', 'state'] as const).every((part) => before?.[part] === after[part]);
}

/** A deadline that is another day now, or that was provisional and still runs. */
function hasMoved(before: Clock, after: Clock): boolean {
  return before.dueAt !== after.dueAt || (after.stoppedAt === null && before.provisional !== after.provisional);
}

function differenceOf(before: Calendar, after: Calendar): string {
  return after
    .flatMap((year) => {
      const old = before.find((one) => one.year === year.year);
      if (!old) return `${year.year}年放假安排到达（${year.notice}）`;
      return canonicalJson(old) === canonicalJson(year) ? [] : `${year.year}年放假安排有改动（${year.notice}）`;
    })
    .join('；');
}

function waiting(db: Workspace['db']): Job[] {
  return readMeta<Job[]>(db.orm, JOBS) ?? [];
}
