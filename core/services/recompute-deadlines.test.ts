import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { differingColumns } from '../../db/inspect.ts';
import { openStationDb } from '../../db/open.ts';
import { type Calendar, STATE_COUNCIL_CALENDAR } from '../../domain/calendar/holidays.ts';
import type { Command } from '../../domain/contract/commands.ts';
import type { DeskEvent } from '../../domain/contract/views/station.ts';
import { holidayYear, parseCalendar } from '../../domain/rulebook/calendar-file.ts';
import { nextUuid } from '../../tests/builders/entries.ts';
import { calendarOf } from '../../tests/builders/rulebooks.ts';
import { sampleRecord } from '../../tests/harness/samples.ts';
import { until } from '../../tests/harness/wait.ts';
import { createEvents } from '../events.ts';
import { loadProfiles } from '../load-profiles.ts';
import { systemPlatform } from '../platform.ts';
import type { StationSettings, Workspace } from '../workspace.ts';
import { actOnCase } from './act-on-case.ts';
import { caseFile } from './case-views.ts';
import { projectionOf } from './project-case.ts';
import { createRecompute, noteCalendar } from './recompute-deadlines.ts';
import { registerComplaint } from './register-complaint.ts';
import { writeStation } from './station-settings.ts';

const officer = { id: 'o', name: '示例员', roles: ['intake_officer', 'ducha', 'leader'] };
const KNOWN: Calendar = STATE_COUNCIL_CALENDAR.filter((year) => year.year <= 2026);
const yearOf = (text: string) => holidayYear(parseCalendar(text, 'calendar.yaml'));
const WITH_2027: Calendar = [...KNOWN, yearOf(calendarOf(2027))];

