import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** What the adapter claims of a body that says nothing about itself. */
const SUPPOSED_TYPE = /^text\/plain/i;

/**
 * Leaves out of every answer what HTTP/1.1 implies: an idle station pays for little else. A connection is kept without
 * being told so; packed bodies have no media type. `Date` stays: it is the centre's clock.
 */
export function sendThriftily(server: Server): void {
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    response.removeHeader('connection');
    const writeHead = response.writeHead.bind(response) as (status: number, headers?: object) => ServerResponse;
    response.writeHead = ((status: number, headers: Record<string, unknown> = {}) => {
      const told = Object.entries(headers).filter(
        ([name, value]) => name.toLowerCase() !== 'content-type' || !SUPPOSED_TYPE.test(String(value)),
      );
      return writeHead(status, Object.fromEntries(told));
    }) as ServerResponse['writeHead'];
  });
}
