import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { defaultDataDir } from '../core/door/where.ts';
import { buildScreens, buildShell, coreIsStale, screensAreStale, shellIsStale } from './build.ts';
import { buildCore, CORE_ENTRY } from './build-core.ts';
import { CORE_FLAGS, coreEnv } from './core-flags.ts';
import { findBrowser } from './find-browser.ts';
import { findElectron } from './find-electron.ts';
import { ROOT } from './root.ts';

/** `npm start`: the desk in Electron where its runtime is installed, else the same desk in a browser's app window. */
const HELP = `启动接诉台

用法  npm start -- [选项]

  --data DIR   数据目录（默认 JIESU_DATA，或本平台的用户数据目录）
  --no-open    不打开窗口，只显示地址
  --browser    即使装有 Electron 也用浏览器窗口
  --help       显示本说明`;

/** The window's profile: it keeps no PIN, offers no translation, and sends nothing that was typed anywhere. */
const WINDOW_PREFERENCES = {
  credentials_enable_service: false,
  profile: { password_manager_enabled: false },
  autofill: { profile_enabled: false, credit_card_enabled: false },
  translate: { enabled: false },
  spellcheck: { use_spelling_service: false },
  search: { suggest_enabled: false },
};

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    'no-open': { type: 'boolean', default: false },
    browser: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (values.help) {
  say(HELP);
} else {
  const data = resolve(values.data ?? defaultDataDir(process.platform, process.env));
  if (screensAreStale()) {
    say('首次启动，正在准备界面…');
    await buildScreens();
  }
  const electron = values['no-open'] || values.browser || !hasDisplay() ? null : findElectron();
  process.exitCode =
    electron === null ? await startInBrowser(data, !values['no-open']) : await startElectron(electron, data);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

async function startElectron(program: string, data: string): Promise<number> {
  if (shellIsStale()) await buildShell();
  const env: NodeJS.ProcessEnv = { ...process.env, JIESU_DATA: data };
  // Left over from a development shell it would turn Electron into a plain Node.
  delete env.ELECTRON_RUN_AS_NODE;
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const child = spawn(program, [...(asRoot ? ['--no-sandbox'] : []), ROOT], { stdio: 'inherit', env });
  endWithUs(() => child.kill());
  return exitOf(child);
}

async function startInBrowser(data: string, open: boolean): Promise<number> {
  if (open && findElectron() === null) say('本机没有安装 Electron 运行时，改用浏览器窗口打开，功能相同。');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (coreIsStale()) await buildCore();
  const renderer = join(ROOT, 'dist/renderer');
  const args = [
    ...CORE_FLAGS,
    join(ROOT, CORE_ENTRY),
    '--json',
    '--with-parent',
    '--data',
    data,
    '--renderer',
    renderer,
  ];
  const env = { ...coreEnv(data), ...process.env };
  const core = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'], env });
  // Its end of the pipe closes even when we are killed, so the core never outlives us.
  endWithUs(() => core.stdin.end());
  const ended = exitOf(core);
  const first = await Promise.race([firstLine(core), ended.then(() => null)]);
  if (first === null || !first.ready) {
    if (first?.error) process.stderr.write(`${first.error}\n`);
    return (await ended) || 1;
  }
  const window = open ? openWindow(first.url, data) : null;
  if (window === null) {
    say(`接诉台已启动，请在本机浏览器中打开：${first.url}`);
    say('按 Ctrl+C 结束。');
    return ended;
  }
  say('接诉台已启动。关闭窗口即结束。');
  const closed = exitOf(window).then((code) => {
    if (code === 0) core.stdin.end();
    else say(`浏览器窗口没有打开，请在本机浏览器中打开：${first.url}`);
  });
  const code = await ended;
  window.kill();
  await closed;
  return code;
}

/** Opens the address in a browser's app window with a profile of its own, so that closing it ends it. */
function openWindow(url: string, data: string): ChildProcess | null {
  const browser = hasDisplay() ? findBrowser() : null;
  if (browser === null) return null;
  const profile = join(data, 'browser');
  mkdirSync(join(profile, 'Default'), { recursive: true, mode: 0o700 });
  const preferences = join(profile, 'Default/Preferences');
  if (!existsSync(preferences)) writeFileSync(preferences, JSON.stringify(WINDOW_PREFERENCES), { mode: 0o600 });
  const args = [
    `--app=${url}`,
    `--user-data-dir=${profile}`,
    '--window-size=1366,768',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-mode',
    '--disable-sync',
    '--disable-features=Translate',
    '--lang=zh-CN',
  ];
  return spawn(browser.path, [...browser.args, ...args], { stdio: 'ignore' });
}

type FirstLine = { ready: true; url: string } | { ready: false; error: string };

async function firstLine(core: ChildProcess): Promise<FirstLine | null> {
  if (core.stdout === null) return null;
  for await (const line of createInterface({ input: core.stdout })) return JSON.parse(line) as FirstLine;
  return null;
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((done) => {
    child.once('error', () => done(1));
    child.once('exit', (code) => done(code ?? 1));
  });
}

function endWithUs(end: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}
