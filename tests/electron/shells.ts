import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Browser, chromium, _electron as electron, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/find-browser.ts';
import type { FromDouble, ToDouble } from './double/windows.ts';

const ROOT = dirname(dirname(import.meta.dirname));

/** A running shell with its officer's window, however it is run. */
export interface Shell {
  desk: Page;
  /** Asks for a window as `window.open` does: its page, or null when it was denied. */
  open(url: string): Promise<Page | null>;
  /** Asks the officer's window to go elsewhere: whether it may. */
  mayNavigate(url: string): Promise<boolean>;
  /** Kills the core's process as the system would. */
  killCore(): Promise<void>;
  /** Closes the officer's window and waits for the end. */
  close(): Promise<number | null>;
  /** Ends it whatever state it is in. */
  kill(): Promise<void>;
}

/** The built shell on the test double, with the page in Chromium. */
export interface DoubleShell extends Shell {
  /** What the shell said in dialogs. */
  said(): string[];
  waitFor(say: FromDouble['say']): Promise<FromDouble>;
}

export function startDouble(dataDir: string, env: Record<string, string> = {}) {
  const child = fork(join(ROOT, 'dist/electron/main.js'), [], {
    execArgv: ['--import', new URL('./double/register.ts', import.meta.url).href],
    env: { ...process.env, JIESU_DATA: dataDir, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const heard: FromDouble[] = [];
  child.on('message', (message: FromDouble) => heard.push(message));
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const waitFor = <S extends FromDouble['say']>(say: S, after = 0): Promise<FromDouble & { say: S }> =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = heard.slice(after).find((message): message is FromDouble & { say: S } => message.say === say);
        if (found) resolve(found);
        return found !== undefined;
      };
      if (look()) return;
      child.on('message', look);
      void ended.then(() => look() || reject(new Error(`the shell ended before it said ${say}`)));
    });
  return { child, heard, ended, waitFor };
}

export async function openDouble(dataDir: string): Promise<DoubleShell> {
  const found = findBrowser();
  if (found === null) throw new Error('no Chromium');
  const browser = await chromium.launch({ executablePath: found.path, args: found.args });
  const { child, heard, ended, waitFor } = startDouble(dataDir);
  const pages = new Map<number, Page>();
  await pageOf(1, child, browser, waitFor, pages);
  const desk = pages.get(1);
  if (desk === undefined) throw new Error('no window');
  const ask = (message: ToDouble) => child.send(message);

  return {
    desk,
    waitFor,
    said: () => heard.flatMap((message) => ('text' in message ? [message.text] : [])),
    async open(url) {
      const after = heard.length;
      ask({ do: 'open', id: 1, url });
      await waitFor('opened', after);
      const window = heard.slice(after).find((message) => message.say === 'window');
      // A second signing reuses the window, which then only loads another address.
      const id = window?.id ?? (heard.slice(after).some((message) => message.say === 'load') ? 2 : null);
      if (id === null) return null;
      await pageOf(id, child, browser, waitFor, pages, after);
      return pages.get(id) ?? null;
    },
    async mayNavigate(url) {
      const after = heard.length;
      ask({ do: 'navigate', id: 1, url });
      return (await waitFor('navigated', after)).allowed;
    },
    async killCore() {
      const pid = heard.findLast((message) => message.say === 'core')?.pid;
      if (pid === undefined) throw new Error('no core');
      process.kill(pid, 'SIGKILL');
    },
    async close() {
      await desk.close();
      ask({ do: 'close', id: 1 });
      const code = await ended;
      await browser.close();
      return code;
    },
    async kill() {
      if (child.exitCode === null) child.kill('SIGKILL');
      await Promise.all([ended, browser.close()]);
    },
  };
}

/** Gives window `id` a page in Chromium, with the built preload run before anything of the page. */
async function pageOf(
  id: number,
  child: ChildProcess,
  browser: Browser,
  waitFor: ReturnType<typeof startDouble>['waitFor'],
  pages: Map<number, Page>,
  after = 0,
): Promise<void> {
  const load = await waitFor('load', after);
  let page = pages.get(id);
  if (page === undefined) {
    const window = await waitFor('window', after);
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
    page = await context.newPage();
    if (window.preload !== null) await page.addInitScript(playPreload(readFileSync(window.preload, 'utf8')));
    pages.set(id, page);
  }
  await page.goto(load.url);
  child.send({ do: 'ready', id } satisfies ToDouble);
}

function playPreload(preload: string): string {
  return `(() => {
    const contextBridge = { exposeInMainWorld: (name, value) => { globalThis[name] = value; } };
    const require = () => ({ contextBridge });
    const process = { platform: ${JSON.stringify(process.platform)} };
    ${preload}
  })();`;
}

/** The same shell in real Electron. */
export async function openReal(program: string, dataDir: string): Promise<Shell> {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const app = await electron.launch({
    executablePath: program,
    args: [...(asRoot ? ['--no-sandbox'] : []), ROOT],
    env: { ...(process.env as Record<string, string>), JIESU_DATA: dataDir },
  });
  const desk = await app.firstWindow();
  const ended = new Promise<number | null>((resolve) => app.process().once('exit', (code) => resolve(code)));
  return {
    desk,
    async open(url) {
      const opened = app.waitForEvent('window', { timeout: 5_000 }).catch(() => null);
      await desk.evaluate((address) => void window.open(address), url);
      return opened;
    },
    async mayNavigate(url) {
      const before = desk.url();
      await desk.evaluate((address) => {
        location.href = address;
      }, url);
      await desk.waitForTimeout(1_000);
      return desk.url() !== before;
    },
    async killCore() {
      const pid = await app.evaluate(({ app: running }) => {
        const core = running.getAppMetrics().find((process) => process.serviceName === 'jiesu-core');
        return core?.pid ?? null;
      });
      if (pid === null) throw new Error('no core');
      process.kill(pid, 'SIGKILL');
    },
    async close() {
      await desk.close();
      return ended;
    },
    async kill() {
      await app.close();
    },
  };
}
