import type { BrowserWindowConstructorOptions, Session, WebContents } from 'electron';
import { ORIGIN } from './control.ts';

/**
 * Address of a signing page: the small listener of this PC that knows one signing task and nothing else.
 * A path under `/s/`, an IPv4 address, never a name.
 */
export function isSigningUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.protocol !== 'http:' || url.port === '' || url.username !== '') return false;
  return /^(127\.0\.0\.1|localhost)$/.test(url.hostname) && url.pathname.startsWith('/s/');
}

/** Address within the officer's own window. */
export function isDeskUrl(text: string): boolean {
  return text === ORIGIN || text.startsWith(`${ORIGIN}/`);
}

/** Nothing the desk does needs the camera, the microphone, the place, USB or notifications. */
export function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, decide) => decide(null));
  session.on('will-download', (event, item) => {
    if (!isDeskBlob(item.getURL())) event.preventDefault();
  });
}

/** The page inside Chromium that draws a PDF; it comes with Electron. */
const PDF_VIEWER = 'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/';

/** What a window may open. */
export interface Openings {
  /** Opens or reuses the signing window. */
  signing(url: string): void;
  /** Options of a plain window that shows one attachment, which the page fills with a `blob:` of its own. */
  viewer: BrowserWindowConstructorOptions;
}

/**
 * Keeps a window on the addresses it is for.
 *
 * @param allowed  may this window go there
 * @param openings null: it may open nothing
 */
export function keepInside(contents: WebContents, allowed: (url: string) => boolean, openings: Openings | null): void {
  const stay = (event: { preventDefault(): void; url: string }) => {
    if (!allowed(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame || isDeskBlob(event.url) || event.url.startsWith(PDF_VIEWER) || allowed(event.url)) return;
    event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('did-create-window', (child) => keepInside(child.webContents, isDeskBlob, null));
  contents.setWindowOpenHandler(({ url }) => {
    if (openings === null) return { action: 'deny' };
    if (url === 'about:blank') return { action: 'allow', overrideBrowserWindowOptions: openings.viewer };
    if (isSigningUrl(url)) openings.signing(url);
    return { action: 'deny' };
  });
}

function isDeskBlob(url: string): boolean {
  return url.startsWith(`blob:${ORIGIN}/`);
}
