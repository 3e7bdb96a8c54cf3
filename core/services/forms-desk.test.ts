import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../domain/contract/commands.ts';
import { type DutyDesk, nightCall, openDutyDesk } from '../../tests/builders/duty-desk.ts';

describe('forms of the regime at the desk', () => {
  let dir: string;
  let desk: DutyDesk;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-forms-desk-'));
    desk = await openDutyDesk(dir, new Date('2026-11-23T09:00:00+08:00'));
    await desk.signInAs('严守夜');
    const a4 = { kind: 'screen' as const, id: 'a4', name: 'A4', width: 'a4' as const };
    await desk.call('settings.savePrinters', { printers: { slip: null, a4 } });
    await desk.signInAs('夏值班');
  });
  afterEach(async () => {
    await desk.close();
    rmSync(dir, { recursive: true, force: true });
  });

  async function act(caseId: string, requestId: string, command: Command) {
    const { state } = await desk.call('case.get', { caseId });
    return desk.call('case.act', { caseId, baseRevision: state.revision, requestId, command });
  }
  /** A night call that was reported, relayed and accepted. */
  async function takeCall(): Promise<{ caseId: string }> {
    const record = nightCall(desk.clock.now);
    const { caseId } = await desk.call('case.register', { draftId: 'd', record, signingTaskId: null, print: false });
    const report = { to: '柏带班', content: '充装点夜间仍在充装' };
    await act(caseId, 'report', { type: 'record', step: 'report', values: report });
    const relay = { order: '立即到现场', notified: '样例一中队' };
    await act(caseId, 'relay', { type: 'record', step: 'relay', values: relay });
    await act(caseId, 'accept', { type: 'accept', category: 'onsite' });
    return { caseId };
  }
  const notice = (progress: string): Command => ({
    type: 'urge',
    urging: 'urg_notice',
    unit: '样例一中队',
    person: '例队长',
    progress,
  });

  it('urging prints the slip that its rule names, each time a new one, and it is offered again as 补打', async () => {
    const { caseId } = await takeCall();
    await desk.signInAs('严守夜');
    const first = await act(caseId, 'urge 1', notice('请于今日反馈'));
    expect(first.jobs.map((job) => [job.document, job.copy])).toContainEqual(['form:督办通知单@1', 0]);
    const second = await act(caseId, 'urge 2', notice('仍未反馈'));
    expect(second.jobs.map((job) => [job.document, job.copy])).toContainEqual(['form:督办通知单@2', 0]);

    const { documents } = await desk.call('case.get', { caseId });
    const offered = documents.filter((paper) => paper.document.startsWith('form:督办通知单'));
    expect(offered.map((paper) => [paper.title, paper.available])).toEqual([
      ['督办通知单（第1次）', true],
      ['督办通知单（第2次）', true],
    ]);
    const again = { caseId, document: 'form:督办通知单', width: null, requestId: 'again' };
    expect(await desk.call('print.enqueue', again)).toMatchObject({ document: 'form:督办通知单@2', copy: 1 });
  });

  it('a form that the regime does not have, or that has nothing to say yet, is refused', async () => {
    const { caseId } = await takeCall();
    const ask = (document: string) =>
      desk.call('print.enqueue', { caseId, document, width: null, requestId: document }).catch(String);
    expect(await ask('form:没有的表')).toContain('document_unknown');
    expect(await ask('form:案件分流记录')).toContain('document_unavailable');
  });

  it('the duty log’s paper is for those on duty; a book over a period holds the case', async () => {
    const { caseId } = await takeCall();
    const get = async (path: string) =>
      desk.fetch(new Request(`http://desk${path}`, { headers: { 'x-desk-session': await session() } }));
    const session = async () => (await desk.call('session.current', {})).token;
    const log = `/paper/${caseId}/${encodeURIComponent('form:值班记录')}?width=a4`;
    const book = `/register/${encodeURIComponent('受理登记簿')}?from=2026-11-23&to=2026-11-23`;
    for (const path of [log, book]) expect((await get(path)).headers.get('content-type')).toBe('application/pdf');
    await desk.signInAs('路闲人');
    expect((await get(log)).status).toBeGreaterThanOrEqual(400);
    expect((await get('/handover/last')).status).toBeGreaterThanOrEqual(400);
  });
});
