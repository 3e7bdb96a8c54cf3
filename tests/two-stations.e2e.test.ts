import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../domain/contract/commands.ts';
import { type Centre, startCentre } from './harness/centre.ts';
import { type Desk, signAt, startDesk } from './harness/desk.ts';
import { sampleRecord } from './harness/samples.ts';
import { until } from './harness/wait.ts';

/** One life of a case across a hall desk, the supervision office and the accused unit, with the real centre between. */
describe('two stations and a unit, with the real centre', () => {
  const dir = mkdtempSync(join(tmpdir(), 'jiesu-'));
  let centre: Centre;
  let hall: Desk;
  let office: Desk;
  let unit: Desk;
  let caseId = '';

  const setUp = async (name: string, code: string, officer: { name: string; roles: string[] }): Promise<Desk> => {
    const desk = await startDesk(join(dir, name));
    const { officerId } = await desk.call('setup.create', {
      station: { code, name: `样例${code}`, organisation: '', phone: '' },
      regime: 'tanghe',
      officer: { ...officer, screenRole: '', pin: '802413' },
      printers: { slip: null, a4: null },
      centre: null,
    });
    await desk.signIn(officerId, '802413');
    return desk;
  };

  const act = async (desk: Desk, command: Command) => {
    const { state } = await desk.call('case.get', { caseId });
    return desk.call('case.act', { caseId, baseRevision: state.revision, requestId: randomUUID(), command });
  };
  const statusAt = async (desk: Desk) =>
    desk
      .call('case.get', { caseId })
      .then((file) => file.state.status)
      .catch(() => 'absent');

  beforeAll(async () => {
    hall = await setUp('hall', 'TH03', { name: '葛知秋', roles: ['intake_officer'] });
    office = await setUp('office', 'TH01', { name: '牛穗丰', roles: ['ducha', 'leader'] });
    unit = await setUp('unit', 'TH12', { name: '曲径通', roles: ['window_chief', 'unit'] });
  }, 60_000);

  afterAll(async () => {
    await Promise.all([hall?.running.stop(), office?.running.stop(), unit?.running.stop()]);
    await centre?.running.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it('takes a complaint with no centre: it waits, and nothing blocks', async () => {
    const draftId = randomUUID();
    const record = sampleRecord('tanghe-01');
    await hall.call('draft.save', { draftId, record });
    const task = await hall.call('signing.start', { purpose: 'registration', draftId, lan: false });
    await signAt(task.localUrl);
    const saved = await hall.call('case.register', { draftId, record, signingTaskId: task.taskId, print: true });
    caseId = saved.caseId;
    expect(saved.number).toMatch(/^TH03-\d{8}-0001-[0-9A-Z]$/);
    const file = await hall.call('case.get', { caseId });
    expect(file.row.sync).toBe('pending');
    expect(file.state.record).toEqual(record);
  });

  it('reports by itself when the centre comes up, exactly once, and the supervision office has it', async () => {
    centre = await startCentre(join(dir, 'centre'));
    for (const [desk, code, kind, units] of [
      [hall, 'TH03', 'hall_window', []],
      [office, 'TH01', 'supervision_office', []],
      [unit, 'TH12', 'handling_unit', ['u-bdc']],
    ] as const) {
      const enrolCode = await centre.invite(code, kind, 'tanghe', units);
      await desk.call('sync.configure', { address: centre.address, enrolCode });
    }
    await until(
      () => hall.call('case.get', { caseId }),
      (file) => file.row.sync === 'reported',
    );
    const there = await until(
      () => office.call('worklist', { view: 'all' }),
      (list) => list.rows.length > 0,
    );
    expect(there.rows.map((row) => row.caseId)).toEqual([caseId]);
    expect((await office.call('case.get', { caseId })).state.record).toEqual(sampleRecord('tanghe-01'));
  }, 60_000);

  it('lives the whole life of 唐河 across stations', async () => {
    await act(hall, { type: 'accept', category: 'general' });
    await until(
      () => statusAt(office),
      (status) => status === 'accepted',
    );
    await act(office, { type: 'approve', decision: 'agree', opinion: '同意转办' });
    await act(office, {
      type: 'assign',
      unit: { id: 'u-bdc', name: '县不动产登记机构', station: 'TH12' },
      mode: 'handle',
      opinion: '请核实',
    });
    await until(
      () => statusAt(unit),
      (status) => status === 'assigned',
    );
    await act(unit, { type: 'reply', opinion: '已当面道歉，材料清单已交群众' });
    await until(
      () => statusAt(hall),
      (status) => status === 'replied',
    );

    const result = '窗口已道歉，一次性告知单已交本人。';
    await until(
      () => statusAt(office),
      (status) => status === 'replied',
    );
    const task = await office.call('signing.start', { purpose: 'feedback', caseId, result, lan: false });
    await signAt(task.localUrl, 'satisfied');
    await act(office, {
      type: 'feed_back',
      means: 'in_person',
      result,
      satisfaction: null,
      signingTaskId: task.taskId,
    });
    await act(office, { type: 'close', outcome: 'resolved', verified: 'true', summary: '属实，已解决' });
    await act(office, { type: 'archive', note: '' });
    await until(
      () => statusAt(hall),
      (status) => status === 'archived',
    );
    const file = await hall.call('case.get', { caseId });
    expect(file.state.feedback?.satisfaction).toBe('satisfied');
    expect(file.entries.every((entry) => entry.sync === 'reported')).toBe(true);
    expect(file.clocks.map((clock) => [clock.limitId, clock.state])).toEqual([
      ['lim_general', 'met'],
      ['lim_feedback', 'met'],
    ]);
  }, 60_000);

  it('never shows the accused unit who complained', async () => {
    const seen = JSON.stringify(await unit.call('case.get', { caseId }));
    for (const secret of ['𠮷祥', '999999195903142175', '19900000001', '东赵庄']) expect(seen).not.toContain(secret);
    expect((await unit.call('search', { query: '𠮷祥' })).rows).toEqual([]);
    expect((await unit.call('search', { query: '19900000001' })).rows).toEqual([]);
  });
});
