import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenCentre, openEmbedded } from '../server/db/open.ts';
import { type AdminCentre, adminCentre, signInAsAdmin } from './builders/admin.ts';
import { ADMIN_TOKEN, enrolRequest, joinStation, newKey } from './builders/centre.ts';
import { ChainBuilder } from './builders/entries.ts';
import { seedPgdata } from './builders/pgdata.ts';
import { calendarOf } from './builders/rulebooks.ts';
import { keyboardOf } from './journey/keyboard.ts';
import { openBrowser, violations } from './journey/screens.ts';

const WAIT = 15_000;
const SIZES = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
];
const SECTIONS = ['站点', '入网码', '人员与岗位', '单位与窗口', '制度与放假安排', '待查', '备份', '操作记录'];
/** Markup in a name must stay a name. */
const NASTY = '<img src=x onerror="document.title=1"><b>安若素</b>';
/** Folder for pictures of each section; none are taken without it. */
const SHOTS = process.env.JIESU_ADMIN_SHOTS;

/** The administration's page in real Chromium against the real centre. */
describe('the administration’s page', () => {
  const dir = mkdtempSync(join(tmpdir(), 'centre-admin-'));
  let opened: OpenCentre;
  let centre: AdminCentre;
  let server: Server & { closeAllConnections(): void };
  let address = '';
  let browser: Browser;
  let page: Page;
  const broken: string[] = [];

  beforeAll(async () => {
    await seedPgdata(dir);
    opened = await openEmbedded(dir);
    centre = adminCentre(opened);
    server = createAdaptorServer({ fetch: (request) => centre.send(request) }) as typeof server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await populate();
    browser = await openBrowser();
    const context = await browser.newContext({ viewport: SIZES[0] ?? null });
    context.setDefaultTimeout(WAIT);
    page = await context.newPage();
    page.on('pageerror', (error) => broken.push(error.message));
    page.on('console', (line) => {
      if (line.type() === 'error') broken.push(line.text());
    });
  });
  afterAll(async () => {
    await browser?.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await opened.close();
    rmSync(dir, { recursive: true, force: true });
  });

  /** A county hall as it might be: some in touch, some silent, one out of use, some trouble. */
  async function populate(): Promise<void> {
    const admin = await signInAsAdmin(centre.send);
    const now = centre.clock.now;
    const seenBefore = async (hours: number, work: () => Promise<unknown>) => {
      centre.clock.now = new Date(now.getTime() - hours * 3_600_000);
      await work();
      centre.clock.now = now;
    };
    const window = await joinStation(centre.send, { code: 'TH03', kind: 'hall_window' });
    await joinStation(centre.send, { code: 'TH90', kind: 'supervision_office' });
    await seenBefore(5, async () => {
      const township = await joinStation(centre.send, { code: 'TH12', kind: 'township' });
      await township.open({ own: 1_240 });
    });
    await seenBefore(90, () => joinStation(centre.send, { code: 'TH13', kind: 'township' }));
    await joinStation(centre.send, { code: 'TH14', kind: 'township' });
    await admin.change('revoke', { code: 'TH14', reason: '电脑被盗，已报案' });
    await joinStation(centre.send, { code: 'THBDC', kind: 'handling_unit', units: ['u-bdc'] });
    const chain = new ChainBuilder('TH03');
    await window.push([
      chain.register(),
      chain.register(),
      chain.note('019aa4b6-4607-7c37-a03b-15bd4422e0ca', '无此案卷'),
    ]);
    await window.push([new ChainBuilder('TH03').register()]);
    for (const unit of [
      { id: 'u-bdc', name: '县不动产登记机构', station: 'THBDC' },
      { id: 'u-gac', name: '县公安局出入境管理部门', station: null },
    ]) {
      await admin.change('unit', { institution: 'tanghe', unit });
    }
    await admin.change('window', {
      institution: 'tanghe',
      window: { no: '03', name: '不动产登记窗口', unit: 'u-bdc' },
    });
    for (const [name, roles, stations, active] of [
      ['葛知秋', ['intake_officer'], ['TH03'], true],
      ['牛穗丰', ['ducha'], [], true],
      [NASTY, ['window_chief', 'unit'], ['TH12', 'TH13'], true],
      ['汤小满', ['window_rep'], ['TH03'], false],
    ] as const) {
      const officer = { id: `o-${name.length}-${roles[0]}`, name, roles, stations, active };
      await admin.change('officer', { institution: 'tanghe', officer });
    }
    await admin.change('publish', { name: 'calendar-2027.yaml', text: calendarOf(2027) });
    await admin.change('invite', { code: 'TH15', kind: 'township', institution: 'tanghe', units: [], days: 3 });
  }

  const go = async (section: string) => {
    await page.getByRole('navigation').getByRole('link', { name: section, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: section }).waitFor();
  };
  const picture = async (name: string, { width } = page.viewportSize() ?? { width: 0 }) => {
    if (SHOTS === undefined) return;
    mkdirSync(SHOTS, { recursive: true });
    await page.screenshot({ path: join(SHOTS, `${width}-${name}.png`) });
  };

  it('lets in with the token only, by keyboard alone', async () => {
    await page.goto(`${address}/admin`);
    const keys = keyboardOf(page);
    await page.getByLabel('管理口令').waitFor();
    expect(await violations(page)).toEqual([]);
    await picture('00-sign-in');
    await keys.type(/^您的姓名/, '钟管理');
    await keys.type(/^管理口令/, 'wrong');
    await keys.press('Enter');
    await page.getByText('管理口令不正确').waitFor();
    await keys.type(/^管理口令/, ADMIN_TOKEN);
    await keys.press('Enter');
    await page.getByRole('heading', { level: 1, name: '站点' }).waitFor();
    const cookies = await page.context().cookies();
    expect(cookies).toMatchObject([{ name: 'jiesu_admin', httpOnly: true, sameSite: 'Strict', path: '/admin' }]);
    // A wrong token was answered 403, which the browser notes on its console.
    expect(broken.splice(0).filter((line) => !/40[13]/.test(line))).toEqual([]);
  });

  it.each(SIZES)('shows every section at $width×$height without faults, and names as names', async (size) => {
    await page.setViewportSize(size);
    for (const [at, section] of SECTIONS.entries()) {
      await go(section);
      expect([section, await violations(page)]).toEqual([section, []]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect([section, overflow]).toEqual([section, 0]);
      await picture(`0${at + 1}-${section}`);
    }
    await go('人员与岗位');
    await page.getByRole('cell', { name: NASTY, exact: true }).waitFor();
    expect(await page.locator('main img, main b').count()).toBe(0);
    expect(broken).toEqual([]);
  });

  it('says honestly how long a station has been silent', async () => {
    await go('站点');
    const row = (code: string) => page.getByRole('row').filter({ hasText: code });
    await row('TH03').getByText('联系正常').waitFor();
    await row('TH12').getByText('5 小时未联系').waitFor();
    await row('TH12').getByText(/1240/).waitFor();
    await row('TH13').getByText('3 天未联系').waitFor();
    await row('TH14')
      .getByText(/已停用/)
      .waitFor();
  });

  it('opens a code by keyboard, shows it once, and a station enrols with it', async () => {
    await page.setViewportSize(SIZES[0] ?? { width: 0, height: 0 });
    await go('入网码');
    const keys = keyboardOf(page);
    await keys.type(/^站点编号/, 'th16');
    await keys.press('Enter');
    const dialog = page.getByRole('dialog', { name: '入网码' });
    const shown = (await dialog.getByLabel('入网码', { exact: true }).textContent()) ?? '';
    expect(shown).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    expect(await violations(page)).toEqual([]);
    await picture('10-code');
    await keys.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await page.content()).not.toContain(shown);
    expect((await centre.send(enrolRequest(newKey('TH16'), shown))).status).toBe(200);
    await go('站点');
    await page.getByRole('cell', { name: 'TH16', exact: true }).waitFor();
  });

  it('asks twice before a station is put out of use', async () => {
    await go('站点');
    const keys = keyboardOf(page);
    await keys.activate('停用 TH16');
    const dialog = page.getByRole('dialog', { name: '停用站点 TH16' });
    await keys.type(/^停用的原因/, '电脑丢失');
    await keys.type(/^再输一遍/, 'TH61');
    await picture('11-revoke');
    expect(await violations(page)).toEqual([]);
    await keys.press('Enter');
    expect(await dialog.isVisible()).toBe(true);
    await keys.type(/^再输一遍/, 'TH16');
    await keys.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await page
      .getByRole('row')
      .filter({ hasText: 'TH16' })
      .getByText(/已停用/)
      .waitFor();
    await go('操作记录');
    await page
      .getByRole('row')
      .filter({ hasText: '停用站点' })
      .filter({ hasText: 'TH16' })
      .getByText('钟管理')
      .waitFor();
  });

  it('adds an officer with roles, and sends one home', async () => {
    await go('人员与岗位');
    await page.getByRole('button', { name: '添加人员' }).click();
    const dialog = page.getByRole('dialog', { name: '添加人员' });
    await dialog.getByLabel('姓名').fill('员小棠');
    await dialog.getByLabel('中心分管领导').check();
    await picture('12-officer');
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: '保存' }).click();
    const row = page.getByRole('row').filter({ hasText: '员小棠' });
    await row.getByText('中心分管领导').waitFor();
    await row.getByRole('button', { name: '修改 员小棠' }).click();
    await page.getByLabel('状态').selectOption({ label: '已离开（不能再登录）' });
    await page.getByRole('button', { name: '保存' }).click();
    await row.getByText('已离开').waitFor();
  });

  it('signs a file that is good, and says which line of a bad one is wrong', async () => {
    await go('制度与放假安排');
    const bad = join(dir, 'bad.yaml');
    writeFileSync(bad, calendarOf(2028).replace('2028-01-05', '2028-02-30'));
    await page.getByLabel(/YAML 文件/).setInputFiles(bad);
    await page.getByRole('button', { name: '签发', exact: true }).click();
    await page.getByText(/bad\.yaml 第\d+行/).waitFor();
    await picture('13-bad-file');
    const good = join(dir, 'good.yaml');
    writeFileSync(good, calendarOf(2028));
    await page.getByLabel(/YAML 文件/).setInputFiles(good);
    await page.getByRole('button', { name: '签发', exact: true }).click();
    await page.getByRole('cell', { name: '2028 年放假安排' }).waitFor();
    expect(broken.splice(0).filter((line) => !/422/.test(line))).toEqual([]);
  });

  it('signs out, and a page of another origin gets nothing', async () => {
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByText('已退出。').waitFor();
    expect(await page.context().cookies()).toEqual([]);
    expect(await page.content()).not.toContain('TH03');
    const elsewhere = await page.context().newPage();
    await elsewhere.goto('about:blank');
    const reached = await elsewhere.evaluate(
      (url) =>
        fetch(url, { credentials: 'include' })
          .then((r) => r.text())
          .catch(() => 'refused'),
      `${address}/admin/api/stations`,
    );
    expect(reached).toBe('refused');
  });
});
