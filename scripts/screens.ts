import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startCentre } from '../tests/harness/centre.ts';
import { type Desk, signAt, startDesk } from '../tests/harness/desk.ts';
import { SAMPLES, sampleRecord } from '../tests/harness/samples.ts';
import { drawSignature } from '../tests/journey/citizen.ts';
import { keyboardOf } from '../tests/journey/keyboard.ts';
import { typeComplaint } from '../tests/journey/officer.ts';
import { openBrowser } from '../tests/journey/screens.ts';
import { buildScreens } from './build.ts';
import { ROOT } from './root.ts';
import { walkKeeping } from './screens-keeping.ts';
import { walkConflict } from './screens-sync.ts';

/**
 * `npm run screens`: starts a demonstration station, fills it with invented cases, and takes a picture of every screen at
 * the two sizes the desk is made for, into `docs/screens/<width>/`. The pictures are looked at before they are committed.
 */
const SIZES = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const;

await buildScreens();
const dir = mkdtempSync(join(tmpdir(), 'jiesu-screens-'));
const browser = await openBrowser();
try {
  for (const size of SIZES) {
    const folder = join(ROOT, 'docs/screens', String(size.width));
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await walk(browser, size, folder, join(dir, String(size.width)));
  }
} finally {
  await browser.close();
  rmSync(dir, { recursive: true, force: true });
}

async function walk(with_: Browser, size: (typeof SIZES)[number], folder: string, data: string): Promise<void> {
  const desk = await startDesk(join(data, 'desk'));
  const context = await with_.newContext({ viewport: size, deviceScaleFactor: 1 });
  const page = await context.newPage();
  const shoot = async (name: string, of: Page = page): Promise<void> => {
    await of.waitForTimeout(900);
    await of.screenshot({ path: join(folder, `${name}.png`) });
    process.stdout.write(`${size.width} ${name}\n`);
  };
  page.on('pageerror', (error) => process.stderr.write(`${error.message}\n`));
  const keys = keyboardOf(page);
  await page.goto(desk.url);
  await page.getByRole('heading', { name: '首次设置' }).waitFor();
  await shoot('01-first-start');
  await page.getByRole('button', { name: /试用演示站点/ }).click();
  await page.getByText('演示站点已建好').waitFor();
  await shoot('02-demonstration-ready');
  await page.getByRole('button', { name: '去登录' }).click();
  await page.getByLabel(/^PIN/).waitFor();
  await shoot('03-sign-in');
  await page.getByLabel(/^PIN/).fill('246801');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /换人登录/ }).waitFor();
  const cases = await fill(desk, data);

  await page.keyboard.press('F2');
  await page.getByRole('heading', { name: '受理登记' }).waitFor();
  const told = sampleRecord('tanghe-01');
  const record = { ...told, complainant: { ...told.complainant, phone: '19900000088' } };
  await typeComplaint(keys, record, '二手房转移登记');
  await page
    .getByText(/草稿已存/)
    .first()
    .waitFor();
  await shoot('04-register');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: /核对并签字/ }).waitFor();
  await shoot('05-read-back');
  const [citizen] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('button', { name: /打开签字屏/ }).click(),
  ]);
  await citizen.setViewportSize({ width: 1280, height: 800 });
  await citizen.getByRole('region', { name: '记录全文' }).waitFor();
  await shoot('06-citizen-reads', citizen);
  await citizen.getByRole('button', { name: '已有人读给我听' }).click();
  await citizen.getByRole('img', { name: /签字区/ }).waitFor();
  await drawSignature(citizen);
  await shoot('07-citizen-signs', citizen);
  await citizen.getByRole('button', { name: '签好了' }).click();
  await shoot('08-citizen-confirms', citizen);
  await citizen.getByRole('button', { name: '确认提交' }).click();
  await citizen.getByText(/谢谢/).first().waitFor();
  await shoot('09-citizen-thanked', citizen);
  await citizen.close();
  await page
    .getByText(/已核对签字/)
    .first()
    .waitFor();
  await shoot('10-signed');
  await page.keyboard.press('Control+Enter');
  await page.getByTestId('case-number').waitFor();
  await page.getByText('已显示在屏幕上').first().waitFor();
  await shoot('11-saved');

  await page.keyboard.press('F3');
  await page.getByRole('grid').waitFor();
  await shoot('12-worklist-mine');
  await page.getByRole('tab', { name: /^全部 \d/ }).click();
  await shoot('13-worklist-all');
  const open = async (caseId: string): Promise<void> => {
    await page.goto(`${desk.origin}/desk/#/case/${caseId}`);
    await page.getByRole('toolbar', { name: '办理' }).waitFor();
  };
  await open(cases.waiting);
  await shoot('14-case-waiting');
  await page.keyboard.press('s');
  await shoot('15-case-accept');
  await page.keyboard.press('Escape');
  await open(cases.lived);
  await shoot('16-case-archived');
  await page.locator('.clock').first().click();
  await shoot('17-deadline-proof');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '查看 登记回执单' }).click();
  await shoot('18-paper-slip');
  await page.keyboard.press('Escape');
  for (const [key, name] of [
    ['F4', '19-duty'],
    ['F6', '20-search'],
    ['F7', '21-statistics'],
    ['F8', '22-printing'],
    ['F9', '23-sync'],
    ['F10', '24-settings'],
  ] as const) {
    await page.keyboard.press(key);
    await page.waitForTimeout(600);
    if (key === 'F6') await keys.type(/查询诉求件/, '窗口');
    await shoot(name);
  }
  await page.getByRole('button', { name: '夜间' }).click();
  await page.keyboard.press('F2');
  await shoot('25-night-register');
  await page.keyboard.press('F3');
  await shoot('26-night-worklist');
  await context.close();
  await desk.running.stop();
  await walkConflict(with_, size, data, shoot);
  await walkKeeping(with_, size, data, shoot);
}

