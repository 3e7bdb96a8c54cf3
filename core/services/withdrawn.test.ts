import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../domain/contract/commands.ts';
import type { ComplaintRecord } from '../../domain/contract/record.ts';
import { openDemoDesk, type TestDesk } from '../../tests/builders/desk.ts';
import { sampleRecord } from '../../tests/harness/samples.ts';

describe('an officer who has withdrawn from a case (回避)', () => {
  let dir: string;
  let desk: TestDesk;
  let caseId: string;
  let photo: string;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-withdrawn-'));
    desk = await openDemoDesk(dir);
    await desk.signInAs('intake_officer');
    photo = (await desk.upload('a photo of the window')).sha256;
    const evidence = [{ kind: 'photo', name: '照片.jpg', sha256: photo }];
    caseId = (await desk.register('d', { ...byPhone(), evidence })).caseId;
    const me = (await desk.call('session.current', {})).officer;
    await desk.signInAs('ducha');
    await act(caseId, { type: 'recuse', officerId: me.id, name: me.name, reason: '与被投诉人有亲属关系' });
    await desk.signInAs('intake_officer');
  });
  afterEach(async () => {
    await desk.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const byPhone = (): ComplaintRecord => ({ ...sampleRecord('tanghe-04'), channel: 'phone' });
  async function act(id: string, command: Command) {
    const { state } = await desk.call('case.get', { caseId: id });
    return desk.call('case.act', {
      caseId: id,
      baseRevision: state.revision,
      requestId: `${id} ${command.type}`,
      command,
    });
  }
  const refusal = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: Error) => error.message,
    );
  const getFile = (sha256: string) =>
    desk.fetch(new Request(`http://desk/files/${sha256}`, { headers: { 'x-desk-session': desk.session() } }));

  it('opens no signing page of it', async () => {
    const asked = desk.call('signing.start', { purpose: 'feedback', caseId, result: '已解决', lan: false });
    expect(await refusal(asked)).toContain('not_found');
  });

  it('finds none of its papers in the print queue, and stops none', async () => {
    const queue = async () =>
      (await desk.call('print.jobs', { caseId: null, offset: 0, limit: 50 })).map((job) => job.caseId);
    expect(await queue()).not.toContain(caseId);
    await desk.signInAs('ducha');
    expect(await queue()).toContain(caseId);
    const jobs = await desk.call('print.jobs', { caseId, offset: 0, limit: 50 });
    await desk.signInAs('intake_officer');
    expect(await refusal(desk.call('print.cancel', { jobId: jobs[0]?.id ?? '' }))).toContain('not_found');
  });

  it('gets none of its files by their hash, while another case has them as well', async () => {
    expect((await getFile(photo)).status).not.toBe(200);
    await desk.register('other', { ...byPhone(), evidence: [{ kind: 'photo', name: '照片.jpg', sha256: photo }] });
    expect((await getFile(photo)).status).toBe(200);
  });

  it('learns nothing of how it ended by merging another case into it', async () => {
    const third = await desk.register('third', byPhone());
    const other = await desk.register('other', byPhone());
    await desk.signInAs('ducha');
    await act(caseId, { type: 'merge', intoCaseId: third.caseId, reason: '同一事项' });
    await desk.signInAs('intake_officer');
    const { state } = await desk.call('case.get', { caseId: other.caseId });
    const command = { type: 'merge', intoCaseId: caseId, reason: '同一事项' } as const;
    const merged = desk.call('case.act', {
      caseId: other.caseId,
      baseRevision: state.revision,
      requestId: 'merge',
      command,
    });
    expect(await refusal(merged)).toContain('not_found');
  });
});
