import { type ClientRequest, Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { DeskError } from '../../domain/contract/errors.ts';
import { threadedReader } from './page-thread.ts';
import type { CentreRequest, CentreResponse, SyncOutside, Timers, Transport } from './transport.ts';

/** Lines that are kept for the next request: one for the feed, one for pushing, one for what comes between. */
const LINES = 4;

/** Waits by the time that passes: a PC's clock that is set forward or back neither ends nor prolongs one. */
export const systemTimers: Timers = {
  elapsed: () => performance.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms).unref();
    return () => clearTimeout(timer);
  },
};

/** The real line, timers and chance, and a second thread for what comes in masses. */
export function systemOutside(): SyncOutside {
  return {
    transport: httpTransport(),
    timers: systemTimers,
    random: Math.random,
    pages: threadedReader(systemTimers),
  };
}

/**
 * HTTP/1.1 over lines of its own that stay open between requests. Sends no header that the protocol does not need: a
 * station on a slow line sends little else.
 */
export function httpTransport(): Transport {
  const http = new HttpAgent({ keepAlive: true, maxSockets: LINES });
  const https = new HttpsAgent({ keepAlive: true, maxSockets: LINES });
  const send = (asked: CentreRequest, mayRepeat: boolean): Promise<CentreResponse> => {
    const secure = asked.address.startsWith('https:');
    return new Promise((resolve, reject) => {
      const { method, headers, body } = asked;
      const url = new URL(asked.address);
      const options = {
        protocol: url.protocol,
        hostname: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port,
        path: `${url.pathname === '/' ? '' : url.pathname}${asked.path}`,
        method,
        headers: { ...headers, ...(body === null ? {} : { 'content-length': body.length }) },
        agent: secure ? https : http,
      };
      const request = secure ? requestHttps(options) : requestHttp(options);
      const line = watch(request, asked);
      request.on('error', (cause) => {
        line.end();
        // The other end let go of a line at rest just as it was used again. Every request may be sent twice, but of a
        // PATCH the centre keeps what came before a cut: whoever sends it asks how far it came and goes on from there.
        const wasAtRest = request.reusedSocket && (cause as { code?: string }).code === 'ECONNRESET';
        if (mayRepeat && wasAtRest && method !== 'PATCH' && !asked.signal.aborted) resolve(send(asked, false));
        else reject(unreachable(cause));
      });
      request.on('response', (response) => {
        line.heard();
        resolve(responseOf(response, request, line));
      });
      // HTTP/1.1 keeps the line open unless somebody says otherwise.
      request.removeHeader('connection');
      request.end(body ?? undefined);
    });
  };
  return (asked) => send(asked, true);
}

interface Line {
  heard(): void;
  end(): void;
}

/** Ends a request that is silent for too long or was given up. */
function watch(request: ClientRequest, { silenceMs, signal }: CentreRequest): Line {
  const giveUp = () => request.destroy(new Error('aborted'));
  const silent = setTimeout(() => request.destroy(new Error('silent')), silenceMs);
  silent.unref();
  signal.addEventListener('abort', giveUp, { once: true });
  if (signal.aborted) giveUp();
  return {
    heard: () => silent.refresh(),
    end() {
      clearTimeout(silent);
      signal.removeEventListener('abort', giveUp);
    },
  };
}

function responseOf(response: IncomingMessage, request: ClientRequest, line: Line): CentreResponse {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) if (typeof value === 'string') headers[name] = value;
  async function* read(): AsyncGenerator<Uint8Array> {
    try {
      for await (const piece of response) {
        line.heard();
        yield piece as Uint8Array;
      }
      if (!response.complete) throw new Error('cut');
    } catch (cause) {
      throw unreachable(cause);
    } finally {
      line.end();
    }
  }
  return {
    status: response.statusCode ?? 0,
    headers,
    body: read(),
    close() {
      line.end();
      if (response.complete) response.resume();
      else request.destroy();
    },
  };
}

function unreachable(cause: unknown): DeskError {
  return cause instanceof DeskError ? cause : new DeskError('centre_unreachable', { cause });
}
