import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { withPages } from '../core/door/front.ts';
import { type OpenDoor, openDoor } from '../core/door/open.ts';
import { openDemoDesk, type TestDesk } from './builders/desk.ts';
import { DUTY_PIN, type DutyDesk, openDutyDesk } from './builders/duty-desk.ts';
import { until } from './harness/wait.ts';
import { type Keyboard, keyboardOf } from './journey/keyboard.ts';
import { openBrowser, violations } from './journey/screens.ts';

const CALL = new Date('2026-11-22T00:03:00+08:00');
const WAIT = 15_000;
const RENDERER = process.env.JIESU_RENDERER ?? 'dist/renderer';

/** Alone at night, phone in hand, ten minutes to send somebody out: real Chromium, the real core, one clock for both. */
describe('a night in the duty room', () => {
  const dir = mkdtempSync(join(tmpdir(), 'jiesu-night-'));
  let browser: Browser;
  let desk: DutyDesk;
  let door: OpenDoor;
  let page: Page;
  let keys: Keyboard;
  let minutes = 0;
  const broken: string[] = [];

  const openPage = async (url: string, now: Date): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    context.setDefaultTimeout(WAIT);
    await context.clock.install({ time: now });
    // Counts the tones that the page really asks the sound card for.
    await context.addInitScript(() => {
      const counted = window as unknown as { tones: number };
      counted.tones = 0;
      const make = AudioContext.prototype.createOscillator;
      AudioContext.prototype.createOscillator = function (this: AudioContext) {
        counted.tones += 1;
        return make.call(this);
      };
    });
    const opened = await context.newPage();
    opened.on('pageerror', (error) => broken.push(error.message));
    await opened.goto(url);
    return opened;
  };
  const tones = (): Promise<number> => page.evaluate(() => (window as unknown as { tones: number }).tones);
  /** The time is so many minutes after the call, for the core and for the window, which wakes as from a sleep. */
  const sleepUntil = async (minute: number): Promise<void> => {
    desk.clock.now = new Date(CALL.getTime() + minute * 60_000);
    await page.clock.fastForward((minute - minutes) * 60_000);
    minutes = minute;
  };
  const signIn = async (name: string): Promise<void> => {
    await page.getByLabel(new RegExp(name)).check({ force: true });
    await page.getByLabel(/^PIN/).fill(DUTY_PIN);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /换人登录/ }).waitFor();
  };
  const bar = () => page.getByRole('region', { name: '分钟时限' });

  beforeAll(async () => {
    browser = await openBrowser();
    desk = await openDutyDesk(join(dir, 'desk'), CALL);
    door = await openDoor(withPages(desk.fetch, RENDERER));
    page = await openPage(door.url, CALL);
    keys = keyboardOf(page);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: 'test-results/night-duty.png' }).catch(() => {});
  });
  afterAll(async () => {
    await browser?.close();
    await door?.close();
    await desk?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('lets the leader draw up the week, shows the holes in words, and takes a copied week back', async () => {
    await signIn('柏带班');
    await keys.press('F4');
    await page.getByRole('radio', { name: '值班表' }).check({ force: true });
    await page.getByText('11-16 00:00 至 11-22 24:00 没有人值班').waitFor();
    await page.getByLabel('带班领导').check({ force: true });
    await page.getByLabel('人员').selectOption({ label: '柏带班' });
    await page.getByLabel('从').fill('00:00');
    await page.getByLabel(/^到/).fill('00:00');
    await page.getByRole('button', { name: '排班' }).click();
    await page.getByText('已排 7 班').waitFor();
    await page.getByText('11-16 00:00 至 11-22 24:00 没有值班员，至少要1人').waitFor();
    await page.getByLabel('值班员').check({ force: true });
    for (const [name, from, to] of [
      ['夏值班', '20:00', '08:00'],
      ['秦接班', '08:00', '20:00'],
    ] as const) {
      await page.getByLabel('人员').selectOption({ label: name });
      await page.getByLabel('从').fill(from);
      await page.getByLabel(/^到/).fill(to);
      await page.getByRole('button', { name: '排班' }).click();
      await page.getByRole('listitem').filter({ hasText: name }).first().waitFor();
    }
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: '下一周' }).click();
    await page.getByRole('button', { name: '照上周排（21 班）' }).click();
    await page.getByText('24小时有人，人数合规').waitFor();
    await page.getByRole('button', { name: '撤销' }).click();
    await page.getByText(/没有人值班/).waitFor();
    await page.getByRole('button', { name: /换人登录/ }).click();
  });

  it('takes the call by keyboard: the emergency questions come first and are asked once', async () => {
    await signIn('夏值班');
    await keys.press('F2');
    await page.getByRole('heading', { name: '受理登记' }).waitFor();
    await keys.press('Alt+j');
    // The cursor comes a moment later; walking on before it, Tab would reach the same words beside the form.
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-path') === 'emergency.e_name');
    for (const [question, answer] of [
      ['投诉或举报人姓名', '样例来电人'],
      ['单位', '样例小区'],
      ['联系电话', '19900000012'],
      ['发生时间', '零点左右'],
      ['发生地点', '样例路8号'],
      ['危害范围', '周边两栋居民楼'],
      ['危害程度', '有爆炸危险'],
      ['现场处置情况', '已疏散，未报警'],
    ] as const)
      await keys.type(question, answer);
    expect(await violations(page)).toEqual([]);
    await page.getByText('好，请您稍等，我们马上赶到现场。').first().waitFor();
    expect(await page.getByRole('radio', { name: '电话' }).isChecked()).toBe(true);
    await keys.type('事实经过', '液化气充装点夜间仍在充装，气味很大。');
    await keys.type('事由', '违规充装');
    expect(await page.getByLabel('姓名', { exact: true }).inputValue()).toBe('样例来电人');
    await keys.press('Control+Enter');
    await page.getByTestId('case-number').waitFor();
    await keys.press('Control+Enter');
    await page.getByRole('toolbar', { name: '办理' }).waitFor();
    await keys.press('s');
    await keys.choose('受理类别', '需出现场处理的投诉');
    await keys.activate(/受理/);
    await bar().waitFor();
    expect(await bar().getAttribute('data-sounding')).toBeNull();
    expect(await tones()).toBe(0);
  });

  it('shows the right time at once after a sleep, sounds, and mutes by name for this alarm only', async () => {
    await sleepUntil(8.5);
    await page.locator('[data-stage=soon]').waitFor();
    await until(tones, (count) => count > 0);
    expect(await page.getByRole('timer').textContent()).toMatch(/^01:(30|2\d)$/);
    expect(await violations(page)).toEqual([]);
    for (const key of ['F3', 'F6', 'F10']) {
      await keys.press(key);
      await bar().waitFor();
    }
    await keys.press('Alt+m');
    await page.getByText('夏值班 00:11 静音').waitFor();
    expect(await bar().getAttribute('data-sounding')).toBeNull();

    const before = await tones();
    await sleepUntil(11);
    await page.locator('[data-stage=late]').waitFor();
    await until(tones, (count) => count > before);
    expect(await page.getByRole('timer').textContent()).toMatch(/^\+01:0\d$/);
  });

  it('goes on over the sign-in page after the desk was left alone', async () => {
    await sleepUntil(30);
    await page.getByLabel(/^PIN/).waitFor();
    await page.locator('[data-stage=late]').waitFor();
    expect(await bar().getAttribute('data-sounding')).toBe('late');
    expect(await bar().textContent()).not.toMatch(/样例来电人|静音 Alt/);
    expect(await violations(page)).toEqual([]);
    await signIn('夏值班');
  });

  it('hands over only when everything open was gone through, signed by both', async () => {
    await keys.press('F4');
    await page.getByRole('heading', { name: '交班' }).waitFor();
    await page.getByLabel('秦接班').check({ force: true });
    await page.getByLabel('接班人的 PIN').fill(DUTY_PIN);
    const go = page.getByRole('button', { name: '双方签认，交班' });
    expect(await go.isDisabled()).toBe(true);
    await page.getByRole('checkbox', { name: '全部看过' }).check();
    for (const item of ['接到投诉、举报情况', '待办事宜', '文件资料、值班记录', '值班室设施、设备、物品完好情况'])
      await page.getByRole('button', { name: `${item}：正常` }).click();
    expect(await go.isDisabled()).toBe(true);
    await page.getByRole('checkbox', { name: /看过 ZB12.*分流任务发出/ }).check();
    expect(await violations(page)).toEqual([]);
    await go.click();
    await page.getByLabel(/^PIN/).waitFor();
    await signIn('秦接班');
    await keys.press('F4');
    await page.getByRole('radio', { name: '交接记录' }).check({ force: true });
    await page.getByText('夏值班 → 秦接班').waitFor();
    await page.getByText(/^交接单/).click();
    await page.getByRole('row', { name: /正在计时/ }).waitFor();
    await page.getByText('带班领导 柏带班').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(broken).toEqual([]);
  });
});