/** Registers the valid cases of 唐河 and lives one of them to its end, through the core as an officer's screens would. */
async function fill(desk: Desk, data: string): Promise<{ waiting: string; lived: string }> {
  const officers = await desk.call('session.officers', {});
  const as = (role: string, pin: string) =>
    desk.signIn(officers.find((one) => one.roles.includes(role))?.id ?? '', pin);
  const centre = await startCentre(join(data, 'centre'));
  const enrolCode = await centre.invite('TH03', 'hall_window', 'tanghe');
  await as('ducha', '246803');
  await desk.call('sync.configure', { address: centre.address, enrolCode });
  await as('intake_officer', '246801');
  const ids: string[] = [];
  for (const sample of SAMPLES.filter((one) => one.record.regime === 'tanghe' && one.expect.valid)) {
    const { record } = sample;
    const draftId = sample.id;
    await desk.call('draft.save', { draftId, record });
    let signingTaskId: string | null = null;
    if (record.channel === 'in_person') {
      const task = await desk.call('signing.start', { purpose: 'registration', draftId, lan: false });
      await signAt(task.localUrl);
      signingTaskId = task.taskId;
    }
    const { caseId } = await desk.call('case.register', { draftId, record, signingTaskId, print: true });
    ids.push(caseId);
    if (ids.length <= 4) await act(desk, caseId, { type: 'accept', category: sample.expect.category ?? 'general' });
  }
  const [lived = '', second = ''] = ids;
  await as('leader', '246804');
  for (const caseId of [lived, second])
    await act(desk, caseId, { type: 'approve', decision: 'agree', opinion: '同意转办，请核实后答复。' });
  await as('ducha', '246803');
  const unit = { id: 'u-bdc', name: '县不动产登记机构', station: null };
  for (const caseId of [lived, second])
    await act(desk, caseId, { type: 'assign', unit, mode: 'handle', opinion: '请核实' });
  await as('unit', '246805');
  await act(desk, lived, { type: 'reply', opinion: '已当面道歉，材料清单已交群众。' });
  await as('ducha', '246803');
  const result = '窗口已道歉，一次性告知单已交本人。';
  const task = await desk.call('signing.start', { purpose: 'feedback', caseId: lived, result, lan: false });
  await signAt(task.localUrl, 'satisfied');
  await act(desk, lived, {
    type: 'feed_back',
    means: 'in_person',
    result,
    satisfaction: null,
    signingTaskId: task.taskId,
  });
  await act(desk, lived, { type: 'close', outcome: 'resolved', verified: 'true', summary: '反映属实，已解决。' });
  await act(desk, lived, { type: 'archive', note: '' });
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  await centre.running.stop();
  return { waiting: ids.at(-1) ?? '', lived };
}

async function act(
  desk: Desk,
  caseId: string,
  command: Parameters<typeof desk.call<'case.act'>>[1]['command'],
): Promise<void> {
  const { state } = await desk.call('case.get', { caseId });
  await desk.call('case.act', {
    caseId,
    baseRevision: state.revision,
    requestId: `${caseId} ${command.type}`,
    command,
  });
}
