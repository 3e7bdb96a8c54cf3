import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { nodeListener, nodeServer } from '../door/http.ts';
import { GUARD_HEADERS } from '../door/pages.ts';
import type { Workspace } from '../workspace.ts';
import { createSigning } from './create-signing.ts';

/** A signature of 300 strokes is well below this. */
const MAX_BODY = 4 * 1024 * 1024;
const BODY_MS = 10_000;

interface OpenListener {
  host: string;
  port: number;
  close(): Promise<void>;
}

/**
 * The listeners of the signing page: one on 127.0.0.1 for a window on this PC, one on the LAN for a tablet. Each is open
 * only while a signature is wanted; when no task waits, nothing of the desk can be reached from outside.
 */
export function createSigningListener(workspace: Workspace, rendererDir: string | null, lanHost: string | undefined) {
  const open = new Map<string, Promise<OpenListener>>();

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
      const local = await listen('127.0.0.1', 'second_screen');
      const host = lan ? (lanHost ?? firstLanAddress()) : null;
      const outside = host === null ? null : host === local.host ? local : await listen(host, 'tablet');
      const address = (at: OpenListener) => `http://${at.host}:${at.port}/s/${token}`;
      return { local: address(local), lan: outside === null ? null : address(outside) };
    },
    async close(): Promise<void> {
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
