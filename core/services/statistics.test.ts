import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InputOf } from '../../domain/contract/procedures.ts';
import type { ComplaintRecord } from '../../domain/contract/record.ts';
import { openDemoDesk, type TestDesk } from '../../tests/builders/desk.ts';
import { sampleRecord } from '../../tests/harness/samples.ts';

const MARCH = { from: '2026-03-01', to: '2026-03-31' };
const FIRST =
  '上午九点到窗口办二手房过户，排队等了两个多小时，窗口人员说复印件不清楚让回去重印，回来窗口已经暂停服务。';
const RETOLD = '我去办二手房转移登记，取号后等了两个小时，工作人员嫌复印件不清楚，叫我重新复印，再来时窗口没人了。';

function record(phone: string, narrative: string): ComplaintRecord {
  const sample = sampleRecord('tanghe-04');
  return {
    ...sample,
    kind: 'complaint',
    channel: 'phone',
    complainant: { type: 'named', name: '员样例', id_type: 'id_card', id_no: '', phone, address: '' },
    respondent: { unit: '不动产登记窗口', window_no: '03', staff: '' },
    request: '',
    narrative,
  };
}

describe('statistics and earlier cases at the desk', () => {
  let dir: string;
  let desk: TestDesk;
  const cases: string[] = [];

  const act = async (caseId: string, command: InputOf<'case.act'>['command']) => {
    const { state } = await desk.call('case.get', { caseId });
    const requestId = `${caseId} ${command.type} ${state.revision}`;
    await desk.call('case.act', { caseId, baseRevision: state.revision, requestId, command });
  };
  const advise = async (told: ComplaintRecord) =>
    (await desk.call('intake.advise', { record: told, category: null })).duplicates;
  const behind = (group: 'flow' | 'channel', value: string) =>
    desk.call('statistics.cases', { of: { type: 'figure', ...MARCH, group, value } });

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-statistics-'));
    desk = await openDemoDesk(dir);
    await desk.signInAs('intake_officer');
    for (const [i, narrative] of [FIRST, '不动产证上的面积写少了，要求更正。'].entries()) {
      cases.push((await desk.register(`d${i}`, record(`1990000000${i}`, narrative))).caseId);
    }
    for (const caseId of cases) await live(caseId);
    await desk.signInAs('intake_officer');
  }, 120_000);
  afterAll(async () => {
    await desk.close();
    rmSync(dir, { recursive: true, force: true });
  });

  /** From acceptance to a finding that the complaint was right. */
  async function live(caseId: string): Promise<void> {
    await desk.signInAs('ducha');
    await act(caseId, { type: 'accept', category: 'general' });
    await act(caseId, { type: 'investigate', text: '已核实' });
    await desk.signInAs('leader');
    await act(caseId, { type: 'approve', decision: 'agree', opinion: '同意转办' });
    await desk.signInAs('ducha');
    const unit = { id: 'u-bdc', name: '县不动产登记机构', station: null };
    await act(caseId, { type: 'assign', unit, mode: 'handle', opinion: '请核实' });
    await desk.signInAs('unit');
    await act(caseId, { type: 'reply', opinion: '已整改' });
    await desk.signInAs('ducha');
    await act(caseId, { type: 'feed_back', means: 'phone', result: '已告知', satisfaction: 'satisfied' });
    await act(caseId, { type: 'close', outcome: 'resolved', verified: 'true', summary: '属实' });
  }

  it('shows the earlier case to an officer who hears the matter again in other words', async () => {
    const [again] = await advise(record('19900000099', RETOLD));
    expect(again).toMatchObject({ caseId: cases[0], kind: 'same', status: 'closed' });
    expect(again?.reasons.length).toBeGreaterThan(0);
    const samePerson = await advise(record('19900000000', '身份证补领交了钱两个月还没有拿到。'));
    expect(samePerson.find((one) => one.caseId === cases[0])).toMatchObject({ kind: 'person' });
    expect(await advise(record('19900000099', '楼下烧烤店每天营业到凌晨，声音很大。'))).toEqual([]);
  });

  it('did not know a person whose number was written with hyphens, or who came as the agent the other time', async () => {
    const other = '身份证补领交了钱两个月还没有拿到。';
    const ofThisPerson = async (told: ComplaintRecord) =>
      (await advise(told)).find((one) => one.caseId === cases[0] && one.kind === 'person')?.reasons;
    expect(await ofThisPerson(record('199-0000-0000', other))).toContainEqual(expect.stringContaining('电话相同'));
    const byAgent = record('19900000098', other);
    const agent = { name: '员代理', phone: '199 0000 0000', id_type: null, id_no: '' };
    const told = { ...byAgent, complainant: { ...byAgent.complainant, agent } } as ComplaintRecord;
    expect(await ofThisPerson(told)).toContainEqual(expect.stringContaining('电话相同'));
  });

  it('forgets what is older than four hundred days', async () => {
    const then = desk.clock.now;
    desk.clock.now = new Date(then.getTime() + 401 * 86_400_000);
    await desk.signInAs('intake_officer');
    expect(await advise(record('19900000000', RETOLD))).toEqual([]);
    desk.clock.now = then;
    await desk.signInAs('intake_officer');
  });

  it('counts the period, and every figure opens exactly its cases', async () => {
    const { groups } = await desk.call('statistics', MARCH);
    const flow = Object.fromEntries(groups.flow.map(({ value, count }) => [value, count]));
    expect(flow).toMatchObject({ registered: 2, accepted: 2, closed: 2, verified: 2 });
    expect(groups.unit_verified).toEqual([{ value: '不动产登记窗口', name: '不动产登记窗口', count: 2 }]);
    expect(groups.satisfaction.map(({ name, count }) => [name, count])).toEqual([['满意', 2]]);
    const found = await behind('flow', 'verified');
    expect(found.rows.map((row) => row.caseId)).toEqual(cases);
    expect((await desk.call('statistics', { from: '2026-04-01', to: '2026-04-30' })).groups.flow).toEqual([]);
  });

  it('says which window has come to two verified complaints this year, and one short of three', async () => {
    const counted = await desk.call('statistics.consequences', { day: '2026-12-31' });
    const of = (id: string) => counted.find((one) => one.id === id && one.subject.name === '不动产登记窗口');
    expect(of('csq_2')).toMatchObject({ count: 2, standing: 'reached', machine: true });
    expect(of('csq_3')).toMatchObject({ count: 2, standing: 'one_short' });
    expect(of('rew_zero')).toBeUndefined();
    const subject = of('csq_2')?.subject ?? { kind: 'window' as const, name: '' };
    const opened = await desk.call('statistics.cases', {
      of: { type: 'consequence', day: '2026-12-31', id: 'csq_2', subject },
    });
    expect(opened.rows.map((row) => row.caseId)).toEqual(cases);
  });

  it('shows a case from which an officer has withdrawn neither as an earlier one nor behind a figure', async () => {
    const me = (await desk.call('session.current', {})).officer;
    const caseId = (await desk.register('recused', record('19900000055', FIRST))).caseId;
    await desk.signInAs('ducha');
    await act(caseId, { type: 'recuse', officerId: me.id, name: me.name, reason: '与被投诉人有亲属关系' });
    expect((await advise(record('19900000055', RETOLD))).map((one) => one.caseId)).toContain(caseId);
    await desk.signInAs('intake_officer');
    expect((await advise(record('19900000055', RETOLD))).map((one) => one.caseId)).not.toContain(caseId);
    const listed = await behind('channel', 'phone');
    expect(listed.rows.map((row) => row.caseId)).not.toContain(caseId);
    expect(listed.total).toBe(2);
  });
});
