import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { Log } from './answers.ts';
import { createCentre } from './app.ts';
import type { DataFolder } from './data-folder.ts';
import { type OpenCentre, openEmbedded, openServer } from './db/open.ts';
import { ensureEpoch } from './epochs.ts';
import { rulebookSigner } from './rulebook-signer.ts';
import { demandSameKey } from './rulebooks.ts';
import { sealingKey } from './sealing-key.ts';
import { sendThriftily } from './thrift.ts';

/** How long requests under way may still take when the process is told to end, ms. */
const FAREWELL_MS = 5_000;

export interface RunningCentre {
  address: string;
  engine: string;
  tokenIsNew: boolean;
  close: () => Promise<void>;
}

export interface ServeOptions {
  port: number;
  host: string;
  name: string;
  folder: DataFolder;
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
export async function serve({ port, host, name, folder, databaseUrl, log }: ServeOptions): Promise<RunningCentre> {
  const token = folder.token();
  const centre = databaseUrl ? await openServer(databaseUrl) : await openEmbedded(folder.databasePath);
  const signer = rulebookSigner(folder.signingKeyPath);
  try {
    await demandSameKey(centre.db, signer);
    await ensureEpoch(centre.db, { now: new Date(), random: (bytes) => randomBytes(bytes) });
  } catch (error) {
    await centre.close();
    throw error;
  }
  const closing = new AbortController();
  const handle = createCentre({
    db: centre.db,
    clock: () => new Date(),
    random: (bytes) => randomBytes(bytes),
    log,
    adminToken: token.value,
    name,
    signer,
    sealingKey: sealingKey(folder.sealingKeyPath).publicKey,
    closing: closing.signal,
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
  const address = addressOf(server, host);
  folder.writeAddress(address);
  return {
    address,
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
  const bound = server.address();
  const port = typeof bound === 'object' && bound ? bound.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** A reverse proxy on this machine is "loopback" as well: it must not pass `/admin` on. */
function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(?:::ffff:)?127\.|^::1$/.test(address);
}
