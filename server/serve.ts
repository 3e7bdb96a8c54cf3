import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { Log } from './answers.ts';
import { createCentre } from './app.ts';
import type { DataFolder } from './data-folder.ts';
import { type OpenCentre, openEmbedded, openServer } from './db/open.ts';
import { ensureEpoch } from './epochs.ts';
import { Regimes } from './profiles.ts';
import { rulebookSigner } from './rulebook-signer.ts';
import { demandSameKey } from './rulebooks.ts';
import { sealingKey } from './sealing-key.ts';
import { sendThriftily } from './thrift.ts';

/** How long requests under way may still take when the process is told to end, ms. */
const FAREWELL_MS = 5_000;

export interface RunningCentre {
  address: string;
  /** Where this machine's browser finds the administration's page; null when the centre listens to other machines only. */
  adminPage: string | null;
  engine: string;
  tokenIsNew: boolean;
  close: () => Promise<void>;
}

export interface ServeOptions {
  port: number;
  host: string;
  name: string;
  folder: DataFolder;
  /** Names under which a reverse proxy passes the administration's page on, as in `Host`. */
  adminHosts?: readonly string[];
  /** A PostgreSQL server; without it the embedded database in the data folder. */
  databaseUrl: string | undefined;
  log: Log;
}

/**
 * Opens the database and listens.
 *
 * @throws DeskError of the database, `centre_key_changed` when the signing key is not that of earlier rulebooks, or
 *   the system's error when the port is taken
 */
export async function serve(options: ServeOptions): Promise<RunningCentre> {
  const { port, host, name, folder, adminHosts = [], databaseUrl, log } = options;
  const token = folder.token();
  const centre = databaseUrl ? await openServer(databaseUrl) : await openEmbedded(folder.databasePath);
  const signer = rulebookSigner(folder.signingKeyPath);
  const sealing = sealingKey(folder.sealingKeyPath);
  try {
    await demandSameKey(centre.db, signer);
    await ensureEpoch(centre.db, { now: new Date(), random: (bytes) => randomBytes(bytes) });
  } catch (error) {
    await centre.close();
    throw error;
  }
  const closing = new AbortController();
  const regimes = new Regimes();
  const handle = createCentre({
    db: centre.db,
    clock: () => new Date(),
    random: (bytes) => randomBytes(bytes),
    log,
    adminToken: token.value,
    name,
    signer,
    sealingKey: sealing.publicKey,
    openingKey: sealing.privateKey,
    regimes,
    closing: closing.signal,
    adminHosts,
  });
  const server = createAdaptorServer({
    fetch: (request, env) => handle(request, { loopback: isLoopback(env.incoming.socket.remoteAddress) }),
    serverOptions: { headersTimeout: 10_000, requestTimeout: 300_000, keepAliveTimeout: 120_000 },
  }) as Server;
  sendThriftily(server);
  try {
    await listen(server, port, host);
  } catch (error) {
    await centre.close();
    throw error;
  }
  regimes.warm(closing.signal).catch((error: Error) => log({ event: 'regimes_unread', error: error.name }));
  const address = addressOf(server, host);
  folder.writeAddress(address);
  return {
    address,
    adminPage: adminPageOf(server, host),
    engine: centre.engine,
    tokenIsNew: token.isNew,
    close: () => shutDown(server, centre, closing, folder),
  };
}

async function shutDown(
  server: Server,
  centre: OpenCentre,
  closing: AbortController,
  folder: DataFolder,
): Promise<void> {
  closing.abort();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), FAREWELL_MS);
  await closed;
  clearTimeout(force);
  folder.removeAddress();
  await centre.close();
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function addressOf(server: Server, host: string): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${portOf(server)}`;
}

/** Bound to one address of the network, the centre is reached from this machine by that one too, which is no loopback. */
function adminPageOf(server: Server, host: string): string | null {
  if (host === '0.0.0.0' || host === '::') return `http://127.0.0.1:${portOf(server)}/admin`;
  return ['127.0.0.1', 'localhost', '::1'].includes(host) ? `${addressOf(server, host)}/admin` : null;
}

function portOf(server: Server): number {
  const bound = server.address();
  return typeof bound === 'object' && bound ? bound.port : 0;
}

/**
 * A reverse proxy on this machine is "loopback" as well. It should not pass `/admin` on; where it does, the page answers
 * under a name of `adminHosts` only, and all else wants the token.
 */
function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(?:::ffff:)?127\.|^::1$/.test(address);
}