describe('a calendar that arrives while cases run', () => {
  let dir: string;
  let now: Date;
  let calendar: Calendar;
  let workspace: Workspace;

  const open = () => {
    const settings: StationSettings = {
      station: { code: 'TH03', name: '样例', organisation: '样例', regime: 'tanghe', phone: '' },
      printers: { slip: null, a4: null, spare: null },
      units: [],
      windows: [],
      demo: false,
    };
    const db = openStationDb({ dataDir: dir, key: new Uint8Array(32).fill(7) });
    writeStation(db, settings);
    workspace = {
      db,
      platform: { ...systemPlatform(() => {}), now: () => now },
      events: createEvents(),
      profiles: loadProfiles(),
      get calendar() {
        return calendar;
      },
      dataDir: dir,
      settings: () => settings,
    };
  };
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-recompute-'));
    now = new Date('2026-12-29T10:00:00+08:00');
    calendar = KNOWN;
    open();
    workspace.db.raw.transaction(() => noteCalendar(workspace, calendar)).immediate();
  });
  afterEach(() => {
    workspace.db.close();
    rmSync(dir, { recursive: true, force: true });
  });

  /** A case by telephone, accepted at once: three working days run. */
  const acceptedCase = (at?: string) => {
    const caseId = registeredCase(at);
    act(caseId, { type: 'accept', category: 'general' });
    return caseId;
  };
  const registeredCase = (at = '2026-12-29T10:00:00+08:00') => {
    now = new Date(at);
    const record = { ...sampleRecord('tanghe-02'), received_at: at };
    const { caseId } = registerComplaint(workspace, officer, {
      draftId: nextUuid(),
      record,
      signingTaskId: null,
      print: false,
    });
    return caseId;
  };
  const act = (caseId: string, command: Command) =>
    actOnCase(workspace, officer, {
      caseId,
      baseRevision: view(caseId).state.revision,
      requestId: nextUuid(),
      command,
    });
  const view = (caseId: string) => caseFile(workspace, officer, caseId, () => new Set());
  const dueOf = (caseId: string) => {
    const { row, clocks } = view(caseId);
    return [row.nextDue?.dueAt.slice(0, 10), row.nextDue?.provisional, clocks[0]?.due];
  };
  const changes = (caseId: string) =>
    view(caseId).deadlineChanges.map(({ limitId, before, after }) => [limitId, before, after]);
  const arrives = (next: Calendar) => {
    calendar = next;
    workspace.db.raw.transaction(() => noteCalendar(workspace, next)).immediate();
  };
  const finish = async (slice = { cases: 2, ms: 1_000 }) => {
    const recompute = createRecompute(workspace, slice);
    recompute.wake();
    await until(
      () => recompute.progress(),
      (left) => left === null,
    );
    await recompute.stop();
  };

  it('makes provisional deadlines firm and writes down each one that moved, and no other', async () => {
    const early = acceptedCase('2026-11-02T10:00:00+08:00');
    const cases = Array.from({ length: 5 }, () => acceptedCase());
    expect(dueOf(cases[0] ?? '')).toEqual(['2027-01-01', true, '2027-01-01']);
    const told: DeskEvent[] = [];
    workspace.events.subscribe((event) => told.push(event));
    arrives(WITH_2027);
    await finish();
    for (const caseId of cases) {
      expect(dueOf(caseId)).toEqual(['2027-01-06', false, '2027-01-06']);
      expect(changes(caseId)).toEqual([['lim_general', '2027-01-01', '2027-01-06']]);
    }
    const [change] = view(cases[0] ?? '').deadlineChanges;
    expect(change).toMatchObject({
      what: '一般性咨询投诉办结',
      reason: expect.stringContaining('样例：2027年放假安排'),
    });
    expect(change?.reason).toContain('不再是暂定');
    expect(changes(early)).toEqual([]);
    for (const caseId of [early, ...cases])
      expect(differingColumns(workspace.db, projectionOf(workspace, view(caseId).state))?.columns).toEqual([]);
    expect(told.at(-1)).toEqual({ type: 'recompute', done: 6, total: 6 });
  });

  it('writes down a deadline that stays on its day and is no longer provisional', async () => {
    const caseId = acceptedCase('2026-12-29T10:00:00+08:00');
    arrives([...KNOWN, { ...yearOf(calendarOf(2027)), off: [{ name: '春节', from: '2027-02-05', to: '2027-02-11' }] }]);
    await finish();
    expect(dueOf(caseId)).toEqual(['2027-01-01', false, '2027-01-01']);
    expect(changes(caseId)).toEqual([['lim_general', '2027-01-01', '2027-01-01']]);
  });

  it('takes new complaints between two slices; what began under the new calendar never moved', async () => {
    const cases = Array.from({ length: 6 }, () => acceptedCase());
    const undecided = registeredCase();
    arrives(WITH_2027);
    const recompute = createRecompute(workspace, { cases: 1, ms: 1_000 });
    recompute.wake();
    const late: string[] = [];
    while (late.length < 2) {
      await new Promise((resolve) => setImmediate(resolve));
      late.push(acceptedCase('2026-12-29T10:05:00+08:00'));
    }
    act(undecided, { type: 'accept', category: 'general' });
    late.push(undecided);
    expect(recompute.progress()?.done).toBeLessThan(6);
    await until(
      () => recompute.progress(),
      (left) => left === null,
    );
    for (const caseId of late) expect([dueOf(caseId)[0], changes(caseId)]).toEqual(['2027-01-06', []]);
    for (const caseId of cases) expect(changes(caseId)).toHaveLength(1);
    await recompute.stop();
  });

  it('goes on after a crash where it was, and writes nothing down twice', async () => {
    const cases = Array.from({ length: 7 }, () => acceptedCase());
    arrives(WITH_2027);
    const recompute = createRecompute(workspace, { cases: 2, ms: 1_000 });
    const first = new Promise((resolve) => workspace.events.subscribe(resolve));
    recompute.wake();
    await first;
    // As when the process is killed: the next slice finds no database any more.
    workspace.db.close();
    await recompute.stop();
    open();
    const half = cases.map((caseId) => changes(caseId).length);
    expect([half.includes(1), half.includes(0)]).toEqual([true, true]);
    workspace.db.raw.transaction(() => noteCalendar(workspace, calendar)).immediate();
    await finish();
    for (const caseId of cases) {
      expect(changes(caseId)).toHaveLength(1);
      expect(dueOf(caseId)[0]).toBe('2027-01-06');
    }
  });

  it('tells two calendars apart of which the second came before the first was worked off', async () => {
    const caseId = acceptedCase();
    arrives(WITH_2027);
    const corrected = {
      ...yearOf(calendarOf(2027, '2')),
      off: [{ name: '元旦', from: '2027-01-01', to: '2027-01-06' }],
    };
    arrives([...KNOWN, corrected]);
    await finish();
    expect(changes(caseId)).toEqual([
      ['lim_general', '2027-01-01', '2027-01-06'],
      ['lim_general', '2027-01-06', '2027-01-07'],
    ]);
    expect(view(caseId).deadlineChanges.map((change) => change.reason)).toEqual([
      expect.stringContaining('2027年放假安排到达'),
      expect.stringContaining('2027年放假安排有改动'),
    ]);
  });
});
