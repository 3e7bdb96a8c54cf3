import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withPages } from '../core/door/front.ts';
import { type OpenDoor, openDoor } from '../core/door/open.ts';
import { openDemoDesk, type TestDesk } from './builders/desk.ts';
import { DUTY_PIN, type DutyDesk, openDutyDesk } from './builders/duty-desk.ts';
import { openBrowser, violations } from './journey/screens.ts';

const MORNING = new Date('2026-11-23T08:30:00+08:00');
const WAIT = 15_000;
const RENDERER = process.env.JIESU_RENDERER ?? 'dist/renderer';

/** What the day begins with, and the papers that belong to a period or a shift: real Chromium, the real core. */
describe('the lists of the day', () => {
  const dir = mkdtempSync(join(tmpdir(), 'jiesu-day-'));
  let browser: Browser;
  const doors: OpenDoor[] = [];
  const desks: (TestDesk | DutyDesk)[] = [];
  const broken: string[] = [];

  const openPage = async (desk: TestDesk | DutyDesk): Promise<Page> => {
    const door = await openDoor(withPages(desk.fetch, RENDERER));
    desks.push(desk);
    doors.push(door);
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    context.setDefaultTimeout(WAIT);
    await context.clock.install({ time: MORNING });
    const page = await context.newPage();
    page.on('pageerror', (error) => broken.push(error.message));
    await page.goto(door.url);
    return page;
  };
  const signIn = async (page: Page, name: string, pin: string): Promise<void> => {
    await page.getByLabel(new RegExp(name)).check({ force: true });
    await page.getByLabel(/^PIN/).fill(pin);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /换人登录/ }).waitFor();
  };
  /** The open dialog shows a PDF that can be printed; closes it. */
  const seePaper = async (page: Page, title: string): Promise<void> => {
    const dialog = page.getByRole('dialog', { name: new RegExp(title) });
    await dialog.getByRole('button', { name: `打印这份${title}` }).waitFor();
    expect(await dialog.locator(`iframe[title="${title}"]`).getAttribute('src')).toMatch(/^blob:/);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  };

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    for (const door of doors) await door.close();
    for (const desk of desks) await desk.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('names the daily check where the day begins; one key says it is done, and it can be taken back', async () => {
    const desk = await openDemoDesk(join(dir, 'hall'), MORNING);
    const officer = desk.officers.find((one) => one.roles.includes('intake_officer'));
    const page = await openPage(desk);
    await signIn(page, officer?.name ?? '', officer?.pin ?? '');
    await page.keyboard.press('F3');
    const strip = page.getByRole('region', { name: '今日事项' });
    const button = strip.getByRole('button', { name: /^已办\s*：“我要问”每日排查/ });
    await button.waitFor();
    expect(await strip.innerText()).toContain('需安排专人进行每日排查');
    expect(await violations(page)).toEqual([]);

    await page.keyboard.press('Alt+1');
    await strip.getByText('已记为已办：“我要问”每日排查').waitFor();
    expect(await button.count()).toBe(0);
    await strip.getByRole('button', { name: '撤回' }).click();
    await button.waitFor();

    await strip.getByLabel(/的备注$/).fill('三条，均未超期');
    await page.keyboard.press('Enter');
    await strip.getByText('已记为已办').waitFor();
    await page.keyboard.press('F7');
    const row = page.getByRole('region', { name: '报送与每日事项' }).getByRole('row', { name: /2026-11-23/ });
    await row.getByText('已办', { exact: true }).waitFor();
    expect(await row.innerText()).toContain(`${officer?.name}　2026-11-23 08:30　三条，均未超期`);
  });

  it('opens the books over the chosen period beside the workbook, ready to print', async () => {
    const page = browser.contexts()[0]?.pages()[0] as Page;
    for (const book of ['受理登记簿', '办结登记簿']) {
      await page.getByRole('button', { name: book, exact: true }).click();
      await seePaper(page, book);
    }
    expect(await violations(page)).toEqual([]);
  });

  it('opens the sheet of a handover for those on duty, and shows no button to a passer-by', async () => {
    const desk = await openDutyDesk(join(dir, 'duty'), MORNING);
    await desk.signInAs('夏值班');
    const items = ['du_hand1', 'du_hand2', 'du_hand3', 'du_hand4'].map((id) => ({ id, text: '无异常' }));
    const to = { toOfficerId: desk.officers.秦接班 ?? '', toPin: DUTY_PIN, note: '', seenCases: [] };
    await desk.call('duty.handOver', { ...to, items });

    const page = await openPage(desk);
    const history = async (name: string) => {
      await signIn(page, name, DUTY_PIN);
      await page.keyboard.press('F4');
      await page.getByRole('radio', { name: '交接记录' }).check({ force: true });
      await page.getByText('夏值班 → 秦接班').waitFor();
    };
    await history('秦接班');
    await page.getByRole('button', { name: /^交接表 夏值班交秦接班/ }).click();
    await seePaper(page, '值班交接表');
    await page.getByRole('button', { name: /换人登录/ }).click();
    await history('路闲人');
    expect(await page.getByRole('button', { name: /^交接表/ }).count()).toBe(0);
    expect(broken).toEqual([]);
  });
});
