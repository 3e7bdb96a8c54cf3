import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ComplaintRecord } from '../domain/contract/record.ts';
import { openDemoDesk, type TestDesk } from '../tests/builders/desk.ts';
import { sampleRecord } from '../tests/harness/samples.ts';
import { VERSION } from './version.ts';

describe('the desk', () => {
  let dir: string;
  let desk: TestDesk;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-desk-'));
    desk = await openDemoDesk(dir);
    await desk.signInAs('intake_officer');
  });
  afterEach(async () => {
    await desk.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const refusal = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: Error) => error.message,
    );
  const byPhone = (): ComplaintRecord => ({ ...sampleRecord('tanghe-04'), channel: 'phone' });

  it('says its version as package.json does', () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(VERSION).toBe(version);
  });

  it('explains in Chinese, beside the field, what is too long, and keeps the draft as it was', async () => {
    const record = byPhone();
    await desk.call('draft.save', { draftId: 'd', record });
    const long = { ...record, complainant: { ...record.complainant, name: '长'.repeat(500) } };
    const said = await refusal(desk.call('draft.save', { draftId: 'd', record: long }));
    expect(said).toContain('"path":"complainant.name"');
    expect(said).toContain('内容太长');
    expect((await desk.call('draft.get', { draftId: 'd' })).record).toEqual(record);
  });

  it('finds a case by what a scanner reads off its papers', async () => {
    const { caseId, number } = await desk.register('d', byPhone());
    await desk.register('another', byPhone());
    const bars = number.replaceAll('-', '');
    for (const query of [number, bars, `JSD1:${number}`, `jsd1：${number.toLowerCase()}`, `JSD1:${bars}\n`])
      expect(
        (await desk.call('search', { query })).rows.map((row) => row.caseId),
        query,
      ).toEqual([caseId]);
    expect((await desk.call('search', { query: `JSD1:${number.slice(0, -1)}` })).rows).toEqual([]);
  });

  it('gives one case and one number to a save that was asked for twice', async () => {
    const record = byPhone();
    const ask = () => desk.call('case.register', { draftId: 'once', record, signingTaskId: null, print: true });
    const [first, second] = [await ask(), await ask()];
    expect(second.number).toBe(first.number);
    expect(second.jobs.map((job) => job.id)).toEqual(first.jobs.map((job) => job.id));
    expect((await desk.call('worklist', { view: 'all' })).total).toBe(1);
    expect(await refusal(desk.call('draft.save', { draftId: 'once', record }))).toContain('already_done');
  });

  it('carries a repeated command out once, and refuses one written before somebody else decided', async () => {
    const { caseId } = await desk.register('d', byPhone());
    const { state } = await desk.call('case.get', { caseId });
    const accept = {
      caseId,
      baseRevision: state.revision,
      requestId: 'r1',
      command: { type: 'accept', category: 'general' } as const,
    };
    const once = await desk.call('case.act', accept);
    expect(await desk.call('case.act', accept)).toMatchObject({ revision: once.revision });
    expect(await refusal(desk.call('case.act', { ...accept, requestId: 'r2' }))).toMatch(/case_changed/);
    const file = await desk.call('case.get', { caseId });
    expect(file.entries.filter((entry) => entry.kind === 'accepted')).toHaveLength(1);
  });

  it('offers no refusal where the regime has none, and says which sentence stands against it', async () => {
    const { caseId } = await desk.register('d', byPhone());
    const { state, actions } = await desk.call('case.get', { caseId });
    const offer = actions.find((one) => one.action === 'refuse');
    expect(offer).toMatchObject({ allowed: false, code: 'no_refusal_in_regime' });
    const said = await refusal(
      desk.call('case.act', {
        caseId,
        baseRevision: state.revision,
        requestId: 'r',
        command: { type: 'refuse', ground: 'YN-8-1', explanation: '' },
      }),
    );
    expect(said).toContain('no_refusal_in_regime');
  });

  it('lets no role do what is another role’s', async () => {
    const { caseId } = await desk.register('d', byPhone());
    await desk.call('case.act', {
      caseId,
      baseRevision: (await desk.call('case.get', { caseId })).state.revision,
      requestId: 'a',
      command: { type: 'accept', category: 'general' },
    });
    const { state } = await desk.call('case.get', { caseId });
    const approve = {
      caseId,
      baseRevision: state.revision,
      requestId: 'b',
      command: { type: 'approve', decision: 'agree', opinion: '同意' } as const,
    };
    expect(await refusal(desk.call('case.act', approve))).toContain('role_not_allowed');
    await desk.signInAs('leader');
    await desk.call('case.act', approve);
    expect((await desk.call('case.get', { caseId })).state.status).toBe('approved');
  });

  it('wants the citizen to sign again when the record changes after the signature', async () => {
    const record = sampleRecord('tanghe-01');
    await desk.call('draft.save', { draftId: 's', record });
    const task = await desk.call('signing.start', { purpose: 'registration', draftId: 's', lan: false });
    const read = (await (await fetch(`${task.localUrl}/task`)).json()) as { textHash: string };
    const strokes = [Array.from({ length: 30 }, (_, i) => ({ x: i * 6, y: (i % 7) * 9, t: i, pressure: 0.5 }))];
    const send = (body: unknown) =>
      fetch(`${task.localUrl}/signature`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const signature = { width: 400, height: 200, strokes };
    const empty = await send({ textHash: read.textHash, satisfaction: null, signature: { ...signature, strokes: [] } });
    expect(((await empty.json()) as { error: { code: string } }).error.code).toBe('signature_empty');
    const other = await send({ textHash: '0'.repeat(64), satisfaction: null, signature });
    expect(((await other.json()) as { error: { code: string } }).error.code).toBe('signature_text_changed');
    expect((await send({ textHash: read.textHash, satisfaction: null, signature })).status).toBe(200);
    expect((await send({ textHash: read.textHash, satisfaction: null, signature })).status).toBe(410);

    const changed = { ...record, narrative: `${record.narrative}。` };
    expect((await desk.call('draft.save', { draftId: 's', record: changed })).signatureCurrent).toBe(false);
    const ask = (given: ComplaintRecord) =>
      desk.call('case.register', { draftId: 's', record: given, signingTaskId: task.taskId, print: false });
    expect(await refusal(ask(changed))).toContain('signature_text_changed');
    const { caseId } = await ask(record);
    const file = await desk.call('case.get', { caseId });
    expect(file.state.signature?.signature.strokes).toEqual(strokes);
    expect(file.state.signature?.textHash).toBe(read.textHash);
  });

  it('shows a citizen’s page to its own token only, and to nobody once it is done', async () => {
    await desk.call('draft.save', { draftId: 's', record: sampleRecord('tanghe-01') });
    const task = await desk.call('signing.start', { purpose: 'registration', draftId: 's', lan: false });
    const wrong = task.localUrl.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    expect((await fetch(`${wrong}/task`)).status).toBe(410);
    expect((await fetch(new URL('/api/worklist', task.localUrl), { method: 'POST', body: '{}' })).status).toBe(404);
    const foreign = await fetch(`${task.localUrl}/task`, { headers: { origin: 'http://evil.invalid' } });
    expect(foreign.status).toBe(403);
    expect(
      await refusal(desk.call('signing.start', { purpose: 'registration', draftId: 'other', lan: false })),
    ).toContain('not_found');
    await desk.call('draft.save', { draftId: 'other', record: sampleRecord('tanghe-06') });
    expect(
      await refusal(desk.call('signing.start', { purpose: 'registration', draftId: 'other', lan: false })),
    ).toContain('signing_busy');
    await desk.call('signing.cancel', { taskId: task.taskId });
    expect((await fetch(`${task.localUrl}/task`)).status).toBe(410);
  });

  it('slows a guesser of PINs down, and lets no deactivated officer in', async () => {
    const [officer] = await desk.call('session.officers', {});
    const guess = () => refusal(desk.call('session.signIn', { officerId: officer?.id ?? '', pin: '135790' }));
    for (let i = 0; i < 5; i += 1) expect(await guess()).toContain('pin_wrong');
    expect(await guess()).toContain('pin_locked');
    desk.clock.now = new Date(desk.clock.now.getTime() + 31_000);
    expect(await guess()).toContain('pin_wrong');

    await desk.signInAs('ducha');
    const settings = await desk.call('settings.get', {});
    const unit = settings.officers.find((one) => one.roles.includes('unit'));
    await desk.call('settings.setOfficerActive', { officerId: unit?.id ?? '', active: false });
    expect(await refusal(desk.signInAs('unit'))).toContain('officer_inactive');
    expect((await desk.call('session.officers', {})).map((one) => one.id)).not.toContain(unit?.id);
  });

  it('hands a shift over only with the other officer’s PIN and every open case seen', async () => {
    const { caseId } = await desk.register('d', byPhone());
    const next = (await desk.call('session.officers', {})).find((one) => one.roles.includes('ducha'))?.id ?? '';
    const hand = (seenCases: string[], toPin: string) =>
      desk.call('duty.handOver', { toOfficerId: next, toPin, note: '晚间留意', seenCases });
    expect(await refusal(hand([caseId], '111222'))).toContain('pin_wrong');
    expect(await refusal(hand([], '246803'))).toContain('seenCases');
    expect(await hand([caseId], '246803')).toEqual({ ok: true });
    await desk.signInAs('ducha');
    const shift = await desk.call('duty.get', {});
    expect(shift.current?.officers).toEqual(['牛穗丰']);
    expect(shift.handovers[0]).toMatchObject({ from: '葛知秋', to: '牛穗丰', note: '晚间留意', openCases: 1 });
  });

  it('brings a discarded draft back', async () => {
    await desk.call('draft.save', { draftId: 'd', record: byPhone() });
    await desk.call('draft.discard', { draftId: 'd' });
    expect(await desk.call('draft.list', {})).toEqual([]);
    await desk.call('draft.restore', { draftId: 'd' });
    expect((await desk.call('draft.list', {})).map((draft) => draft.record)).toEqual([byPhone()]);
  });
});
