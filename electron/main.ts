import { join } from 'node:path';
import { app, type BrowserWindow, dialog, Menu, protocol, session } from 'electron';
import { ORIGIN, SCHEME } from './control.ts';
import { CoreLink } from './core-link.ts';
import { type KeyStore, systemKeyStore } from './key-store.ts';
import { refusePermissions } from './lockdown.ts';
import { openDesk, preloadPath } from './windows.ts';

/**
 * The shell: windows, the `app://` scheme and the life of the core's process. No rule of the desk is decided here.
 */
const here = import.meta.dirname;
const TITLE = '接诉台';

// Once, before the app is ready: a second call would overwrite the first.
protocol.registerSchemesAsPrivileged([
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
]);

// The single-instance lock lies in `userData`: desks with different data may run side by side.
if (process.env.JIESU_DATA) app.setPath('userData', join(process.env.JIESU_DATA, 'electron'));

let window: BrowserWindow | null = null;
let link: CoreLink | null = null;
let ended = false;

if (!app.requestSingleInstanceLock()) {
  app.quit();
} else {
  app.on('second-instance', () => {
    if (window === null) return;
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    if (ended || link === null) return;
    event.preventDefault();
    link.close().finally(() => {
      ended = true;
      app.quit();
    });
  });
  app.whenReady().then(open).catch(fail);
}

async function open(): Promise<void> {
  const keyStore = await systemKeyStore();
  if (keyStore === null) {
    return stop(
      '本机没有可用的系统密钥库，无法安全保管本机密钥。请先安装并登录系统密钥环（如 gnome-keyring、kwallet），再启动接诉台。',
    );
  }
  // On macOS copy and paste are menu commands; elsewhere they work without one.
  Menu.setApplicationMenu(
    process.platform === 'darwin' ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }]) : null,
  );
  refusePermissions(session.defaultSession);
  link = startCoreLink(keyStore);
  const core = link;
  protocol.handle(SCHEME, (request) => answer(core, request));
  window = openDesk(preloadPath(here));
  window.on('closed', () => {
    window = null;
  });
}

function startCoreLink(keyStore: KeyStore): CoreLink {
  return new CoreLink({
    modulePath: join(here, 'core-process.js'),
    rendererDir: join(here, '../renderer'),
    keyStore,
    onRestarted() {
      if (window === null) return;
      const message = '后台程序出错，已自动重新启动。已保存的内容没有丢失，请重新登录。';
      dialog.showMessageBox(window, { type: 'warning', title: TITLE, message }).catch(() => {});
    },
    onGivenUp: stop,
  });
}

/** Carries a request of the officer's window to the core. Other origins, if any ever got this far, get nothing. */
async function answer(core: CoreLink, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const origin = request.headers.get('origin');
  if (url.host !== 'desk' || (origin !== null && origin !== ORIGIN)) return new Response(null, { status: 403 });
  if (!['GET', 'HEAD', 'POST'].includes(request.method)) return new Response(null, { status: 405 });
  try {
    return await core.fetch(request);
  } catch {
    return new Response(null, { status: 503 });
  }
}

/** Says why there is no desk, and ends. */
function stop(sentence: string): void {
  dialog.showErrorBox(TITLE, sentence);
  app.exit(1);
}

function fail(error: unknown): void {
  stop(`启动失败：${error instanceof Error ? error.message : String(error)}`);
}
