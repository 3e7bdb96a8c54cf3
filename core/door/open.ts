import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { bodyLimit, type GuardRules, judge, pathOf } from './guard.ts';
import { nodeListener, nodeServer } from './http.ts';

export interface OpenDoor {
  port: number;
  /** The address for our own window: the token stands after `#`, so it is never sent and never logged by a server. */
  url: string;
  token: string;
  close(): Promise<void>;
}

/** Milliseconds for a whole body over loopback, where 25 MB take a fraction of a second. */
const BODY_MS = 10_000;

/**
 * Opens the desk on 127.0.0.1, and on no other address, for this launch's own window.
 *
 * @param handle the desk with its pages
 * @param options `port` 0 lets the system choose; `bodyMs` see `ListenerRules`
 */
export async function openDoor(
  handle: (request: Request) => Promise<Response>,
  options: { port?: number; bodyMs?: number } = {},
): Promise<OpenDoor> {
  const rules: GuardRules = { port: 0, token: randomBytes(32).toString('base64url') };
  const server = nodeServer(
    nodeListener(handle, {
      judge: (incoming) => judge(knockOf(incoming), rules),
      bodyLimit: (incoming) => bodyLimit(incoming.method ?? '', pathOf(incoming.url ?? '') ?? ''),
      bodyMs: options.bodyMs ?? BODY_MS,
    }),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: options.port ?? 0, exclusive: true }, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  rules.port = address.port;
  return {
    port: address.port,
    token: rules.token,
    url: `http://127.0.0.1:${address.port}/desk/#token=${rules.token}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function knockOf(incoming: IncomingMessage) {
  const names = incoming.rawHeaders.filter((_, i) => i % 2 === 0);
  return {
    method: incoming.method ?? '',
    target: incoming.url ?? '',
    headers: incoming.headers,
    hostLines: names.filter((name) => name.toLowerCase() === 'host').length,
  };
}
