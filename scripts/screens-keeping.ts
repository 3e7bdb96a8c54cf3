import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startCentre } from '../tests/harness/centre.ts';
import { startDesk } from '../tests/harness/desk.ts';
import { sampleRecord } from '../tests/harness/samples.ts';

/**
 * Pictures of what keeps a desk's data safe: officers and units as the centre gave them, backups, bundles for a stick, and
 * the first start of a PC that takes a backup's place.
 */
export async function walkKeeping(
  browser: Browser,
  size: { width: number; height: number },
  data: string,
  shoot: (name: string, page: Page) => Promise<void>,
): Promise<void> {
  const folder = join(data, 'backups');
  mkdirSync(folder, { recursive: true });
  const centre = await startCentre(join(data, 'keeping-centre'));
  const desk = await startDesk(join(data, 'keeping'));
  const fresh = await startDesk(join(data, 'fresh'));
  const context = await browser.newContext({ viewport: size, deviceScaleFactor: 1 });
  const page = await context.newPage();
  try {
    await page.goto(desk.url);
    await page.getByRole('button', { name: /试用演示站点/ }).click();
    await page.getByRole('button', { name: '去登录' }).waitFor();
    const officers = await desk.call('session.officers', {});
    const intake = officers.find(({ roles }) => roles.includes('intake_officer'));
    await desk.signIn(intake?.id ?? '', '246801');
    const record = { ...sampleRecord('tanghe-01'), channel: 'phone' as const };
    await desk.call('case.register', { draftId: 'd1', record, signingTaskId: null, print: false });
    const administrator = officers.find(({ roles }) => roles.includes('ducha'));
    await desk.signIn(administrator?.id ?? '', '246803');
    const enrolCode = await centre.invite('TH03', 'hall_window', 'tanghe');
    await desk.call('sync.configure', { address: centre.address, enrolCode });
    await centre.invite('TH90', 'supervision_office', 'tanghe');

    await page.goto(desk.url);
    await page.locator(`input[name="officer"][value="${administrator?.id}"]`).check({ force: true });
    await page.getByLabel(/^PIN/).fill('246803');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /换人登录/ }).waitFor();
    await page.keyboard.press('F10');
    await page.getByRole('button', { name: '工作人员', exact: true }).click();
    await shoot('33-settings-officers', page);
    await page.getByRole('button', { name: '单位和窗口', exact: true }).click();
    await shoot('34-settings-units', page);
    await page.getByRole('button', { name: '备份', exact: true }).click();
    await page.getByLabel(/^备份到/).fill(folder);
    await page.getByRole('button', { name: '保存备份设置' }).click();
    await page.getByRole('button', { name: '生成恢复码' }).click();
    await page.getByText('请抄写下来').waitFor();
    await shoot('35-settings-recovery-code', page);
    await page.getByRole('button', { name: '已抄好' }).click();
    await page.getByRole('button', { name: '立即备份' }).click();
    await page.getByText(/已读回检查/).waitFor();
    await shoot('36-settings-backup', page);

    await centre.running.stop();
    await desk.signIn(intake?.id ?? '', '246801');
    await desk.call('case.register', { draftId: 'd2', record, signingTaskId: null, print: false });
    await page.keyboard.press('F9');
    await page.getByRole('button', { name: '制作数据包' }).click();
    await page.getByRole('table', { name: /^数据包/ }).scrollIntoViewIfNeeded();
    await shoot('37-sync-bundles', page);

    await page.goto(fresh.url);
    await page.getByText('从备份恢复').click();
    await page.getByLabel('备份所在的文件夹').fill(folder);
    await page.getByRole('button', { name: '查找备份' }).click();
    const code = page.getByLabel(/^恢复码/);
    await code.fill('12345 67890 12345 67890 12345 67890');
    await page.getByRole('button', { name: '恢复', exact: true }).click();
    await page.getByRole('alert').first().waitFor();
    await code.scrollIntoViewIfNeeded();
    await shoot('38-restore-wrong-code', page);
  } finally {
    await context.close();
    for (const { running } of [desk, fresh, centre]) await running.stop();
  }
}
