import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type Refusal, refusalBody } from './refusal.ts';

export interface ListenerRules {
  /** Looks at the head of a request, before any of its body is read; null lets it in. */
  judge(request: IncomingMessage): Refusal | null;
  /** Bytes of body that this request may have. */
  bodyLimit(request: IncomingMessage): number;
  /**
   * Milliseconds in which a whole body must have come. Node's own `requestTimeout` looks only now and then: a slow body
   * was seen to live seven times longer.
   */
  bodyMs: number;
}

/** Headers of one hop (RFC 9110, 7.6.1), which say nothing about the message itself. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** How long the rest of a refused body is read and thrown away, so that the refusal itself still arrives. */
const DRAIN_MS = 1_000;

/**
 * Puts a `Request -> Response` function behind Node's HTTP. Bodies are read whole, bounded in size and in time, before
 * the function sees them; answers are streamed with back-pressure, and a client that leaves cancels the answer's body.
 */
export function nodeListener(handle: (request: Request) => Promise<Response>, rules: ListenerRules): RequestListener {
  return (incoming, outgoing) => {
    outgoing.on('error', () => {});
    incoming.on('error', () => {});
    answer(handle, rules, incoming, outgoing).catch(() => {
      // The head is out or the socket is gone: all that is left is not to leave the client waiting.
      outgoing.destroy();
    });
  };
}

/** A server whose slow heads and idle connections are cut as well. Not yet listening. */
export function nodeServer(listener: RequestListener): Server {
  const server = createServer(
    {
      connectionsCheckingInterval: 1_000,
      headersTimeout: 5_000,
      requestTimeout: 60_000,
      // Longer than any client keeps an idle connection: whoever closes first must not be us, in the middle of a request.
      keepAliveTimeout: 75_000,
      maxHeaderSize: 16 * 1024,
    },
    listener,
  );
  server.maxConnections = 128;
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // A browser opens connections ahead and says nothing on them. Words left there when time is up would be read as the
    // answer to whatever it asks on that connection next; a closed one it replaces by itself.
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') socket.destroy();
    else if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    else socket.destroy();
  });
  return server;
}

async function answer(
  handle: (request: Request) => Promise<Response>,
  rules: ListenerRules,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const refusal = rules.judge(incoming);
  if (refusal !== null) return refuse(incoming, outgoing, refusal);
  const body = await readBody(incoming, rules.bodyLimit(incoming), rules.bodyMs);
  if (!(body instanceof Uint8Array)) return refuse(incoming, outgoing, body);

  const left = new AbortController();
  outgoing.on('close', () => {
    if (!outgoing.writableFinished) left.abort();
  });
  let request: Request;
  try {
    request = webRequest(incoming, body, left.signal);
  } catch {
    return refuse(incoming, outgoing, { status: 400, code: 'bad_request' });
  }
  let response: Response;
  try {
    response = await handle(request);
  } catch {
    return refuse(incoming, outgoing, { status: 500, code: 'internal' });
  }
  await send(outgoing, response, incoming.method === 'HEAD');
}

/** The body, or why it is not taken. Rejects when the client leaves halfway. */
function readBody(incoming: IncomingMessage, limit: number, ms: number): Promise<Uint8Array<ArrayBuffer> | Refusal> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = (outcome: Uint8Array<ArrayBuffer> | Refusal) => {
      clearTimeout(timer);
      incoming.removeAllListeners('data');
      resolve(outcome);
    };
    const timer = setTimeout(() => finish({ status: 408, code: 'bad_request' }), ms);
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) finish({ status: 413, code: 'too_large' });
      else chunks.push(chunk);
    });
    incoming.on('end', () => finish(Uint8Array.from(Buffer.concat(chunks))));
    incoming.on('close', () => {
      clearTimeout(timer);
      reject(new Error('client left'));
    });
  });
}

function webRequest(incoming: IncomingMessage, body: Uint8Array<ArrayBuffer>, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value === undefined || HOP_BY_HOP.has(name)) continue;
    headers.set(name, typeof value === 'string' ? value : value.join(', '));
  }
  return new Request(`http://${incoming.headers.host}${incoming.url}`, {
    method: incoming.method ?? 'GET',
    headers,
    body: incoming.method === 'POST' ? body : null,
    signal,
  });
}

function refuse(incoming: IncomingMessage, outgoing: ServerResponse, refusal: Refusal): void {
  outgoing.writeHead(refusal.status, {
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    connection: 'close',
  });
  outgoing.end(incoming.method === 'HEAD' ? undefined : refusalBody(refusal));
  const cut = setTimeout(() => incoming.destroy(), DRAIN_MS);
  incoming.on('close', () => clearTimeout(cut));
  incoming.resume();
}

async function send(outgoing: ServerResponse, response: Response, headOnly: boolean): Promise<void> {
  const headers: Record<string, string> = {};
  for (const [name, value] of response.headers) if (!HOP_BY_HOP.has(name)) headers[name] = value;
  outgoing.writeHead(response.status, headers);
  if (headOnly || response.body === null) {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  outgoing.flushHeaders();
  const reader = response.body.getReader();
  const closed = new Promise<void>((resolve) => outgoing.once('close', resolve));
  outgoing.once('close', () => {
    reader.cancel().catch(() => {});
  });
  for (;;) {
    const { done, value } = await reader.read();
    if (done || outgoing.destroyed) break;
    if (!outgoing.write(value)) {
      await Promise.race([new Promise<void>((resolve) => outgoing.once('drain', resolve)), closed]);
    }
  }
  outgoing.end();
}