describe('a telephone call under a regime that records it', () => {
  const dir = mkdtempSync(join(tmpdir(), 'jiesu-notice-'));
  let browser: Browser;
  let desk: TestDesk;
  let door: OpenDoor;

  beforeAll(async () => {
    browser = await openBrowser();
    desk = await openDemoDesk(dir, new Date());
    door = await openDoor(withPages(desk.fetch, RENDERER));
  });
  afterAll(async () => {
    await browser?.close();
    await door?.close();
    await desk?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('lets nothing be typed before the caller was told, except when a life is at stake', async () => {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT);
    const keys = keyboardOf(page);
    await page.goto(door.url);
    // Enter does nothing before the officers are there.
    await page.getByRole('radio').first().waitFor();
    await page.getByLabel(/^PIN/).fill('246801');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '受理登记' }).waitFor();
    const name = page.getByLabel('姓名', { exact: true });
    await until(() => name.isEnabled(), Boolean);
    await keys.choose('渠道', '电话');
    await page.getByText('您好，您的电话将被录音，请您对咨询投诉内容的真实性负责').first().waitFor();
    expect(await name.isDisabled()).toBe(true);
    expect(await violations(page)).toEqual([]);

    await page.getByLabel('特急').check({ force: true });
    await until(() => name.isEnabled(), Boolean);
    await page.getByRole('region', { name: '录音告知' }).waitFor();
    await page.getByLabel('一般').check({ force: true });
    await until(() => name.isDisabled(), Boolean);

    await keys.press('F1');
    await page.getByText(/已告知录音/).waitFor();
    await until(() => name.isEnabled(), Boolean);
    await keys.type('姓名', '样例来电人');
    const drafts = await until(
      async () => {
        await desk.signInAs('intake_officer');
        return desk.call('draft.list', {});
      },
      (found) => found.some((draft) => draft.record.complainant.name === '样例来电人'),
    );
    expect(drafts[0]?.record.notice_read_at).toMatch(/\+08:00$/);
  });
});
