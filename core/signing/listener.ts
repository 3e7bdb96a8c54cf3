import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { waitingSigningTask } from '../../db/signing-tasks.ts';
import { nodeListener, nodeServer } from '../door/http.ts';
import { GUARD_HEADERS } from '../door/pages.ts';
import { shanghaiIso } from '../platform.ts';
import type { Workspace } from '../workspace.ts';
import { createSigning } from './create-signing.ts';

/** A signature of 300 strokes is well below this. */
const MAX_BODY = 4 * 1024 * 1024;
const BODY_MS = 10_000;

const LOCAL = '127.0.0.1';
/** How often is looked whether the LAN is still wanted, and how long it stays open after the last task, ms. */
const CHECK_MS = 5_000;
const LINGER_MS = 60_000;

interface OpenListener {
  host: string;
  port: number;
  close(): Promise<void>;
}

/**
 * The listeners of the signing page: one on 127.0.0.1 for a window on this PC, one on the LAN for a tablet. The one
 * on the LAN is open while a signature is wanted and a minute longer: when no task waits, nothing of the desk can be
 * reached from outside.
 */
export function createSigningListener(workspace: Workspace, rendererDir: string | null, lanHost: string | undefined) {
  const open = new Map<string, Promise<OpenListener>>();
  let wantedAt = 0;
  let watch: NodeJS.Timeout | null = null;

  /** Shuts the door to the LAN when no task has waited for `lingerMs`: the page still says its thanks meanwhile. */
  async function closeUnused(lingerMs = LINGER_MS): Promise<void> {
    if (waitingSigningTask(workspace.db.orm, shanghaiIso(workspace.platform.now()))) wantedAt = Date.now();
    if (Date.now() - wantedAt < lingerMs) return;
    if (watch) clearInterval(watch);
    watch = null;
    const outside = [...open].filter(([host]) => host !== LOCAL);
    for (const [host] of outside) open.delete(host);
    await Promise.allSettled(outside.map(async ([, listener]) => (await listener).close()));
  }

  function listen(host: string, device: 'second_screen' | 'tablet'): Promise<OpenListener> {
    const known = open.get(host);
    if (known) return known;
    const handle = createSigning(workspace, rendererDir, device);
    const server = nodeServer(nodeListener(withHeaders(handle), { judge, bodyLimit: () => MAX_BODY, bodyMs: BODY_MS }));
    const started = new Promise<OpenListener>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port: 0 }, () => {
        const { port } = server.address() as AddressInfo;
        resolve({
          host,
          port,
          close: () =>
            new Promise((done) => {
              server.close(() => done());
              server.closeAllConnections();
            }),
        });
      });
    });
    open.set(host, started);
    return started;
  }

  return {
    /** Opens what a task needs and gives its addresses; `lan` is null where none was asked for or this PC has no LAN. */
    async addresses(token: string, lan: boolean): Promise<{ local: string; lan: string | null }> {
      const local = await listen(LOCAL, 'second_screen');
      const host = lan ? (lanHost ?? firstLanAddress()) : null;
      const outside = host === null ? null : host === local.host ? local : await listen(host, 'tablet');
      wantedAt = Date.now();
      if (outside !== null && watch === null) {
        watch = setInterval(() => void closeUnused().catch(() => {}), CHECK_MS);
        watch.unref();
      }
      const address = (at: OpenListener) => `http://${at.host}:${at.port}/s/${token}`;
      return { local: address(local), lan: outside === null ? null : address(outside) };
    },
    closeUnused,
    async close(): Promise<void> {
      if (watch) clearInterval(watch);
      const listeners = [...open.values()];
      open.clear();
      await Promise.allSettled(listeners.map(async (listener) => (await listener).close()));
    },
  };
}

export type SigningListener = ReturnType<typeof createSigningListener>;

/** A foreign page may not post signatures here: a browser that sends an Origin must send our own. */
function judge(incoming: IncomingMessage) {
  const { origin, host } = incoming.headers;
  return origin !== undefined && origin !== `http://${host}` ? ({ status: 403, code: 'forbidden' } as const) : null;
}

function withHeaders(handle: (request: Request) => Promise<Response>) {
  return async (request: Request): Promise<Response> => {
    const response = await handle(request);
    const headers = new Headers(response.headers);
    for (const [name, value] of Object.entries(GUARD_HEADERS)) headers.set(name, value);
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
    return new Response(response.body, { status: response.status, headers });
  };
}

function firstLanAddress(): string | null {
  for (const addresses of Object.values(networkInterfaces())) {
    for (const address of addresses ?? []) if (address.family === 'IPv4' && !address.internal) return address.address;
  }
  return null;
}
