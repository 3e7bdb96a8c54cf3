import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InputOf } from '../../domain/contract/procedures.ts';
import { DUTY_PIN, type DutyDesk, nightCall, openDutyDesk } from '../../tests/builders/duty-desk.ts';

const MIDNIGHT_CALL = new Date('2026-11-22T00:03:00+08:00');
const later = (minutes: number): Date => new Date(MIDNIGHT_CALL.getTime() + minutes * 60_000);

describe('the duty room', () => {
  let dir: string;
  let desk: DutyDesk;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-duty-'));
    desk = await openDutyDesk(dir, MIDNIGHT_CALL);
    await desk.signInAs('夏值班');
  });
  afterEach(async () => {
    await desk.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const refusal = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: Error) => error.message,
    );
  const night = (name: string, post: 'leader' | 'officer', from: string, to: string) => ({
    id: `${name} ${from}`,
    officerId: desk.officers[name] ?? '',
    post,
    startsAt: `${from}:00+08:00`,
    endsAt: `${to}:00+08:00`,
  });

  describe('clocks of minutes', () => {
    it('run from the entries: the same after a restart and a sleep, and gone when the task is sent out', async () => {
      const { caseId, number } = await desk.takeCall('d', 'onsite');
      const { timers } = await desk.call('duty.timers', {});
      expect(timers).toMatchObject([{ caseId, number, limitId: 'lim_dispatch' }]);
      const due = timers[0]?.dueAt ?? '';
      expect(Date.parse(due)).toBe(later(10).getTime());

      await desk.close();
      desk = await openDutyDesk(dir, later(25));
      await desk.signInAs('夏值班');
      const woken = await desk.call('duty.timers', {});
      expect(woken.timers.map((timer) => timer.dueAt)).toEqual([due]);
      expect(Date.parse(woken.now)).toBe(later(25).getTime());

      const { state } = await desk.call('case.get', { caseId });
      await desk.call('case.act', {
        caseId,
        baseRevision: state.revision,
        requestId: 'sent',
        command: {
          type: 'assign',
          unit: { id: 'squad1', name: '样例一中队', station: null },
          mode: 'handle',
          opinion: '立即到现场',
          outOfArea: true,
        },
      });
      const after = await desk.call('duty.timers', {});
      expect(after.timers.map((timer) => timer.limitId)).not.toContain('lim_dispatch');
    });

    it('go on while nobody is signed in, and say nothing of a person', async () => {
      await desk.takeCall('d', 'onsite');
      await desk.call('session.signOut', {});
      const view = await desk.call('duty.timers', {});
      expect(view.timers).toHaveLength(1);
      expect(JSON.stringify(view)).not.toMatch(/样例来电人|19900000012|液化气/);
    });

    it('are muted by name for one case only, and remembered', async () => {
      const first = await desk.takeCall('a', 'onsite');
      const second = await desk.takeCall('b', 'onsite');
      desk.clock.now = later(9);
      await desk.call('duty.mute', { caseId: first.caseId, limitId: 'lim_dispatch' });
      await desk.close();
      desk = await openDutyDesk(dir, later(9));
      await desk.signInAs('秦接班');
      const { timers } = await desk.call('duty.timers', {});
      const of = (caseId: string) => timers.find((timer) => timer.caseId === caseId)?.muted;
      expect(of(first.caseId)).toEqual({ name: '夏值班', at: '2026-11-22T00:12:00.000+08:00' });
      expect(of(second.caseId)).toBeNull();
      expect(await refusal(desk.call('duty.mute', { caseId: first.caseId, limitId: 'lim_arrive' }))).toContain(
        'not_found',
      );
    });
  });

  describe('the roster', () => {
    it('is drawn up by the station’s administrator or a duty leader, and by nobody else', async () => {
      const shifts = [night('夏值班', 'officer', '2026-11-22T00:00', '2026-11-22T08:00')];
      expect(await refusal(desk.call('duty.rosterSave', { shifts }))).toContain('role_not_allowed');
      expect(await refusal(desk.call('duty.rosterRemove', { ids: ['x'] }))).toContain('role_not_allowed');
      for (const name of ['柏带班', '严守夜']) {
        await desk.signInAs(name);
        expect(await desk.call('duty.rosterSave', { shifts })).toEqual({ ok: true });
      }
    });

    it('says where nobody stands, and takes no turn that ends before it begins', async () => {
      await desk.signInAs('柏带班');
      const shifts = [
        night('柏带班', 'leader', '2026-11-22T00:00', '2026-11-23T00:00'),
        night('夏值班', 'officer', '2026-11-22T00:00', '2026-11-22T08:00'),
      ];
      await desk.call('duty.rosterSave', { shifts });
      const view = await desk.call('duty.roster', { from: '2026-11-22', days: 2 });
      expect(view.faults).toMatchObject([
        { kind: 'few', post: 'officer', from: '2026-11-22T08:00:00+08:00', to: '2026-11-23T00:00:00+08:00' },
        { kind: 'gap', from: '2026-11-23T00:00:00+08:00', to: '2026-11-24T00:00:00+08:00' },
      ]);
      const back = [night('夏值班', 'officer', '2026-11-22T08:00', '2026-11-22T07:00')];
      expect(await refusal(desk.call('duty.rosterSave', { shifts: back }))).toContain('shifts.0.endsAt');
      const { onDuty } = await desk.call('duty.get', {});
      expect(onDuty).toMatchObject({ leaders: ['柏带班'], officers: ['夏值班'] });
    });
  });

  describe('the handover', () => {
    const ask = (change: Partial<InputOf<'duty.handOver'>> = {}): InputOf<'duty.handOver'> => ({
      toOfficerId: desk.officers.秦接班 ?? '',
      toPin: DUTY_PIN,
      note: '',
      seenCases: [],
      ...change,
    });
    const answers = ['du_hand1', 'du_hand2', 'du_hand3', 'du_hand4'].map((id) => ({ id, text: '无异常' }));

    it('drops neither an open case, a draft, a running clock nor an item of the regime’s list', async () => {
      const { caseId, number } = await desk.takeCall('a', 'onsite');
      await desk.call('draft.save', { draftId: 'half', record: nightCall(MIDNIGHT_CALL) });
      const whole = {
        seenCases: [caseId],
        seenDrafts: ['half'],
        seenTimers: [`${caseId} lim_dispatch`],
        items: answers,
      };
      const short: [Partial<InputOf<'duty.handOver'>>, string][] = [
        [{ seenCases: [] }, 'seenCases'],
        [{ seenDrafts: [] }, 'seenDrafts'],
        [{ seenTimers: [] }, 'seenTimers'],
        [{ items: answers.slice(1) }, 'items.du_hand1'],
        [{ items: [...answers.slice(0, 3), { id: 'du_hand4', text: '  ' }] }, 'items.du_hand4'],
      ];
      for (const [left, path] of short)
        expect(await refusal(desk.call('duty.handOver', ask({ ...whole, ...left })))).toContain(path);
      expect((await desk.call('duty.get', {})).current?.officers).toEqual(['夏值班']);

      expect(await desk.call('duty.handOver', ask(whole))).toEqual({ ok: true });
      await desk.signInAs('秦接班');
      const view = await desk.call('duty.get', {});
      expect(view.current?.officers).toEqual(['秦接班']);
      const [sheet] = view.handovers;
      expect(sheet).toMatchObject({ from: '夏值班', to: '秦接班', openCases: 1 });
      expect(sheet?.sheet.map((line) => line.kind)).toEqual(['item', 'item', 'item', 'item', 'timer', 'case', 'draft']);
      expect(sheet?.sheet.find((line) => line.kind === 'timer')).toMatchObject({ label: number });
    });

    it('names who signs for somebody that left without handing over', async () => {
      await desk.signInAs('柏带班');
      await desk.call('duty.handOver', ask({ items: answers }));
      await desk.signInAs('秦接班');
      const [past] = (await desk.call('duty.get', {})).handovers;
      expect(past).toMatchObject({ from: '夏值班', to: '秦接班' });
      expect(past?.sheet[0]?.text).toBe('柏带班代夏值班交班');
    });

    it('shows its sheet to those on duty and their leader, and to no passer-by', async () => {
      await desk.call('duty.handOver', ask({ items: answers, note: '二号线路检修' }));
      const read = async (name: string) => {
        await desk.signInAs(name);
        const { mayReadLog, handovers } = await desk.call('duty.get', {});
        return { mayReadLog, note: handovers[0]?.note, lines: handovers[0]?.sheet.length };
      };
      expect(await read('秦接班')).toEqual({ mayReadLog: true, note: '二号线路检修', lines: 4 });
      const { handovers } = await desk.call('duty.get', {});
      const paper = async () => {
        const headers = { 'x-desk-session': (await desk.call('session.current', {})).token };
        const answer = await desk.fetch(new Request(`http://desk/handover/${handovers[0]?.id}`, { headers }));
        return `${answer.status} ${answer.headers.get('content-type')}`;
      };
      expect(await paper()).toBe('200 application/pdf');
      expect(await read('柏带班')).toMatchObject({ mayReadLog: true });
      expect(await read('路闲人')).toEqual({ mayReadLog: false, note: '', lines: 0 });
      expect(await paper()).toMatch(/^403 /);
      expect(await read('夏值班')).toMatchObject({ mayReadLog: false, note: '' });
    });

    it('loses no case from which the one who leaves has withdrawn, and tells that officer nothing of it', async () => {
      const { caseId, number } = await desk.takeCall('a', 'onsite');
      await desk.signInAs('严守夜');
      const { state } = await desk.call('case.get', { caseId });
      const command = {
        type: 'recuse',
        officerId: desk.officers.夏值班 ?? '',
        name: '夏值班',
        reason: '亲属',
      } as const;
      await desk.call('case.act', { caseId, baseRevision: state.revision, requestId: 'recuse', command });
      await desk.signInAs('夏值班');
      await desk.call('duty.handOver', ask({ items: answers, seenTimers: [`${caseId} lim_dispatch`] }));

      await desk.signInAs('秦接班');
      const told = (await desk.call('duty.get', {})).handovers[0]?.sheet ?? [];
      expect(told.filter((line) => line.label === number).map((line) => line.kind)).toEqual(['timer', 'case']);
      await desk.call('duty.handOver', {
        ...ask({ items: answers, seenCases: [caseId], seenTimers: [`${caseId} lim_dispatch`] }),
        toOfficerId: desk.officers.夏值班 ?? '',
      });
      await desk.signInAs('夏值班');
      const { mayReadLog, handovers } = await desk.call('duty.get', {});
      expect(mayReadLog).toBe(true);
      expect(handovers.flatMap((one) => one.sheet).filter((line) => line.label === number)).toEqual([]);
    });
  });

  describe('the case file', () => {
    it('keeps what was recorded for those on duty from a passer-by, with every entry in its place', async () => {
      const { caseId } = await desk.takeCall('a', 'onsite');
      const onDuty = await desk.call('case.get', { caseId });
      expect(onDuty.state.steps.report?.map((mark) => mark.values)).toMatchObject([{ to: '柏带班' }]);

      await desk.signInAs('路闲人');
      const other = await desk.call('case.get', { caseId });
      expect(JSON.stringify(other)).not.toContain('立即到现场');
      expect(other.entries.map((entry) => entry.id)).toEqual(onDuty.entries.map((entry) => entry.id));
      expect(other.state.revision).toBe(onDuty.state.revision);
      const recorded = other.entries.filter((entry) => entry.kind === 'recorded');
      expect(recorded.map((entry) => [entry.payload.values, entry.masked])).toEqual([
        [{}, true],
        [{}, true],
      ]);
      expect(other.state.steps.report).toMatchObject([{ values: {}, at: onDuty.state.steps.report?.[0]?.at }]);
    });
  });
});
