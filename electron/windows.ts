import { join } from 'node:path';
import { BrowserWindow, type BrowserWindowConstructorOptions, type Display, screen, session } from 'electron';
import { ORIGIN } from './control.ts';
import { isDeskUrl, isSigningUrl, keepInside, refusePermissions } from './lockdown.ts';

const LOCKED = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
} as const;

/** Chromium's own PDF viewer, which shows the A4 papers, counts as a plugin. */
const WITH_PAPERS = { ...LOCKED, plugins: true } as const;

/** The smallest window in which an ordinary case needs no scrolling. */
const DESK_SIZE = { width: 1366, height: 768 };

/** The citizen's window lives in a session of its own, in memory: no `app://` there, nothing shared with the desk. */
const SIGNING_SESSION = 'signing';

/** Opens the officer's window. */
export function openDesk(preload: string): BrowserWindow {
  const area = screen.getPrimaryDisplay().workAreaSize;
  const small = area.width <= DESK_SIZE.width || area.height <= DESK_SIZE.height;
  const window = new BrowserWindow({
    ...DESK_SIZE,
    minWidth: Math.min(DESK_SIZE.width, area.width),
    minHeight: Math.min(DESK_SIZE.height, area.height),
    title: '接诉台',
    show: false,
    backgroundColor: '#ffffff',
    autoHideMenuBar: true,
    webPreferences: { ...WITH_PAPERS, preload },
  });
  let signing: BrowserWindow | null = null;
  keepInside(window.webContents, isDeskUrl, {
    viewer: { title: '附件', autoHideMenuBar: true, webPreferences: WITH_PAPERS },
    signing(url) {
      if (signing === null || signing.isDestroyed()) signing = makeSigning(window);
      show(signing, url);
    },
  });
  window.on('closed', () => {
    if (signing !== null && !signing.isDestroyed()) signing.close();
  });
  window.once('ready-to-show', () => {
    if (small) window.maximize();
    window.show();
  });
  load(window, `${ORIGIN}/desk/`);
  return window;
}

/** Opens the citizen's window: full screen on the second display, or a window of its own where there is only one. */
function makeSigning(desk: BrowserWindow): BrowserWindow {
  const other = secondDisplay(screen.getAllDisplays(), screen.getDisplayMatching(desk.getBounds()));
  const place: BrowserWindowConstructorOptions =
    other === null ? { width: 1280, height: 800 } : { ...other.bounds, fullscreen: true };
  refusePermissions(session.fromPartition(SIGNING_SESSION));
  const window = new BrowserWindow({
    ...place,
    title: '签字',
    show: false,
    backgroundColor: '#ffffff',
    autoHideMenuBar: true,
    webPreferences: { ...LOCKED, partition: SIGNING_SESSION },
  });
  keepInside(window.webContents, isSigningUrl, null);
  window.once('ready-to-show', () => window.showInactive());
  return window;
}

function show(window: BrowserWindow, url: string): void {
  load(window, url);
  if (window.isMinimized()) window.restore();
}

/** A display that is not the officer's, or null. */
export function secondDisplay<D extends Pick<Display, 'id'>>(all: readonly D[], desks: Pick<Display, 'id'>): D | null {
  return all.find((display) => display.id !== desks.id) ?? null;
}

function load(window: BrowserWindow, url: string): void {
  // A page that does not load shows its own error; a rejected promise here would only end the program.
  window.loadURL(url).catch(() => {});
}

/** The built preload beside the built main. */
export function preloadPath(dir: string): string {
  return join(dir, 'preload.cjs');
}
