import { type ChildProcess, fork as forkNode } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { type Crossing, MessageChannelMain, type Port, transfer } from './ports.ts';
import { type SchemeHandler, serveScheme } from './scheme-server.ts';
import { BrowserWindow, closeAll, schemeIsAt, tell, whenAllClosed } from './windows.ts';

/** The part of Electron's main-process module that our main uses, played. See README.md for what this cannot show. */
export { BrowserWindow, MessageChannelMain };

class App extends EventEmitter {
  requestSingleInstanceLock = () => true;
  whenReady = async () => {};
  setPath = () => {};
  exit = (code = 0) => process.exit(code);

  quit(): void {
    let prevented = false;
    const preventDefault = () => {
      prevented = true;
    };
    this.emit('before-quit', { preventDefault });
    if (prevented) return;
    closeAll();
    process.exit(0);
  }
}
export const app = new App();
whenAllClosed(() => app.emit('window-all-closed'));

class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;

  constructor(modulePath: string) {
    super();
    const execArgv = ['--import', new URL('./in-child.ts', import.meta.url).href];
    this.#child = forkNode(modulePath, [], {
      execArgv,
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child.on('message', (crossing: Crossing) => {
      if (crossing.to === 'parent-port') this.emit('message', crossing.data);
    });
    this.#child.on('exit', (code) => this.emit('exit', code));
    if (this.#child.pid !== undefined) tell({ say: 'core', pid: this.#child.pid });
  }

  postMessage(data: unknown, ports: Port[] = []): void {
    const numbers = ports.map((port) => transfer(port, this.#child));
    if (this.#child.connected)
      this.#child.send({ to: 'parent-port', data, ports: numbers } satisfies Crossing, () => {});
  }

  kill = () => this.#child.kill('SIGKILL');
}
export const utilityProcess = { fork: (modulePath: string) => new UtilityProcess(modulePath) };

let privileged = 0;
export const protocol = {
  registerSchemesAsPrivileged() {
    privileged += 1;
    if (privileged > 1) throw new Error('registerSchemesAsPrivileged overwrites its own earlier call');
  },
  handle(scheme: string, handler: SchemeHandler) {
    schemeIsAt(serveScheme(`${scheme}://desk`, handler));
  },
};

class Session extends EventEmitter {
  setPermissionRequestHandler(): void {}
  setPermissionCheckHandler(): void {}
  setDevicePermissionHandler(): void {}
  setDisplayMediaRequestHandler(): void {}
}
export const session = { defaultSession: new Session(), fromPartition: () => new Session() };

export const safeStorage = {
  isAsyncEncryptionAvailable: async () => process.env.DOUBLE_KEY_STORE !== 'none',
  getSelectedStorageBackend: () => process.env.DOUBLE_KEY_STORE ?? 'gnome_libsecret',
  encryptStringAsync: async (text: string) => Buffer.from(`sealed:${[...text].reverse().join('')}`),
  async decryptStringAsync(sealed: Buffer) {
    const text = sealed.toString();
    if (!text.startsWith('sealed:')) throw new Error('not sealed here');
    return { shouldReEncrypt: false, result: [...text.slice(7)].reverse().join('') };
  },
};

const display = (id: number, x: number) => ({
  id,
  bounds: { x, y: 0, width: 1920, height: 1080 },
  workAreaSize: { width: 1920, height: 1040 },
});
const displays = [display(1, 0), display(2, 1920)];
export const screen = {
  getPrimaryDisplay: () => displays[0],
  getAllDisplays: () => displays,
  getDisplayMatching: () => displays[0],
};

export const Menu = { setApplicationMenu: () => {}, buildFromTemplate: () => null };

export const dialog = {
  showErrorBox: (_title: string, text: string) => tell({ say: 'error-box', text }),
  async showMessageBox(_window: BrowserWindow, options: { message: string }) {
    tell({ say: 'message', text: options.message });
    return { response: 0 };
  },
};
