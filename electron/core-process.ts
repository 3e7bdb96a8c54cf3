import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageEvent, MessagePortMain } from 'electron';
import { defaultDataDir, type Keyring, startCore, startFailure, withPages } from '../core/start.ts';
import type { FromCore, ToCore } from './bridge/messages.ts';
import { serveBridge } from './bridge/server.ts';
import type { FromCoreProcess, ToCoreProcess } from './control.ts';

/** Entry of the utility process that holds the core: database, sync and printing, away from the windows. */
const parent = process.parentPort;
const say = (message: FromCoreProcess) => parent.postMessage(message);

const waiting = new Map<number, (bytes: Uint8Array | null) => void>();
let lastId = 0;
let close: () => Promise<void> = async () => {};

/** The key store in main, asked over the parent port. */
function keyStoreInMain(name: string): Keyring {
  const ask = (action: 'protect' | 'unprotect') => (bytes: Uint8Array) =>
    new Promise<Uint8Array>((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, (answer) => (answer === null ? reject(new Error('key store refused')) : resolve(answer)));
      say({ type: 'seal', id: lastId, action, bytes });
    });
  return { name, protect: ask('protect'), unprotect: ask('unprotect') };
}

/** A station that was set up in a browser window keeps its secret where it put it, in a file. */
function keyringFor(dataDir: string, name: string): Keyring {
  if (!existsSync(join(dataDir, 'keys', 'device-file'))) return keyStoreInMain(name);
  return { name: 'file', protect: async (secret) => secret, unprotect: async (sealed) => sealed };
}

async function start(message: Extract<ToCoreProcess, { type: 'start' }>, port: MessagePortMain): Promise<void> {
  const dataDir = defaultDataDir(process.platform, process.env);
  const core = await startCore({
    dataDir,
    rendererDir: message.rendererDir,
    keyring: keyringFor(dataDir, message.keyringName),
    log: (line) => process.stderr.write(`${line}\n`),
  });
  close = () => core.close();
  serveBridge(
    {
      post: (answer: FromCore) => port.postMessage(answer),
      listen: (take: (request: ToCore) => void) => port.on('message', (event) => take(event.data as ToCore)),
    },
    withPages((request) => core.fetch(request), message.rendererDir),
  );
  port.start();
  say({ type: 'ready' });
}

parent.on('message', (event: MessageEvent) => {
  const message = event.data as ToCoreProcess;
  if (message.type === 'sealed') {
    waiting.get(message.id)?.(message.bytes);
    waiting.delete(message.id);
  } else if (message.type === 'close') {
    close().finally(() => process.exit(0));
  } else {
    const [port] = event.ports;
    if (port === undefined) return;
    start(message, port).catch((error: unknown) => {
      say({ type: 'failed', sentence: startFailure(error) });
      // Gives the message time to leave before the process does.
      setTimeout(() => process.exit(1), 200);
    });
  }
});
