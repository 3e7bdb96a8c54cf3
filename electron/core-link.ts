import { MessageChannelMain, type UtilityProcess, utilityProcess } from 'electron';
import { type BridgeClient, connectBridge } from './bridge/client.ts';
import type { FromCore, ToCore } from './bridge/messages.ts';
import type { FromCoreProcess, ToCoreProcess } from './control.ts';
import type { KeyStore } from './key-store.ts';
import { mayRestart } from './restarts.ts';

export interface CoreLinkOptions {
  /** The built `core-process.js`. */
  modulePath: string;
  rendererDir: string;
  keyStore: KeyStore;
  /** The core died and runs again. */
  onRestarted(): void;
  /** The core could not start, or died too often. `sentence` is for people. Nothing more will come. */
  onGivenUp(sentence: string): void;
}

/** How long a core may take to close before it is ended. Its saves are transactions: nothing acknowledged is lost. */
const CLOSE_MS = 8_000;

const DIES_TOO_OFTEN = '接诉台后台程序反复出错，已停止。已保存的内容没有丢失，请联系管理员。';

/** Keeps the one core process running and carries requests to it. */
export class CoreLink {
  readonly #options: CoreLinkOptions;
  readonly #deaths: number[] = [];
  #child: UtilityProcess | null = null;
  #client: Promise<BridgeClient>;
  #closing = false;

  constructor(options: CoreLinkOptions) {
    this.#options = options;
    this.#client = this.#start();
  }

  /** Carries a request to the core; while it starts, waits. Rejects when there is no core. */
  async fetch(request: Request): Promise<Response> {
    return (await this.#client).fetch(request);
  }

  /** Asks the core to close and waits until it is gone. */
  async close(): Promise<void> {
    this.#closing = true;
    const child = this.#child;
    if (child === null) return;
    await new Promise<void>((resolve) => {
      const cut = setTimeout(() => child.kill(), CLOSE_MS);
      child.once('exit', () => {
        clearTimeout(cut);
        resolve();
      });
      tell(child, { type: 'close' });
    });
  }

  #start(): Promise<BridgeClient> {
    const { modulePath, rendererDir, keyStore } = this.#options;
    const child = utilityProcess.fork(modulePath, [], { serviceName: 'jiesu-core', stdio: 'inherit' });
    this.#child = child;
    const { port1, port2 } = new MessageChannelMain();
    const client = connectBridge({
      post: (message: ToCore) => port1.postMessage(message),
      listen: (take: (message: FromCore) => void) => port1.on('message', (event) => take(event.data as FromCore)),
    });
    port1.start();

    const started = new Promise<BridgeClient>((resolve, reject) => {
      let failure: string | null = null;
      child.on('message', (message: FromCoreProcess) => {
        if (message.type === 'ready') resolve(client);
        else if (message.type === 'failed') failure = message.sentence;
        else void this.#seal(child, message);
      });
      child.once('exit', () => {
        this.#child = null;
        client.lose();
        reject(new Error('the core ended'));
        // Nothing may be posted or started inside an exit listener (electron #53923).
        if (!this.#closing) setImmediate(() => this.#died(failure));
      });
    });
    // A start that fails is reported by `onGivenUp`; here it only must not count as unhandled.
    started.catch(() => {});
    child.postMessage({ type: 'start', rendererDir, keyringName: keyStore.name } satisfies ToCoreProcess, [port2]);
    return started;
  }

  #died(failure: string | null): void {
    const now = Date.now();
    if (failure !== null) {
      this.#options.onGivenUp(failure);
    } else if (mayRestart(this.#deaths, now)) {
      this.#deaths.push(now);
      this.#client = this.#start();
      this.#client.then(this.#options.onRestarted, () => {});
    } else {
      this.#options.onGivenUp(DIES_TOO_OFTEN);
    }
  }

  async #seal(child: UtilityProcess, message: Extract<FromCoreProcess, { type: 'seal' }>): Promise<void> {
    let bytes: Uint8Array | null = null;
    try {
      bytes = await this.#options.keyStore[message.action](message.bytes);
    } catch {
      // The core says what it means for the officer; the key store's own words may hold more than a log should.
    }
    if (this.#child === child) tell(child, { type: 'sealed', id: message.id, bytes });
  }
}

function tell(child: UtilityProcess, message: ToCoreProcess): void {
  child.postMessage(message);
}
