import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DutyDesk, nightCall, openDutyDesk } from '../../tests/builders/duty-desk.ts';
import { until } from '../../tests/harness/wait.ts';
import { type PaperMachine, startPaperMachine } from '../../tests/journey/paper-machine.ts';

describe('the answer to 纸出来了吗', () => {
  let dir: string;
  let desk: DutyDesk;
  let machine: PaperMachine;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-answer-'));
    machine = await startPaperMachine();
    desk = await openDutyDesk(dir, new Date('2026-11-23T09:00:00+08:00'));
    await desk.signInAs('严守夜');
    const slip = {
      kind: 'tcp' as const,
      id: 'slip',
      name: '小票',
      host: '127.0.0.1',
      port: machine.port,
      width: '80' as const,
    };
    await desk.call('settings.savePrinters', { printers: { slip, a4: null } });
    await desk.signInAs('夏值班');
  });
  afterEach(async () => {
    await desk.close();
    await machine.close();
    rmSync(dir, { recursive: true, force: true });
  });

  /** A slip of which nobody knows whether it came out. */
  async function doubtfulSlip() {
    await machine.behave({ resetAtEnd: true });
    const record = nightCall(desk.clock.now);
    const { caseId } = await desk.call('case.register', { draftId: 'd', record, signingTaskId: null, print: false });
    const paper = { caseId, document: 'registration_slip', width: null, requestId: 'first' };
    const { id } = await desk.call('print.enqueue', paper);
    await until(
      () => jobs(caseId),
      (all) => all[0]?.state === 'unconfirmed',
    );
    await machine.behave({});
    return { caseId, jobId: id };
  }
  const jobs = (caseId: string) => desk.call('print.jobs', { caseId });

  it('no paper: one 补打 that counts as a copy, however often the answer arrives', async () => {
    const { caseId, jobId } = await doubtfulSlip();
    const answer = { jobId, paperCameOut: false, reprint: true };
    const given = await Promise.allSettled([1, 2, 3].map(() => desk.call('print.answer', answer)));
    expect(given.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    const all = await until(
      () => jobs(caseId),
      (found) => found.some(({ state }) => state === 'confirmed'),
    );
    expect(all.map(({ copy, state }) => [copy, state])).toEqual([
      [1, 'confirmed'],
      [0, 'failed'],
    ]);
    expect(machine.papers().filter((paper) => paper.includes('补打'))).toHaveLength(1);
  });

  it('no paper and no printer any more: neither the answer nor a 补打 is written', async () => {
    const { caseId, jobId } = await doubtfulSlip();
    await desk.signInAs('严守夜');
    await desk.call('settings.savePrinters', { printers: { slip: null, a4: null } });
    await desk.signInAs('夏值班');
    await expect(desk.call('print.answer', { jobId, paperCameOut: false, reprint: true })).rejects.toThrow();
    expect((await jobs(caseId)).map(({ state }) => state)).toEqual(['unconfirmed']);
    expect((await desk.call('case.get', { caseId })).state.papers).toEqual([]);
  });

  it('paper there: nothing is ordered, and a later answer of another window changes nothing', async () => {
    const { caseId, jobId } = await doubtfulSlip();
    await desk.call('print.answer', { jobId, paperCameOut: true, reprint: true });
    await expect(desk.call('print.answer', { jobId, paperCameOut: false, reprint: true })).rejects.toThrow();
    expect((await jobs(caseId)).map(({ state }) => state)).toEqual(['confirmed']);
  });
});
