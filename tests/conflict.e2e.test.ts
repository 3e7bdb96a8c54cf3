import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RIVAL_UNITS, type RivalDesks, startRivalDesks } from './builders/rival-desks.ts';
import type { Desk } from './harness/desk.ts';
import { until } from './harness/wait.ts';
import { type Keyboard, keyboardOf } from './journey/keyboard.ts';
import { openBrowser, violations } from './journey/screens.ts';

const [FIRST, SECOND] = RIVAL_UNITS;

/** Two desks assign one case to different units while the line is down; a person settles it, by keyboard alone. */
describe('a conflict between two desks', () => {
  const dir = mkdtempSync(join(tmpdir(), 'jiesu-conflict-'));
  let browser: Browser;
  let desks: RivalDesks;
  let page: Page;
  let keys: Keyboard;
  let caseId = '';
  const broken: string[] = [];

  const conflictsAt = (desk: Desk) => desk.call('sync.status', {}).then(({ conflicts }) => conflicts);
  const settled = async () => (await desks.hall.call('case.get', { caseId })).state.settlements;

  beforeAll(async () => {
    [browser, desks] = await Promise.all([openBrowser(), startRivalDesks(dir)]);
    caseId = await desks.approvedCase('tanghe-01');
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    context.setDefaultTimeout(15_000);
    page = await context.newPage();
    page.on('pageerror', (error) => broken.push(error.message));
    await page.goto(desks.office.url);
    keys = keyboardOf(page);
    // Enter does nothing before the officers are there.
    await page.getByRole('radio').first().waitFor();
    await page.getByLabel(/^PIN/).fill(desks.pin);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /换人登录/ }).waitFor();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page?.screenshot({ path: 'test-results/conflict.png' }).catch(() => {});
  });
  afterAll(async () => {
    await browser?.close();
    await desks?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('shows at both desks, with one version in effect and both in the file', async () => {
    const { hall, office, act } = desks;
    await desks.centreGoes();
    await act(hall, caseId, { type: 'assign', unit: FIRST, mode: 'handle', opinion: '请核实' });
    await act(office, caseId, { type: 'assign', unit: SECOND, mode: 'handle', opinion: '请限期答复' });
    await desks.centreComes();
    for (const desk of [hall, office])
      await until(
        () => conflictsAt(desk),
        (count) => count === 1,
        60_000,
      );
    await until(
      () => desks.alike(caseId),
      (same) => same,
    );
    const { state, entries } = await office.call('case.get', { caseId });
    expect(entries.filter(({ kind }) => kind === 'assigned')).toHaveLength(2);
    expect(state.conflicts).toHaveLength(1);
  });

  it('is found from the sync page and compared: who, when, what was known, what follows', async () => {
    await keys.press('F9');
    await keys.activate('比较并处理');
    await page.getByRole('grid').waitFor();
    await keys.press('Enter');
    const table = page.getByRole('table');
    await table.getByText('当时所见').waitFor();
    for (const words of [FIRST.name, SECOND.name, '葛知秋', '牛穗丰', 'TH03', 'TH01', '没有看到转办', '须收回的文书'])
      expect(await table.getByText(words).count()).toBeGreaterThan(0);
    expect(await violations(page)).toEqual([]);
  });

  it('asks before it settles, says what will hold, and does nothing when the officer looks again', async () => {
    const unit = (await desks.office.call('case.get', { caseId })).state.assignment?.unit.name;
    const other = unit === FIRST.name ? SECOND.name : FIRST.name;
    await keys.press('Control+Enter');
    await page.getByText('先用 Alt+1 或 Alt+2 选定以哪一份为准').waitFor();
    await keys.press('Alt+2');
    await keys.type('理由', '已与两处经办人核实，应由住建部门办理。');
    await keys.press('Control+Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('处理后不能撤销').waitFor();
    expect(await dialog.innerText()).toContain('不再有效');
    await keys.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await settled()).toEqual([]);
    await keys.press('Control+Enter');
    await dialog.waitFor();
    await keys.press('Enter');
    await page.getByText('本案的冲突已全部处理').waitFor();
    expect(await violations(page)).toEqual([]);

    for (const desk of [desks.hall, desks.office])
      await until(
        () => conflictsAt(desk),
        (count) => count === 0,
        30_000,
      );
    await until(
      () => desks.alike(caseId),
      (same) => same,
    );
    const { state } = await desks.hall.call('case.get', { caseId });
    expect(state.assignment?.unit.name).toBe(other);
    expect(state.settlements).toMatchObject([{ choice: 'take', effect: 'taken', by: { name: '牛穗丰' } }]);
  });

  it('tells in the case file what became of each version, and lets nobody settle it twice', async () => {
    await keys.activate('打开案卷');
    await page.getByText('冲突处理后改用了另一份').waitFor();
    await page.getByText('冲突处理后采用了这一份').waitFor();
    const { hall, act } = desks;
    const [settlement] = await settled();
    const again = { type: 'settle', entryId: settlement?.entryId ?? '', choice: 'keep', reason: '另有考虑' } as const;
    await expect(act(hall, caseId, again)).rejects.toThrow('conflict_gone');
    expect(broken).toEqual([]);
  });

  it('lets two officers without a line settle it differently, and the first one to come in decides at both desks', async () => {
    const { hall, office, act } = desks;
    caseId = await desks.approvedCase('tanghe-02');
    await desks.centreGoes();
    await act(hall, caseId, { type: 'assign', unit: FIRST, mode: 'handle', opinion: '' });
    await act(office, caseId, { type: 'assign', unit: SECOND, mode: 'handle', opinion: '' });
    await desks.centreComes();
    for (const desk of [hall, office])
      await until(
        () => conflictsAt(desk),
        (count) => count === 1,
        60_000,
      );
    const entryId = (await hall.call('case.get', { caseId })).state.conflicts[0]?.entryId ?? '';
    await desks.centreGoes();
    await act(hall, caseId, { type: 'settle', entryId, choice: 'keep', reason: '甲' });
    await act(office, caseId, { type: 'settle', entryId, choice: 'take', reason: '乙' });
    await desks.centreComes();
    await until(
      async () => (await settled()).length,
      (count) => count === 2,
      60_000,
    );
    await until(
      () => desks.alike(caseId),
      (same) => same,
    );
    const settlements = await settled();
    expect(settlements.map(({ effect }) => effect === null)).toEqual([false, true]);
    expect(await conflictsAt(office)).toBe(0);
  });
});
