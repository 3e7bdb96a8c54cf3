import { EventEmitter } from 'node:events';

/** What the double tells the test, and what the test tells it: the test plays the user and Chromium's window system. */
export type FromDouble =
  | { say: 'window'; id: number; preload: string | null; options: Record<string, unknown> }
  | { say: 'load'; id: number; url: string }
  | { say: 'closed'; id: number }
  | { say: 'message'; text: string }
  | { say: 'error-box'; text: string }
  | { say: 'core'; pid: number }
  | { say: 'opened'; id: number; url: string; action: string }
  | { say: 'navigated'; id: number; url: string; allowed: boolean };
export type ToDouble =
  | { do: 'ready'; id: number }
  | { do: 'close'; id: number }
  | { do: 'open'; id: number; url: string }
  | { do: 'navigate'; id: number; url: string };

export const tell = (message: FromDouble) => process.send?.(message);

const all = new Map<number, BrowserWindow>();
/** Where `app://desk` is really served. */
let schemeAddress: Promise<string> = new Promise(() => {});
export const schemeIsAt = (address: Promise<string>) => {
  schemeAddress = address;
};
let onAllClosed = () => {};
export const whenAllClosed = (act: () => void) => {
  onAllClosed = act;
};

type OpenHandler = (details: { url: string }) => { action: string };

class WebContents extends EventEmitter {
  openHandler: OpenHandler = () => ({ action: 'allow' });
  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }
}

export class BrowserWindow extends EventEmitter {
  static #lastId = 0;
  readonly id: number;
  readonly webContents = new WebContents();
  #destroyed = false;

  constructor(options: Record<string, unknown> & { webPreferences?: { preload?: string } }) {
    super();
    BrowserWindow.#lastId += 1;
    this.id = BrowserWindow.#lastId;
    all.set(this.id, this);
    tell({ say: 'window', id: this.id, preload: options.webPreferences?.preload ?? null, options });
  }

  async loadURL(url: string): Promise<void> {
    const real = url.startsWith('app://desk') ? url.replace('app://desk', await schemeAddress) : url;
    tell({ say: 'load', id: this.id, url: real });
  }

  close(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    all.delete(this.id);
    tell({ say: 'closed', id: this.id });
    this.emit('closed');
    if (all.size === 0) onAllClosed();
  }

  isDestroyed = () => this.#destroyed;
  isMinimized = () => false;
  getBounds = () => ({ x: 0, y: 0, width: 1366, height: 768 });
  show(): void {}
  showInactive(): void {}
  maximize(): void {}
  restore(): void {}
  focus(): void {}
}

process.on('message', (message: ToDouble) => {
  const window = all.get(message.id);
  if (window === undefined) return;
  if (message.do === 'ready') window.emit('ready-to-show');
  if (message.do === 'close') window.close();
  if (message.do === 'open') {
    const { action } = window.webContents.openHandler({ url: message.url });
    tell({ say: 'opened', id: window.id, url: message.url, action });
  }
  if (message.do === 'navigate') {
    let allowed = true;
    const preventDefault = () => {
      allowed = false;
    };
    window.webContents.emit('will-navigate', { url: message.url, preventDefault });
    tell({ say: 'navigated', id: window.id, url: message.url, allowed });
  }
});
export const closeAll = () => {
  for (const window of [...all.values()]) window.close();
};
