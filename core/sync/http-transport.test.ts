import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpTransport } from './http-transport.ts';
import type { CentreRequest } from './transport.ts';

describe('a line that the other end cuts when it is used again', () => {
  let server: Server;
  let address: string;
  let asked: string[];
  const transport = httpTransport();

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      asked.push(request.method ?? '');
      if (asked.length === 2) request.once('data', () => request.socket.resetAndDestroy());
      else request.resume().on('end', () => response.writeHead(204).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const send = (method: CentreRequest['method']) =>
    transport({
      method,
      address,
      path: '/v2/anything',
      headers: {},
      body: new Uint8Array(1_000),
      silenceMs: 20_000,
      signal: new AbortController().signal,
    });
  /** The first request, answered; the line is kept and the next one goes over it. */
  const used = async () => {
    const first = await send('POST');
    for await (const _ of first.body);
    first.close();
    // The agent takes the line back a turn later.
    await new Promise((resolve) => setImmediate(resolve));
  };

  it('is not noticed by whoever pushes: the request is sent once more', async () => {
    await used();
    expect((await send('POST')).status).toBe(204);
    expect(asked).toEqual(['POST', 'POST', 'POST']);
  });

  it('does not send a piece of a file twice: whoever sends it asks first how much has come', async () => {
    await used();
    await expect(send('PATCH')).rejects.toThrow('centre_unreachable');
    expect(asked).toEqual(['POST', 'PATCH']);
  });
});
