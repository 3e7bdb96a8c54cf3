import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { localDate } from '../domain/calendar/dates.ts';
import { STATE_COUNCIL_CALENDAR } from '../domain/calendar/holidays.ts';
import { addWorkingDays } from '../domain/calendar/working-days.ts';
import type { CaseFileView } from '../domain/contract/views/cases.ts';
import { type Desk, startDesk } from './harness/desk.ts';
import { SAMPLES } from './harness/samples.ts';
import { type Keyboard, keyboardOf } from './journey/keyboard.ts';
import { openBrowser, violations } from './journey/screens.ts';

const PIN = '802413';
/** Longest wait for something to appear, in ms. */
const WAIT = 20_000;
const FIRST = '样例市住房和城乡建设局';
const SECOND = '样例市城市管理局';

/**
 * One complaint of 宿州12345 through everything that may go wrong on its way: handed back, given to another unit, urged,
 * extended, done again, reviewed, filed. Two officers, each with a window, both on the keyboard only.
 */
describe('a case with detours, by keyboard', () => {
  const dir = mkdtempSync(join(tmpdir(), 'jiesu-casework-'));
  let browser: Browser;
  let desk: Desk;
  let clerk: Page;
  let head: Page;
  let keys: Keyboard;
  let headKeys: Keyboard;
  let caseId = '';
  let number = '';
  const broken: string[] = [];

  const openDesk = async (name: string): Promise<[Page, Keyboard]> => {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    context.setDefaultTimeout(WAIT);
    const page = await context.newPage();
    page.on('pageerror', (error) => broken.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        broken.push(message.text());
    });
    await page.goto(desk.url);
    await page.getByRole('radio').first().waitFor();
    const at = keyboardOf(page);
    await at.reach(/^PIN/);
    // In the PIN field ↓ goes to the next officer.
    const chosen = page.getByRole('radio', { name: new RegExp(name) });
    for (let i = 0; i < 4 && !(await chosen.isChecked()); i += 1) await at.press('ArrowDown');
    await at.type(/^PIN/, PIN);
    await at.press('Enter');
    await page.getByRole('button', { name: /换人登录/ }).waitFor();
    return [page, at];
  };

  const openCase = async (page: Page, at: Keyboard) => {
    await at.press('F6');
    await at.type(/查询诉求件/, number);
    await page.getByRole('row', { name: new RegExp(number) }).waitFor();
    await at.press('Enter');
    await page.getByRole('toolbar', { name: '办理' }).waitFor();
  };

  const file = (): Promise<CaseFileView> => desk.call('case.get', { caseId });

  /** Opens an action by its key, looks at the form, fills it in, and waits until the desk says that it is saved. */
  const take = async (
    page: Page,
    at: Keyboard,
    action: { key: string; saved: string; button: string },
    fill: () => Promise<void> = async () => {},
  ) => {
    await page.locator('.case-dock').waitFor();
    await at.press(action.key);
    await page.locator('.action-panel form').waitFor();
    expect(await violations(page), action.saved).toEqual([]);
    await fill();
    await at.activate(action.button);
    await page.getByText(`已保存：${action.saved}`).waitFor();
  };

  beforeAll(async () => {
    browser = await openBrowser();
    desk = await startDesk(join(dir, 'desk'));
    await desk.call('setup.create', {
      station: { code: 'SZ01', name: '样例热线平台' },
      regime: 'suzhou12345',
      officer: { name: '葛知秋', roles: ['platform', 'unit2'], pin: PIN },
      printers: { slip: null, a4: null },
      centre: null,
    });
    const [first] = await desk.call('session.officers', {});
    await desk.signIn(first?.id ?? '', PIN);
    await desk.call('settings.addOfficer', { name: '岳长风', roles: ['unit_head'], pin: PIN });
    const sample = SAMPLES.find((one) => one.record.regime === 'suzhou12345' && one.expect.valid);
    if (!sample) throw new Error('no sample of suzhou12345');
    await desk.call('draft.save', { draftId: sample.id, record: sample.record });
    const registered = await desk.call('case.register', {
      draftId: sample.id,
      record: sample.record,
      signingTaskId: null,
      print: false,
    });
    ({ caseId, number } = registered);
    [clerk, keys] = await openDesk('葛知秋');
    [head, headKeys] = await openDesk('岳长风');
  });

  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    for (const [name, page] of [['clerk', clerk] as const, ['head', head] as const])
      await page?.screenshot({ path: `test-results/casework-${name}.png` }).catch(() => {});
  });

  afterAll(async () => {
    await browser?.close();
    await desk?.running.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it('shows it among what waits for the officer, and gives it to a unit with another that assists', async () => {
    await keys.press('F3');
    await clerk.getByRole('tab', { name: /我的待办 1/ }).waitFor();
    await clerk.getByText(number).waitFor();
    expect(await violations(clerk), '待办').toEqual([]);
    await openCase(clerk, keys);
    await take(clerk, keys, { key: 's', saved: '受理', button: '决定受理' }, async () => {
      await keys.choose('受理类别', '投诉类事项');
    });
    await take(clerk, keys, { key: 'z', saved: '转办', button: '转办并出具交办单' }, async () => {
      await keys.type('承办单位', FIRST);
      await keys.choose('方式', '承办');
      await keys.type(/^协办单位/, SECOND);
      await keys.activate('加为协办');
    });
    expect((await file()).state.assignment?.assisting.map((unit) => unit.name)).toEqual([SECOND]);
  });

  it('takes it back from the unit with condition, basis and approval, and gives it to another', async () => {
    await take(clerk, keys, { key: 'u', saved: '退回（承办单位申请退单）', button: '退回本案' }, async () => {
      await keys.choose('退回的情形', '不属于本单位职责范围');
      await keys.type(/^依据/, '样例市机构职能配置规定第三条');
      await keys.type(/^批准人/, '岳长风');
    });
    await clerk.getByText('退回待派').first().waitFor();
    await clerk.getByText('退回 1 次').waitFor();
    await take(clerk, keys, { key: 'z', saved: '转办', button: '转办并出具交办单' }, async () => {
      await keys.type('承办单位', SECOND);
      await keys.choose('方式', '承办');
    });
    const { state } = await file();
    expect(state.holdings.map((one) => [one.unit.name, one.ended])).toEqual([
      [FIRST, 'returned'],
      [SECOND, null],
    ]);
  });

  it('reads why an action is refused, by keyboard', async () => {
    await keys.press('.');
    const refused = clerk.getByRole('region', { name: '现在不能办的和原因' });
    await refused.waitFor();
    expect(await violations(clerk), '不能办的').toEqual([]);
    await keys.reach(/^.*结案.*须先由/);
    await keys.press('.');
    await refused.waitFor({ state: 'detached' });
  });

  it('records the steps of the procedure by their numbers and urges with a log beside the form', async () => {
    await take(clerk, keys, { key: '1', saved: '登录系统查看签收电子工单', button: '记入案卷' });
    await take(clerk, keys, { key: '1', saved: '与诉求人联系、调查核实', button: '记入案卷' }, async () => {
      await keys.type('联系、调查核实情况', '已电话联系，约定次日到现场。');
    });
    const urging = '督办：临近办理时限或逾期未办理的转办工单';
    await take(clerk, keys, { key: 'c', saved: urging, button: '发出并记入案卷' }, async () => {
      await keys.type('目前的办理进度', '正在现场核实，答应本周内办结。');
    });
    await keys.press('c');
    const log = clerk.getByRole('region', { name: '历次催办督办' });
    await log.getByText('第 1 次').waitFor();
    expect(await log.innerText()).toContain('答应本周内办结');
    await keys.press('Escape');
  });

  it('asks for another date, which the head of the unit grants; the clock moves', async () => {
    const asked = addWorkingDays(localDate(new Date().toISOString()), 20, STATE_COUNCIL_CALENDAR).date;
    await take(clerk, keys, { key: 'q', saved: '申请延期', button: '提交延期申请' }, async () => {
      await keys.type('申请延至的日期', asked);
      await keys.type('申请延期的原因', '须等待检测报告。');
    });
    await clerk.getByText(/延期申请待审批/).waitFor();
    await openCase(head, headKeys);
    await take(head, headKeys, { key: 'p', saved: '审批延期', button: '记下审批意见' }, async () => {
      await headKeys.choose('审批', '同意延期');
      await headKeys.type('审批意见', '情况属实，同意。');
    });
    const clock = (await file()).clocks.find((one) => one.limitId === 'lim_complaint' && one.scope === 'case');
    expect(clock?.due).toBe(asked);
    await clerk
      .getByText('延期 1 次')
      .or(clerk.getByText(/延期 1 次/))
      .first()
      .waitFor();
  });

  it('sends the reply back to be done again, and takes the second one', async () => {
    await take(clerk, keys, { key: 'h', saved: '回复意见', button: '提交回复意见' }, async () => {
      await keys.type('办理情况和答复意见', '已处理。');
    });
    await take(clerk, keys, { key: 'r', saved: '退单（平台退回反馈件重办）', button: '退回重办' }, async () => {
      await keys.choose('退回的情形', '反馈件未注明');
      await keys.type(/^具体说明/, '没有写责任人。');
    });
    await clerk.getByText('办理中').first().waitFor();
    await take(clerk, keys, { key: 'h', saved: '回复意见', button: '提交回复意见' }, async () => {
      await keys.type('办理情况和答复意见', '经查属实，已责令改正，责任人已注明。');
    });
    await head.getByText('待反馈').first().waitFor();
    await take(head, headKeys, { key: '1', saved: '单位负责同志审核签批反馈件', button: '记入案卷' }, async () => {
      await headKeys.type('办理责任单位的名称', SECOND);
      await headKeys.type('责任人姓名', '岳长风');
      await headKeys.type('审核、签批意见', '同意反馈。');
    });
    expect((await file()).state.redos).toHaveLength(1);
  });

  it('answers the citizen, reviews before closing, and files what belongs in the file', async () => {
    await clerk
      .getByText(/下一步/)
      .first()
      .waitFor();
    await take(clerk, keys, { key: 'f', saved: '反馈', button: '记下反馈' }, async () => {
      await keys.choose('反馈方式', '电话回复');
      await keys.type('反馈的办理结果', '已责令改正。');
      await keys.choose('诉求人的评价', '满意');
    });
    await take(clerk, keys, { key: 'j', saved: '结案', button: '结案' }, async () => {
      await keys.choose('办理结果', '已解决');
      await keys.choose('反映的情况是否属实', '属实');
      await keys.choose(/^1\. 反馈件/, '符合');
      await keys.type('办结情况', '反映属实，已改正。');
    });
    await take(clerk, keys, { key: 'g', saved: '归档', button: '归档' }, async () => {
      await keys.reach('转办工单');
      await keys.press('Space');
      await keys.reach('反馈件');
      await keys.press('Space');
    });
    const { state } = await file();
    expect(state.status).toBe('archived');
    expect(state.closing?.review).toEqual([{ id: 'cr_1', holds: true, note: '' }]);
    expect(state.archived?.items).toEqual(['转办工单', '反馈件']);
    expect(await violations(clerk), 'archived').toEqual([]);
    expect(broken).toEqual([]);
  });
});
