import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type SchemeHandler = (request: Request) => Promise<Response>;

/**
 * Plays a scheme's network side: what Chromium asks of `http://desk.localhost:PORT` is given to the handler of
 * `protocol.handle` as a request for `app://desk`. As in Electron, a client that leaves cancels the answer's body and
 * does not abort the request's signal.
 */
export async function serveScheme(origin: string, handler: SchemeHandler): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    carry(origin, handler, incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return `http://desk.localhost:${(server.address() as AddressInfo).port}`;
}

async function carry(origin: string, handler: SchemeHandler, incoming: IncomingMessage, outgoing: ServerResponse) {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === 'string' && !['host', 'referer', 'connection', 'origin'].includes(name))
      headers.set(name, value);
  }
  if (incoming.headers.origin !== undefined)
    headers.set('origin', sameOrigin(incoming) ? origin : incoming.headers.origin);
  const body = incoming.method === 'POST' ? (incoming as AsyncIterable<Uint8Array>) : null;
  const init = { method: incoming.method ?? 'GET', headers, body, duplex: 'half' };
  const response = await handler(new Request(`${origin}${incoming.url}`, init as RequestInit));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.flushHeaders();
  const reader = response.body?.getReader();
  outgoing.on('close', () => void reader?.cancel().catch(() => {}));
  for (;;) {
    const piece = await reader?.read();
    if (piece === undefined || piece.done) break;
    outgoing.write(piece.value);
  }
  outgoing.end();
}

function sameOrigin({ headers }: IncomingMessage): boolean {
  return headers.origin === `http://${headers.host}`;
}
