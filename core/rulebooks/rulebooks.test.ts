import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Rulebook } from '../../domain/rulebook/rulebook.ts';
import { openDemoDesk, type TestDesk } from '../../tests/builders/desk.ts';
import { type LoopbackCentre, startLoopbackCentre } from '../../tests/builders/loopback-centre.ts';
import {
  calendarOf,
  signed,
  TEST_SEALING_KEY,
  tanghe,
  tangheWithDays,
  testSigner,
} from '../../tests/builders/rulebooks.ts';
import { sampleRecord } from '../../tests/harness/samples.ts';
import { until } from '../../tests/harness/wait.ts';

// Each test opens an encrypted database with its PINs and a PostgreSQL of its own.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const PHONE = 'tanghe-02';

describe('rulebooks from the centre', () => {
  const now = new Date('2026-12-29T10:00:00+08:00');
  let dir: string;
  let desk: TestDesk;
  let centre: LoopbackCentre;
  let drafts = 0;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-rules-'));
    desk = await openDemoDesk(dir, now);
    centre = await startLoopbackCentre(() => desk.clock.now);
  });
  afterEach(async () => {
    await desk.close();
    await centre.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const enrol = async () => {
    await desk.signInAs('ducha');
    const { code } = (await desk.call('settings.get', {})).station;
    await desk.call('sync.configure', { address: centre.address, enrolCode: await centre.invite(code) });
  };
  const view = () => desk.call('sync.rulebooks', {});
  const regimeIs = (version: string) => until(view, (rules) => rules.regime.version === version);
  const refusedFor = (code: string) => until(view, (rules) => rules.refused.some((one) => one.code === code));
  /** A case that was accepted now as a general matter. */
  const acceptedCase = async () => {
    drafts += 1;
    await desk.signInAs('intake_officer');
    const { caseId } = await desk.register(`d${drafts}`, { ...sampleRecord(PHONE), received_at: now.toISOString() });
    await act(caseId, { type: 'accept', category: 'general' });
    return caseId;
  };
  const act = async (caseId: string, command: Parameters<typeof desk.call<'case.act'>>[1]['command']) => {
    const { state } = await desk.call('case.get', { caseId });
    drafts += 1;
    await desk.call('case.act', { caseId, baseRevision: state.revision, requestId: `r${drafts}`, command });
  };
  const clockOf = async (caseId: string) => {
    const file = await desk.call('case.get', { caseId });
    return file.clocks.find((clock) => clock.limitId === 'lim_general');
  };
  /** Whoever stands on the way puts something else in the place of the rulebooks. */
  const inPlaceOf = (change: (items: Rulebook[]) => unknown[]) => {
    centre.between = (path, answer) => {
      const page = answer as { items: Rulebook[] };
      return path === '/v2/rulebooks' ? { ...page, items: change(page.items) } : answer;
    };
  };

  it('keeps the version a case began under; new cases begin under the new one', async () => {
    await enrol();
    const running = await acceptedCase();
    const before = await clockOf(running);
    expect(before?.proof.summary).toContain('第3个工作日');
    await centre.publish('tanghe.yaml', tangheWithDays('2', 6));
    await regimeIs('2');

    expect(await clockOf(running)).toEqual(before);
    await act(running, { type: 'note', text: '仍按原版本' });
    expect(await clockOf(running)).toEqual(before);
    const fresh = await acceptedCase();
    expect((await desk.call('case.get', { caseId: fresh })).state.regime).toEqual({ id: 'tanghe', version: '2' });
    expect((await clockOf(fresh))?.proof.summary).toContain('第6个工作日');
    expect((await desk.call('case.get', { caseId: running })).deadlineChanges).toEqual([]);

    const { officers } = desk;
    await desk.close();
    desk = await openDemoDesk(dir, now, officers);
    await desk.signInAs('intake_officer');
    expect(await clockOf(running)).toEqual(before);
    expect((await clockOf(fresh))?.proof.summary).toContain('第6个工作日');
    expect((await view()).regime).toMatchObject({ version: '2', from: 'centre' });
  });

  it('refuses what the pinned key did not sign, says so, and takes the true one when it comes', async () => {
    const forgeries: Record<string, { code: string; change: (items: Rulebook[]) => unknown[] }> = {
      'the text was changed on the way': {
        code: 'rulebook_signature',
        change: (items) => items.map((one) => ({ ...one, body: one.body.replace('amount: 6', 'amount: 60') })),
      },
      'its place in the order was changed': {
        code: 'rulebook_signature',
        change: (items) => items.map((one) => ({ ...one, sequence: one.sequence + 100 })),
      },
      'it has no signature': {
        code: 'rulebook_signature',
        change: (items) => items.map((one) => ({ ...one, signature: '' })),
      },
      "another key signed under the centre's name": {
        code: 'rulebook_signature',
        change: (items) => items.map(({ signature: _old, keyId, ...open }) => ({ ...signed(stranger, open), keyId })),
      },
      'another key signed': {
        code: 'centre_key_changed',
        change: (items) => items.map(({ signature: _old, keyId: _id, ...open }) => signed(stranger, open)),
      },
      'it is no rulebook': { code: 'rulebook_invalid', change: () => [{ kind: 'regime', id: 'tanghe', version: '2' }] },
    };
    const stranger = testSigner();
    inPlaceOf(() => []);
    await enrol();
    await centre.publish('tanghe.yaml', tangheWithDays('2', 6));
    let year = 2030;
    for (const [what, { code, change }] of Object.entries(forgeries)) {
      inPlaceOf((items) => change(items.filter((one) => one.kind === 'regime')));
      // Whatever is published wakes the station; here nobody lets it through.
      year += 1;
      await centre.publish('calendar.yaml', calendarOf(year));
      const { refused, regime } = await refusedFor(code);
      expect([what, refused.length, regime.version, regime.from]).toEqual([what, 1, '1', 'program']);
      inPlaceOf(() => []);
      await centre.publish('calendar.yaml', calendarOf(year + 50));
      await until(view, (rules) => rules.refused.length === 0);
    }
    expect((await clockOf(await acceptedCase()))?.proof.summary).toContain('第3个工作日');
    centre.between = null;
    await centre.publish('calendar.yaml', calendarOf(2099));
    expect((await regimeIs('2')).refused).toEqual([]);
  });

  it('does not go back to an older version that is sent again or comes late', async () => {
    const all: Rulebook[] = [];
    let hold = true;
    inPlaceOf((items) => {
      for (const item of items) if (!all.some((one) => one.sequence === item.sequence)) all.push(item);
      return hold ? items.filter((one) => one.version !== '2') : [...all].reverse();
    });
    await enrol();
    await centre.publish('tanghe.yaml', tangheWithDays('2', 6));
    await until(
      () => all.length,
      (seen) => seen === 1,
    );
    await centre.publish('tanghe.yaml', tangheWithDays('3', 9));
    await regimeIs('3');
    hold = false;
    await centre.publish('calendar.yaml', calendarOf(2031));
    await until(view, (rules) => rules.calendars.some((one) => one.year === 2031));
    expect((await view()).regime.version).toBe('3');
    const other = await acceptedCase();
    expect((await clockOf(other))?.proof.summary).toContain('第9个工作日');
  });

  it('names file, line and rule of a signed but malformed procedure; the one before stays, later ones are taken', async () => {
    await enrol();
    await centre.publish('tanghe.yaml', tangheWithDays('2', 6));
    await regimeIs('2');
    const broken = tanghe('3').replace('unit: working_day', 'unit: workingday');
    const line = broken.split('\n').findIndex((text) => text.includes('unit: workingday')) + 1;
    await expect(centre.publish('唐河.yaml', broken)).rejects.toThrow(`rulebook_invalid 唐河.yaml 第${line}行：`);
    inPlaceOf((items) => {
      const unsigned = { kind: 'regime' as const, id: 'tanghe', version: '3', sequence: 2, body: broken };
      return [
        signed(centre.signer, unsigned),
        ...items.map(({ signature: _s, keyId: _k, ...one }) => signed(centre.signer, { ...one, sequence: 3 })),
      ];
    });
    await centre.publish('calendar.yaml', calendarOf(2031));
    const { refused, regime, calendars } = await refusedFor('rulebook_invalid');
    expect(refused[0]?.detail).toContain(`tanghe@3.yaml 第${line}行：`);
    expect(refused[0]?.detail).toContain('limits.0.unit');
    expect(regime.version).toBe('2');
    expect(calendars.map((one) => one.year)).toContain(2031);
  });

  it('makes provisional deadlines firm when the calendar of the next year arrives', async () => {
    await enrol();
    const caseId = await acceptedCase();
    expect(await clockOf(caseId)).toMatchObject({ due: '2027-01-01', provisional: true });
    await centre.publish('calendar.yaml', calendarOf(2027));
    const file = await until(
      () => desk.call('case.get', { caseId }),
      (found) => found.deadlineChanges.length > 0,
    );
    expect(file.row.nextDue).toMatchObject({ dueAt: expect.stringContaining('2027-01-06'), provisional: false });
    expect(file.deadlineChanges).toMatchObject([{ before: '2027-01-01', after: '2027-01-06' }]);
    expect((await view()).calendars.at(-1)).toMatchObject({ year: 2027, version: '1', from: 'centre' });
  });

  it('never lets one version name stand for two texts', async () => {
    await enrol();
    await expect(centre.publish('a.yaml', tangheWithDays('1', 6))).rejects.toThrow('rulebook_version');
    expect(await centre.publish('a.yaml', tangheWithDays('2', 6))).toMatchObject({ sequence: 1, already: false });
    expect(await centre.publish('b.yaml', tangheWithDays('2', 6))).toMatchObject({ sequence: 1, already: true });
    await expect(centre.publish('a.yaml', tangheWithDays('2', 7))).rejects.toThrow('rulebook_version');
    await regimeIs('2');
    inPlaceOf((items) => [
      ...items,
      signed(centre.signer, { kind: 'regime', id: 'tanghe', version: '2', sequence: 9, body: tangheWithDays('2', 7) }),
    ]);
    await desk.call('sync.now', {});
    await centre.publish('calendar.yaml', calendarOf(2031));
    await refusedFor('rulebook_version');
    expect((await clockOf(await acceptedCase()))?.proof.summary).toContain('第6个工作日');
  });

  it('keeps the pinned key when the same centre answers an enrolment with another', async () => {
    await enrol();
    const { code } = (await desk.call('settings.get', {})).station;
    const own = { protocol: 2, centreName: '样例中心', kind: 'hall_window', institution: 'tanghe' };
    // As a centre that lost its key would: it answers every enrolment, with the key that it has now.
    const { createServer } = await import('node:http');
    const port = Number(new URL(centre.address).port);
    await centre.close();
    const other = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          ...own,
          centreKey: testSigner().publicKey,
          centreSealingKey: TEST_SEALING_KEY,
          epoch: '00000001',
        }),
      );
    });
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    try {
      await expect(
        desk.call('sync.configure', { address: centre.address, enrolCode: `${code}-AAAA-BBBB` }),
      ).rejects.toThrow('centre_key_changed');
    } finally {
      other.closeAllConnections();
      other.close();
      centre = await startLoopbackCentre(() => desk.clock.now);
    }
  });
});
