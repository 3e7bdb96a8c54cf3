import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../printing/simulator/simulator.ts';
import { type Centre, startCentre } from './harness/centre.ts';
import { type Desk, startDesk } from './harness/desk.ts';
import { sampleRecord } from './harness/samples.ts';
import { until } from './harness/wait.ts';
import { readAndSign } from './journey/citizen.ts';
import { type Keyboard, keyboardOf } from './journey/keyboard.ts';
import { typeComplaint } from './journey/officer.ts';
import { openBrowser, violations } from './journey/screens.ts';

const PIN = '802413';
/** Longest wait for something to appear, in ms. */
const WAIT = 15_000;
const PAGES = { 待办: 'F3', 值班: 'F4', 查询: 'F6', 统计: 'F7', 打印: 'F8', 同步: 'F9', 设置: 'F10' } as const;

/**
 * From "good morning" to paper in the citizen's hand and the archive: real Chromium, a TCP printer, the real centre, two
 * stations. The officers use the keyboard only; the citizen signs with the pointer.
 */
describe('the main job, end to end', () => {
  const dir = mkdtempSync(join(tmpdir(), 'jiesu-journey-'));
  const record = sampleRecord('tanghe-01');
  let browser: Browser;
  let printer: Simulator;
  let centre: Centre;
  let hall: Desk;
  let office: Desk;
  let page: Page;
  let officePage: Page;
  let keys: Keyboard;
  let officeKeys: Keyboard;
  let number = '';
  const broken: string[] = [];

  const openDesk = async (desk: Desk): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    context.setDefaultTimeout(WAIT);
    const opened = await context.newPage();
    opened.on('pageerror', (error) => broken.push(error.message));
    opened.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        broken.push(message.text());
    });
    await opened.goto(desk.url);
    return opened;
  };

  const firstStart = async (
    at: Keyboard,
    station: { code: string; name: string },
    officer: { name: string; roles: string[] },
  ) => {
    await at.type('站点代码', station.code);
    await at.type('站点名称', station.name);
    await at.type('姓名', officer.name);
    await at.type('PIN', PIN);
    await at.type('再输一次 PIN', PIN);
    for (const role of officer.roles) {
      await at.reach(new RegExp(`^${role}`));
      await at.press('Space');
    }
  };

  const signIn = async (on: Page, at: Keyboard) => {
    await on.getByRole('heading', { name: /样例/ }).waitFor();
    // The page takes the focus into the PIN field itself once the officers are there.
    await on.getByRole('radio').first().waitFor();
    await at.type(/^PIN/, PIN);
    await at.press('Enter');
    await on.getByRole('button', { name: /换人登录/ }).waitFor();
  };

  beforeAll(async () => {
    browser = await openBrowser();
    printer = await startSimulator();
    hall = await startDesk(join(dir, 'hall'));
    office = await startDesk(join(dir, 'office'));
  });

  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    const open = browser.contexts().flatMap((context) => context.pages());
    for (const [i, one] of open.entries())
      await one.screenshot({ path: `test-results/journey-${i}.png` }).catch(() => {});
  });

  afterAll(async () => {
    await browser?.close();
    await hall?.running.stop();
    await office?.running.stop();
    await centre?.running.stop();
    await printer?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('sets the station up on its first start and signs in', async () => {
    page = await openDesk(hall);
    keys = keyboardOf(page);
    await page.getByRole('heading', { name: '首次设置' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await firstStart(
      keys,
      { code: 'TH03', name: '样例政务服务中心投诉受理台' },
      { name: '葛知秋', roles: ['受理人员'] },
    );
    await keys.choose('小票出到哪里', '网络小票打印机');
    await keys.type('打印机地址', '127.0.0.1');
    await keys.type('端口', String(printer.port));
    await keys.activate('完成设置');
    await page.getByLabel(/^PIN/).waitFor();
    expect(await violations(page)).toEqual([]);
    await signIn(page, keys);
  });

  it('registers by keyboard alone, explains a wrong ID number beside the field, and keeps the draft', async () => {
    await keys.press('F2');
    await page.getByRole('heading', { name: '受理登记' }).waitFor();
    await keys.type(/^证件号码/, '999999195903142176');
    await keys.press('Tab');
    await page
      .getByText(/校验码不对/)
      .first()
      .waitFor();
    await typeComplaint(keys, record, '二手房转移登记');
    await page
      .getByText(/草稿已存/)
      .first()
      .waitFor();
    await lookIn(hall);
    const drafts = await until(
      () => hall.call('draft.list', {}),
      (found) => found.some((draft) => draft.record.narrative === record.narrative),
      4_000,
    );
    expect(drafts).toHaveLength(1);
    expect(await violations(page)).toEqual([]);
  });

  it('loses no more than two seconds of typing to a kill, and offers the draft again', async () => {
    await hall.running.kill();
    hall = await startDesk(join(dir, 'hall'));
    await lookIn(hall);
    await page.context().close();
    page = await openDesk(hall);
    keys = keyboardOf(page);
    await signIn(page, keys);
    await keys.press('F2');
    await keys.activate(/^恢复草稿/);
    await until(
      () => page.getByLabel('事实经过').inputValue(),
      (text) => text === record.narrative,
    );
    expect(await page.getByLabel('姓名').inputValue()).toBe(record.complainant.name);
  });

  it('lets the citizen read and sign on a second screen; resizing does not lose the signature', async () => {
    await keys.press('Control+Enter');
    await page.getByRole('heading', { name: /核对并签字/ }).waitFor();
    expect(await violations(page)).toEqual([]);
    const [citizen] = await Promise.all([page.context().waitForEvent('page'), keys.activate(/打开签字屏/)]);
    await citizen.setViewportSize({ width: 1024, height: 700 });
    await citizen.getByRole('region', { name: '记录全文' }).waitFor();
    const read = await readAndSign(citizen, async (step) => expect(await violations(citizen), step).toEqual([]));
    expect(read).toContain(record.narrative);
    expect(read).toContain(record.complainant.name);
    await page
      .getByText(/已核对签字/)
      .first()
      .waitFor();
    await citizen.close();
  });

  it('saves with a final number, prints slip and form, and says 待上报 while there is no centre', async () => {
    await keys.press('Control+Enter');
    const shown = page.getByTestId('case-number');
    await shown.waitFor();
    number = ((await shown.textContent()) ?? '').trim();
    expect(number).toMatch(/^TH03-\d{8}-0001-[0-9A-Z]$/);
    await page.getByText('待上报').first().waitFor();
    const [slip] = await until(
      () => printer.sheets(),
      (papers) => papers.length > 0,
      20_000,
    );
    expect(slip?.text.join('\n')).toContain(number);
    await page.getByText('已打印').first().waitFor({ timeout: 20_000 });
    expect(await violations(page)).toEqual([]);
  });

  it('decides acceptance and prints the notice', async () => {
    await keys.press('Control+Enter');
    await page.getByRole('toolbar', { name: '办理' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await keys.press('s');
    await keys.choose('受理类别', '一般性咨询投诉');
    await keys.activate(/^决定受理/);
    await page.getByText('已保存：受理').waitFor();
    await page.getByText('已受理').first().waitFor();
    const { rows } = await hall.call('worklist', { view: 'all' });
    const caseId = rows[0]?.caseId ?? '';
    const file = await hall.call('case.get', { caseId });
    expect(file.state.accepted?.noticeNumber).toMatch(/TH03受〔\d{4}〕1号$/);
    expect((await hall.bytes(`/paper/${caseId}/acceptance_notice?width=a4`)).type).toBe('application/pdf');
  });

  it('reports by itself within seconds of the centre starting; the second station has the case', async () => {
    centre = await startCentre(join(dir, 'centre'));
    const forHall = await centre.invite('TH03', 'hall_window', 'tanghe');
    const forOffice = await centre.invite('TH01', 'supervision_office', 'tanghe');
    await keys.press('F9');
    await keys.type(/^中心地址/, centre.address);
    await keys.type(/^入网码/, forHall);
    await keys.press('Enter');
    await page.getByText('已上报').first().waitFor();

    officePage = await openDesk(office);
    officeKeys = keyboardOf(officePage);
    await officePage.getByRole('heading', { name: '首次设置' }).waitFor();
    await firstStart(
      officeKeys,
      { code: 'TH01', name: '样例督查室' },
      { name: '牛穗丰', roles: ['督查室', '中心分管领导', '窗口负责人'] },
    );
    await officeKeys.type('中心地址', centre.address);
    await officeKeys.type('入网码', forOffice);
    await officeKeys.activate('完成设置');
    await signIn(officePage, officeKeys);
    await officeKeys.press('F3');
    await officePage.getByText(number).first().waitFor();
    expect(await violations(officePage)).toEqual([]);
  });

  it('lives on at the second station: 阅批, 转办, 回复, 反馈 with signature and rating, 结案, 归档', async () => {
    await officePage.getByRole('grid').or(officePage.getByRole('table')).first().waitFor();
    await officeKeys.reach(/./);
    await officePage.getByText(number).first().waitFor();
    await openFromWorklist(officePage, officeKeys, number);
    await officeKeys.press('y');
    expect(await violations(officePage), '阅批').toEqual([]);
    await officeKeys.choose('阅批', '同意');
    await officeKeys.type('阅批意见', '同意转办，请核实后答复。');
    await officeKeys.activate('记下阅批意见');
    await officePage.getByText('已保存：阅批').waitFor();
    await officePage.getByText('已阅批').first().waitFor();

    await officeKeys.press('z');
    expect(await violations(officePage), '转办').toEqual([]);
    await officeKeys.type('承办单位', '县不动产登记机构');
    await officeKeys.choose('方式', '承办');
    await officeKeys.activate(/^转办并出具/);
    await officePage.getByText('已保存：转办').waitFor();
    await officePage.getByText('办理中').first().waitFor();

    await officeKeys.press('h');
    expect(await violations(officePage), '回复意见').toEqual([]);
    await officeKeys.type('办理情况和答复意见', '已当面道歉，材料清单已交群众。');
    await officeKeys.activate('提交回复意见');
    await officePage.getByText('已保存：回复意见').waitFor();
    await officePage.getByText('待反馈').first().waitFor();

    await officeKeys.press('f');
    expect(await violations(officePage), '反馈').toEqual([]);
    await officeKeys.choose('反馈方式', '当面回复');
    await officeKeys.type(/反馈的办理结果/, '窗口已道歉，一次性告知单已交本人。');
    const [citizen] = await Promise.all([
      officePage.context().waitForEvent('page'),
      officeKeys.activate(/请诉求人签字评价/),
    ]);
    await citizen.getByRole('region', { name: '记录全文' }).waitFor();
    const read = await readAndSign(
      citizen,
      async (step) => expect(await violations(citizen), step).toEqual([]),
      '满意',
    );
    expect(read).toContain('一次性告知单已交本人');
    await citizen.close();
    await officePage.getByText(/诉求人已签字/).waitFor();
    await officeKeys.activate('记下反馈');
    await officePage.getByText('已保存：反馈').waitFor();
    await officePage.getByText('待结案').first().waitFor();

    await officeKeys.press('j');
    expect(await violations(officePage), '结案').toEqual([]);
    await officeKeys.choose('办理结果', '已解决');
    await officeKeys.choose('反映的情况是否属实', '属实');
    await officeKeys.type('办结情况', '反映属实，已解决。');
    await officeKeys.activate('结案');
    await officePage.getByText('已保存：结案').waitFor();
    await officePage.getByText('已办结').first().waitFor();

    await officeKeys.press('g');
    expect(await violations(officePage), '归档').toEqual([]);
    await officeKeys.activate('归档');
    await officePage.getByText('已保存：归档').waitFor();
    await officePage.getByText('已归档').first().waitFor();
    expect(await violations(officePage)).toEqual([]);
  });

  it('shows the deadline with its proof, and the desk hears what the other station did', async () => {
    await until(
      async () => (await hall.call('search', { query: number })).rows[0]?.status,
      (status) => status === 'archived',
    );
    const { rows } = await hall.call('search', { query: number });
    const file = await hall.call('case.get', { caseId: rows[0]?.caseId ?? '' });
    expect(file.state.feedback?.satisfaction).toBe('satisfied');
    expect(
      file.clocks.find((clock) => clock.limitId === 'lim_general')?.proof.days.filter((day) => day.counted),
    ).toHaveLength(3);
  });

  it('finds the case by number, name, phone and any two characters of the narrative', async () => {
    for (const query of [number, record.complainant.name, record.complainant.phone, '复印']) {
      await keys.press('F6');
      await keys.type(/查询诉求件/, query);
      await page.getByText(number).first().waitFor();
    }
    expect(await violations(page)).toEqual([]);
  });

  it('has no axe violation on any page, and no error in the console', async () => {
    for (const [name, key] of Object.entries(PAGES)) {
      await keys.press(key);
      await page
        .getByRole('heading', { name: new RegExp(name) })
        .or(page.getByRole('main'))
        .first()
        .waitFor();
      await page.waitForTimeout(400);
      expect(await violations(page), name).toEqual([]);
    }
    await keys.activate('夜间');
    for (const key of ['F2', 'F3', 'F7']) {
      await keys.press(key);
      await page.waitForTimeout(400);
      expect(await violations(page), `${key} at night`).toEqual([]);
    }
    expect(broken).toEqual([]);
  });

  it('printed nothing twice', () => {
    const slips = printer.sheets().filter((paper) => paper.text.join('').includes(number));
    expect(slips).toHaveLength(1);
  });
});

/** Signs the test itself in, beside the officer, to read what the core holds. */
async function lookIn(desk: Desk): Promise<void> {
  const [officer] = await desk.call('session.officers', {});
  await desk.signIn(officer?.id ?? '', PIN);
}

async function openFromWorklist(page: Page, keys: Keyboard, number: string): Promise<void> {
  const row = page.getByRole('row', { name: new RegExp(number) });
  await row.waitFor();
  for (let i = 0; i < 60; i += 1) {
    if (
      await row.evaluate(
        (element) => element === document.activeElement || element.getAttribute('aria-selected') === 'true',
      )
    )
      break;
    await keys.press(i % 2 === 0 ? 'Tab' : 'ArrowDown');
  }
  await keys.press('Enter');
  await page.getByRole('toolbar', { name: '办理' }).waitFor();
}
