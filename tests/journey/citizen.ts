import type { Page } from 'playwright-core';

/**
 * The citizen at the second screen: reads to the end, signs with the pointer, confirms, and rates when asked.
 *
 * @param look called at every step with its name, to look at what is shown
 */
export async function readAndSign(page: Page, look: (step: string) => Promise<void>, rating?: string): Promise<string> {
  const text = page.getByRole('region', { name: '记录全文' });
  await text.waitFor();
  const read = (await text.textContent()) ?? '';
  await look('read');
  for (let i = 0; i < 60; i += 1) {
    const onward = page.getByRole('button', { name: /我已看完|往下看/ });
    const words = (await onward.textContent()) ?? '';
    await onward.click();
    if (words.startsWith('我已看完')) break;
    await page.waitForTimeout(60);
  }
  const pad = page.getByRole('img', { name: /签字区/ });
  await pad.waitFor();
  await drawSignature(page);
  await look('sign');
  // A tablet is turned: an empty pad would be refused at the next step.
  await page.setViewportSize({ width: 800, height: 1_100 });
  await page.getByRole('button', { name: '签好了' }).click();
  const onward = page.getByRole('button', { name: /确认提交|下一步/ });
  await onward.waitFor();
  await look('confirm');
  await onward.click();
  if (rating !== undefined) {
    const answer = page.getByRole('radio', { name: rating, exact: true });
    await answer.waitFor();
    await look('rate');
    await answer.click();
    await page.getByRole('button', { name: '提交' }).click();
  }
  await page.getByText(/谢谢/).first().waitFor();
  await look('thanks');
  return read;
}

/** A name-like scribble with the mouse, well inside the pad. */
export async function drawSignature(page: Page): Promise<void> {
  const box = await page.getByRole('img', { name: /签字区/ }).boundingBox();
  if (!box) throw new Error('no pad');
  const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
  for (const stroke of [
    [
      [0.2, 0.3],
      [0.3, 0.5],
      [0.25, 0.7],
    ],
    [
      [0.35, 0.3],
      [0.45, 0.35],
      [0.4, 0.7],
      [0.55, 0.65],
    ],
    [
      [0.6, 0.3],
      [0.7, 0.6],
      [0.8, 0.4],
    ],
  ] as const) {
    const [first, ...rest] = stroke;
    await page.mouse.move(...at(first[0], first[1]));
    await page.mouse.down();
    for (const [x, y] of rest) await page.mouse.move(...at(x, y), { steps: 8 });
    await page.mouse.up();
  }
}
