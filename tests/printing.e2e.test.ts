import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ComplaintRecord } from '../domain/contract/record.ts';
import { type Desk, startDesk } from './harness/desk.ts';
import { sampleRecord } from './harness/samples.ts';
import { until } from './harness/wait.ts';
import { type Keyboard, keyboardOf } from './journey/keyboard.ts';
import { typeComplaint } from './journey/officer.ts';
import { type PaperMachine, startPaperMachine } from './journey/paper-machine.ts';
import { openBrowser, violations } from './journey/screens.ts';

const PIN = '802413';
/** Longest wait for something to appear, in ms. */
const WAIT = 20_000;
const SIZES = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const;
/** No font has a character of the private use area. */
const UNKNOWN = '\ue4f2';

/**
 * What the officer sees of printing, and does about it, in a real browser with printers on real sockets: set up, printed,
 * out of paper, torn off in the middle, sent to the printer that stands in. Keys only.
 */
describe('printing on screen, by keyboard', () => {
  const dir = mkdtempSync(join(tmpdir(), 'jiesu-printing-'));
  let browser: Browser;
  let desk: Desk;
  let page: Page;
  let keys: Keyboard;
  let slip: PaperMachine;
  let spare: PaperMachine;
  const broken: string[] = [];

  /** axe at both sizes. */
  const look = async (name: string) => {
    for (const size of SIZES) {
      await page.setViewportSize(size);
      expect(await violations(page), `${name} at ${size.width}`).toEqual([]);
    }
    await page.setViewportSize(SIZES[0]);
  };

  /** A telephone complaint: nobody has to sign, so that saving and printing is one key. */
  const call = (narrative: string, name?: string): ComplaintRecord => {
    const record = sampleRecord('tanghe-01');
    const complainant = { ...record.complainant, ...(name === undefined ? {} : { name }) };
    return { ...record, complainant, channel: 'phone', narrative };
  };

  const register = async (narrative: string, name?: string): Promise<{ caseId: string; number: string }> => {
    await keys.press('F2');
    await page.getByRole('heading', { name: '受理登记' }).waitFor();
    await keys.choose('渠道', '电话');
    await page.getByRole('button', { name: /已告知/ }).waitFor();
    await keys.press('F1');
    await typeComplaint(keys, call(narrative, name), '二手房转移登记');
    await keys.press('Control+Enter');
    await page.getByTestId('case-number').waitFor();
    const number = ((await page.getByTestId('case-number').textContent()) ?? '').trim();
    const { rows } = await desk.call('search', { query: number });
    return { number, caseId: rows[0]?.caseId ?? '' };
  };

  /** The next form stands empty and the officer is at its first question. */
  const discardDraft = async (): Promise<void> => {
    const button = page.getByRole('button', { name: '丢弃草稿', exact: true });
    await button.click();
    await button.waitFor({ state: 'detached' });
    await page.locator('[data-path="kind"] :focus').waitFor({ state: 'attached' });
  };

  const slipsOf = (machine: PaperMachine, number: string): string[] =>
    machine.papers().filter((paper) => paper.includes(number));

  const jobs = () => page.getByRole('list', { name: '打印情况' });

  beforeAll(async () => {
    browser = await openBrowser();
    slip = await startPaperMachine();
    spare = await startPaperMachine();
    desk = await startDesk(join(dir, 'desk'));
    await desk.call('setup.create', {
      station: { code: 'TH03', name: '样例政务服务中心投诉受理台' },
      regime: 'tanghe',
      officer: { name: '葛知秋', roles: ['intake_officer'], pin: PIN },
      printers: { slip: null, a4: null },
      centre: null,
    });
    const [officer] = await desk.call('session.officers', {});
    await desk.signIn(officer?.id ?? '', PIN);
    const context = await browser.newContext({ viewport: SIZES[0] });
    context.setDefaultTimeout(WAIT);
    page = await context.newPage();
    page.on('pageerror', (error) => broken.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        broken.push(message.text());
    });
    keys = keyboardOf(page);
    await page.goto(desk.url);
    await page.getByRole('radio').first().waitFor();
    await keys.type(/^PIN/, PIN);
    await keys.press('Enter');
    await page.getByRole('button', { name: /换人登录/ }).waitFor();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page?.screenshot({ path: 'test-results/printing.png' }).catch(() => {});
  });

  afterAll(async () => {
    await browser?.close();
    await desk?.running.stop();
    await slip?.close();
    await spare?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('sets up a printer and one that stands in; the test says that it is well, or what is wrong and what to do', async () => {
    await keys.press('F10');
    await page.getByRole('heading', { name: '打印机' }).waitFor();
    await keys.choose('小票打印机的去处', '网络打印机');
    await keys.type('地址', '127.0.0.1');
    await keys.type('端口', String(slip.port));
    await keys.activate('测试连接 小票打印机');
    await page.getByText('打印机应答正常').waitFor();
    await slip.behave({ paper: 'out' });
    await keys.activate('测试连接 小票打印机');
    await page.getByText('打印机缺纸：请装纸').waitFor();
    await slip.behave({});

    await keys.choose('备用小票打印机的去处', '网络打印机');
    await keys.type('地址', '127.0.0.1');
    await keys.type('端口', '1');
    await keys.activate('测试连接 备用小票打印机');
    await page.getByText(/打印机拒绝连接/).waitFor();
    await page.getByText(/核对地址和端口/).waitFor();
    await look('printers that were tested');
    await keys.choose('A4 打印机的去处', '显示在屏幕上');
    await page.locator('[data-use=spare]').getByLabel('端口').focus();
    await keys.type('端口', String(spare.port));
    await keys.activate('保存打印机');
    await page.getByText('已保存，下一份起用新的设置。').waitFor();
    const { printers } = await desk.call('settings.get', {});
    expect(printers.slip).toMatchObject({ kind: 'tcp', port: slip.port, profile: 'usual' });
    expect(printers.spare).toMatchObject({ kind: 'tcp', port: spare.port, name: '备用小票打印机' });
  });

  it('looks for printers and says so when the system offers none that fits', async () => {
    await keys.activate('查找打印机 A4 打印机');
    const a4 = page.locator('[data-use=a4]');
    await a4
      .getByText(/没有找到/)
      .or(a4.getByRole('list', { name: /找到的打印机/ }))
      .waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it('lists what the system offers, fills it in, and leads from the test page to the model', async () => {
    // What the PC has depends on the PC: its answers are put in place, the screens are the real ones.
    const usual = (await desk.call('printer.profiles', {})).find(({ id }) => id === 'usual');
    const old = { ...usual, id: 'old-mute', name: '老式小票机', font: 'gb2312', answers: false };
    const answers: Record<string, unknown> = {
      'printer.discover': [
        { kind: 'usb', device: '/dev/usb/lp1', name: 'GP-L80160', detail: 'Gprinter，已连接' },
        { kind: 'cups', queue: 'office', name: '办公室打印机', detail: '空闲' },
      ],
      'printer.profiles': [usual, old],
      'printer.testPage': { ok: false, error: 'printer_one_way', message: '这台打印机不报告结果，请看一眼出纸口' },
    };
    for (const [name, json] of Object.entries(answers))
      await page.route(`**/api/${name}`, (route) => route.fulfill({ json }));
    await page.reload();
    await page.getByRole('heading', { name: '打印机' }).waitFor();
    await keys.activate('查找打印机 小票打印机');
    const offered = page.getByRole('list', { name: '找到的打印机（小票打印机）' });
    await offered.waitFor();
    expect(await offered.getByRole('listitem').count()).toBe(2);
    await look('printers that were found');
    await keys.activate(/^GP-L80160/);
    const form = page.locator('[data-use=slip]');
    await form.getByText('已填入“GP-L80160”').waitFor();
    expect(await form.getByLabel(/^设备/).inputValue()).toBe('/dev/usb/lp1');
    expect(await form.getByLabel('名称').inputValue()).toBe('GP-L80160');
    await keys.activate('打印测试页 小票打印机');
    const guide = form.getByRole('group', { name: '测试页看起来怎样？' });
    await guide.waitFor();
    await keys.reach('生僻字是空白或方框');
    await keys.press('Space');
    await guide.getByText('老式小票机').waitFor();
    await look('the model that the test page suggests');
    await keys.activate('改用这个型号 小票打印机');
    expect(await form.getByLabel('打印机型号').inputValue()).toBe('old-mute');
    await form.getByText(/每张都要人看一眼/).waitFor();
    await page.unroute('**/api/printer.discover');
    await page.route('**/api/printer.discover', (route) =>
      route.fulfill({ status: 500, json: { error: { code: 'internal', message: '程序内部出错，请重试' } } }),
    );
    await keys.activate('查找打印机 小票打印机');
    await form.getByRole('alert').waitFor();
    await page.unrouteAll();
    await page.reload();
    await page.getByRole('heading', { name: '打印机' }).waitFor();
  });

  it('names a character that no font has under the name, while it is typed, and saves all the same', async () => {
    await keys.press('F2');
    await page.getByRole('heading', { name: '受理登记' }).waitFor();
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/api/print.characters')) asked.push(request.postData() ?? '');
    });
    await keys.type('姓名', '欧阳若曦');
    await page
      .getByText(/草稿已存/)
      .first()
      .waitFor();
    expect(asked).toEqual([]);
    await keys.type('姓名', `欧阳${UNKNOWN}`);
    await page.getByText(/打印机和本机字库都没有，纸上将印作/).waitFor();
    expect(await page.getByText('⟦U+E4F2⟧').isVisible()).toBe(true);
    await look('a character that no font has');
    await discardDraft();
    const { caseId } = await register('预约系统总说已满。', `欧阳${UNKNOWN}`);
    await page.getByText(/请当面说明/).waitFor();
    await jobs().getByText('已打印').waitFor();
    expect((await desk.call('case.get', { caseId })).state.record.complainant.name).toBe(`欧阳${UNKNOWN}`);
  });

  it('says 已打印 only when the paper is there', async () => {
    await slip.behave({ paper: 'out' });
    const { number } = await register('窗口让我回去补材料，跑了三趟。');
    await jobs()
      .getByText(/打印机缺纸/)
      .waitFor();
    await jobs().getByText('等待打印').waitFor();
    await jobs()
      .getByText(/起等待/)
      .waitFor();
    expect(await jobs().getByText('已打印').count()).toBe(0);
    expect(slipsOf(slip, number)).toEqual([]);
    await look('saved without paper');
    await slip.behave({});
    await jobs().getByText('已打印').waitFor();
    expect(slipsOf(slip, number)).toHaveLength(1);
  });

  it('asks where the officer stands when the line broke; one key, pressed twice, gives one 补打 that says so', async () => {
    await slip.behave({ resetAfter: 400 });
    const { number, caseId } = await register('叫号机坏了没有人管，等了两个小时。');
    const question = page.getByRole('group', { name: /纸出来了吗/ });
    await question.waitFor();
    expect(await jobs().getByText('已打印').count()).toBe(0);
    await look('the question after saving');
    await slip.behave({});
    await keys.press('Alt+n');
    await keys.press('Alt+n');
    await jobs().getByText('已打印').waitFor();
    const [copy, ...more] = slipsOf(slip, number);
    expect(more).toEqual([]);
    expect(copy).toContain('补打');
    const listed = (await desk.call('print.jobs', { caseId })).filter(({ width }) => width === '80');
    expect(listed.map(({ copy: n, state }) => [n, state]).sort()).toEqual([
      [0, 'failed'],
      [1, 'confirmed'],
    ]);
    await keys.press('Control+Enter');
    await page.getByRole('toolbar', { name: '办理' }).waitFor();
    await look('the case after it');
  });

  it('follows the officer to the next citizen: the question stands over the status bar, and a key answers it there', async () => {
    await slip.behave({ resetAtEnd: true });
    const { caseId } = await register('工作人员态度生硬，不肯一次说清。');
    await page.getByRole('group', { name: /纸出来了吗/ }).waitFor();
    await keys.press('F2');
    const name = page.getByRole('textbox', { name: '姓名' });
    await name.waitFor();
    await keys.type('姓名', '下一位');
    const strip = page.getByRole('region', { name: '待确认的打印' });
    await strip.waitFor();
    await look('the question over the next form');
    await keys.press('Alt+y');
    await strip.waitFor({ state: 'detached' });
    expect(await name.inputValue()).toBe('下一位');
    const { state, jobs: its } = await desk.call('case.get', { caseId });
    expect(its.map((job) => job.state)).toEqual(['confirmed', 'confirmed']);
    expect(state.papers.map(({ outcome }) => outcome).sort()).toEqual(['confirmed', 'officer_saw_paper']);
    await discardDraft();
    await slip.behave({});
  });

  it('answers on the case page as well', async () => {
    await slip.behave({ resetAtEnd: true });
    await register('停车收费不给票。');
    await page.getByRole('group', { name: /纸出来了吗/ }).waitFor();
    await keys.press('Control+Enter');
    await page.getByRole('toolbar', { name: '办理' }).waitFor();
    await page.getByRole('group', { name: /纸出来了吗/ }).waitFor();
    await look('the question on the case');
    await keys.press('Alt+y');
    await page.getByRole('group', { name: /纸出来了吗/ }).waitFor({ state: 'detached' });
    await page.getByText('已打印').first().waitFor();
    await slip.behave({});
  });

  it('prints at the printer that stands in when the first one is in trouble', async () => {
    await slip.behave({ cover: 'open' });
    const { number } = await register('办事指南和窗口说的不一样。');
    await jobs()
      .getByText(/打印机开盖/)
      .waitFor();
    await keys.press('F8');
    await page.getByRole('button', { name: /改用备用小票打印机/ }).waitFor();
    await look('a fault and a printer that stands in');
    await keys.press('Alt+b');
    await until(
      () => slipsOf(spare, number),
      (papers) => papers.length === 1,
    );
    const row = page.getByRole('row', { name: new RegExp(number) });
    await row.getByText('已打印').waitFor();
    expect(slipsOf(slip, number)).toEqual([]);
    await slip.behave({});
  });

  it('answers and cancels on the printing page', async () => {
    await slip.behave({ resetAtEnd: true });
    const { number } = await register('大厅没有轮椅。');
    await keys.press('F8');
    await page.getByRole('heading', { name: /待确认/ }).waitFor();
    await page.getByText('预览（80 毫米小票）').waitFor();
    await look('the question on the printing page');
    await keys.press('Alt+y');
    await page.getByRole('heading', { name: /待确认/ }).waitFor({ state: 'detached' });
    await slip.behave({ paper: 'out' });
    const row = page.getByRole('row', { name: new RegExp(number) });
    await keys.activate(new RegExp(`^补打 登记回执单 ${number}`));
    await row.first().getByText('补打第1次').waitFor();
    await keys.activate(new RegExp(`^取消 打印登记回执单 ${number}`));
    await row.first().getByText('没有打印').waitFor();
    await slip.behave({});
  });

  it('leaves no error in the console', () => {
    expect(broken).toEqual([]);
  });
});
