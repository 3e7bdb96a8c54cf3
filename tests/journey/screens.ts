import AxeBuilder from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/find-browser.ts';

/** Chromium without the background talk that a closed network would refuse. */
const QUIET = [
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

export async function openBrowser(): Promise<Browser> {
  const found = findBrowser();
  if (!found) throw new Error('no Chromium, Chrome or Edge on this machine');
  return chromium.launch({ executablePath: found.path, args: [...found.args, ...QUIET] });
}

/** Violations that axe-core finds on what is shown now, one line each; empty when there are none. */
export async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
}
