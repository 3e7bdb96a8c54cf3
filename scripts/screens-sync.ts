import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { OutputOf } from '../domain/contract/procedures.ts';
import { RIVAL_UNITS, startRivalDesks } from '../tests/builders/rival-desks.ts';
import { until } from '../tests/harness/wait.ts';

/** An account of a bad day, as the core would give it: what of it can be had in earnest takes hours to come about. */
const BAD_DAY: Partial<OutputOf<'sync.status'>> = {
  state: 'refused',
  pending: 38,
  rejected: 2,
  lastError: 'station_revoked',
  written: 1_242,
  backed: 1_204,
  quarantined: 2,
};
const SENDING: Partial<OutputOf<'sync.status'>> = {
  state: 'sending',
  pending: 320,
  progress: { done: 180, total: 500 },
  files: { files: 1, sentBytes: 1_468_006, bytes: 6_291_456, refused: [] },
  lastError: null,
  nextTryAt: null,
  written: 1_704,
  backed: 1_204,
};
const AT = '2026-11-22T09:41:00+08:00';
const PROBLEMS = [
  { kind: 'assigned', code: 'role_not_allowed', message: '您的岗位不能办理此项' },
  { kind: 'noted', code: 'entry_invalid', message: '条目内容不符合规定' },
].map((one, index) => ({
  ...one,
  entryId: `e${index}`,
  caseId: 'c',
  number: `TH03-20261121-000${index + 1}-K`,
  at: AT,
}));
const ASIDE = [
  { kind: 'replied', code: 'entry_gap', message: '前面的条目尚未收到', caseId: null, number: null },
  { kind: null, code: 'entry_hash', message: '条目的校验值不对', caseId: 'c', number: 'TH03-20261121-0003-K' },
].map((one, index) => ({ ...one, stationId: 'TH12', stationSeq: index + 1, hash: `h${index}`, at: AT }));

/**
 * Pictures of two desks that worked without a line: the list of conflicts, one of them, the last question, and the sync
 * page on a good and on a bad day.
 */
export async function walkConflict(
  browser: Browser,
  size: { width: number; height: number },
  data: string,
  shoot: (name: string, page: Page) => Promise<void>,
): Promise<void> {
  const desks = await startRivalDesks(join(data, 'rivals'));
  const context = await browser.newContext({ viewport: size, deviceScaleFactor: 1 });
  const page = await context.newPage();
  const { hall, office, act } = desks;
  try {
    const cases = [await desks.approvedCase('tanghe-01'), await desks.approvedCase('tanghe-02')];
    await desks.centreGoes();
    for (const caseId of cases) {
      const words = '情况涉及多个窗口，请于三个工作日内书面答复，并抄送督查室。';
      await act(hall, caseId, { type: 'assign', unit: RIVAL_UNITS[0], mode: 'handle', opinion: '请核实' });
      await act(office, caseId, { type: 'assign', unit: RIVAL_UNITS[1], mode: 'handle', opinion: words });
    }
    await desks.centreComes();
    await until(
      () => office.call('sync.status', {}),
      ({ conflicts, pending }) => conflicts === cases.length && pending === 0,
      60_000,
    );
    await page.goto(office.url);
    // Enter does nothing before the officers are there.
    await page.getByRole('radio').first().waitFor();
    await page.getByLabel(/^PIN/).fill(desks.pin);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /换人登录/ }).waitFor();
    await page.keyboard.press('F9');
    await page.getByRole('link', { name: '比较并处理' }).waitFor();
    await shoot('27-sync-conflicts', page);
    await page.goto(`${office.origin}/desk/#/conflicts`);
    await page.getByRole('grid').waitFor();
    await shoot('28-conflicts', page);
    await page.keyboard.press('Enter');
    await page.getByText('当时所见').waitFor();
    await page.keyboard.press('Alt+2');
    await page.getByLabel(/^理由/).fill('已与两处经办人核实，本件应由住房和城乡建设部门办理。');
    await shoot('29-conflict', page);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').waitFor();
    await shoot('30-conflict-asked', page);
    await page.keyboard.press('Escape');
    await shootSync(page, office.origin, SENDING, [], [], () => shoot('31-sync-sending', page));
    await shootSync(page, office.origin, BAD_DAY, PROBLEMS, ASIDE, () => shoot('32-sync-refused', page));
  } finally {
    await context.close();
    await desks.close();
  }
}

async function shootSync(
  page: Page,
  origin: string,
  status: Partial<OutputOf<'sync.status'>>,
  problems: unknown,
  aside: unknown,
  shoot: () => Promise<void>,
): Promise<void> {
  await page.route('**/api/sync.status', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), ...status } });
  });
  await page.route('**/api/status', async (route) => {
    const response = await route.fetch();
    const whole = (await response.json()) as OutputOf<'status'>;
    await route.fulfill({ response, json: { ...whole, sync: { ...whole.sync, ...status } } });
  });
  await page.route('**/api/sync.problems', (route) => route.fulfill({ json: problems }));
  await page.route('**/api/sync.quarantine', (route) => route.fulfill({ json: aside }));
  await page.goto(`${origin}/desk/#/sync`);
  await page.reload();
  await page.getByRole('region', { name: '上报情况' }).waitFor();
  await shoot();
  await page.unrouteAll();
}
