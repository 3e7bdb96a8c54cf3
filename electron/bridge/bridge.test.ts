import { MessageChannel, type MessagePort } from 'node:worker_threads';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { connectBridge } from './client.ts';
import type { FromCore, ToCore, Wire } from './messages.ts';
import { serveBridge } from './server.ts';

const open: MessagePort[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

function wireOf<Out, In>(port: MessagePort, seen?: (message: Out) => void): Wire<Out, In> {
  open.push(port);
  return {
    post: (message) => {
      seen?.(message);
      port.postMessage(message);
    },
    listen: (take) => port.on('message', take),
  };
}

/** A real port pair: messages are structured clones, delivered later, in order. */
function bridge(handle: (request: Request) => Promise<Response>) {
  const { port1, port2 } = new MessageChannel();
  const fromCore: FromCore[] = [];
  const toCore: ToCore[] = [];
  serveBridge(
    wireOf<FromCore, ToCore>(port2, (m) => fromCore.push(m)),
    handle,
  );
  const client = connectBridge(wireOf<ToCore, FromCore>(port1, (m) => toCore.push(m)));
  return { client, fromCore, toCore };
}

const url = 'app://desk/api/echo';
const tick = () => new Promise((resolve) => setTimeout(resolve, 20));
const bytesOf = (n: number) => Uint8Array.from({ length: n }, (_, i) => (i * 31) % 251);

describe('the bridge between windows and core', () => {
  it('carries method, address, headers, body and status', async () => {
    const { client } = bridge(async (request) => {
      const seen = [request.method, request.url, request.headers.get('x-desk-session'), await request.text()];
      return Response.json(seen, { status: 418, headers: { 'x-answer': 'yes', connection: 'keep-alive' } });
    });
    const headers = { 'x-desk-session': 's', connection: 'close' };
    const response = await client.fetch(new Request(url, { method: 'POST', body: '张𠮷', headers }));
    expect([response.status, response.headers.get('x-answer')]).toEqual([418, 'yes']);
    expect(response.headers.get('connection')).toBeNull();
    expect(await response.json()).toEqual(['POST', url, 's', '张𠮷']);
  });

  it('carries any bytes unchanged, both ways, many at a time', async () => {
    const { client } = bridge(async (request) => new Response(request.body));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.uint8Array({ maxLength: 5_000 }), { maxLength: 8 }), { maxLength: 6 }),
        async (bodies) => {
          const got = await Promise.all(
            bodies.map(async (chunks) => {
              const body = new Blob(chunks.map((chunk) => new Uint8Array(chunk))).stream();
              const init = { method: 'POST', body, duplex: 'half' };
              return new Uint8Array(await (await client.fetch(new Request(url, init))).arrayBuffer());
            }),
          );
          expect(got.map((bytes) => Buffer.from(bytes).toString('hex'))).toEqual(
            bodies.map((chunks) => Buffer.concat(chunks).toString('hex')),
          );
        },
      ),
      { numRuns: 50 },
    );
    const large = bytesOf(5_000_000);
    const back = await (await client.fetch(new Request(url, { method: 'POST', body: large }))).arrayBuffer();
    expect(Buffer.compare(Buffer.from(back), Buffer.from(large))).toBe(0);
  });

  it('sends exactly the bytes of a piece, never the buffer they lie in', async () => {
    const secret = Buffer.from('the neighbour’s secret|public');
    const view = new Uint8Array(secret.buffer, secret.byteOffset + secret.indexOf('public'), 6);
    const { client, fromCore } = bridge(
      async () =>
        new Response(
          new ReadableStream({
            start: (c) => {
              c.enqueue(view);
              c.close();
            },
          }),
        ),
    );
    expect(await (await client.fetch(new Request(url))).text()).toBe('public');
    const chunk = fromCore.find((m) => m.type === 'chunk');
    expect(chunk?.bytes.buffer.byteLength).toBe(6);
  });

  it('delivers events while the answer is still open', async () => {
    let say: (text: string) => void = () => {};
    const { client } = bridge(async () => {
      const stream = new ReadableStream<Uint8Array>({
        start: (c) => {
          say = (text) => c.enqueue(new TextEncoder().encode(text));
        },
      });
      return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
    });
    const reader = (await client.fetch(new Request('app://desk/events'))).body?.getReader();
    for (const text of ['data: 1\n\n', 'data: 2\n\n']) {
      say(text);
      expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(text);
    }
  });

  it('tells the core when the window stops reading', async () => {
    let cancelled: () => void = () => {};
    const told = new Promise<void>((resolve) => {
      cancelled = resolve;
    });
    const { client } = bridge(
      async () => new Response(new ReadableStream({ pull: (c) => c.enqueue(bytesOf(10)), cancel: () => cancelled() })),
    );
    const response = await client.fetch(new Request(url));
    await response.body?.cancel();
    await told;
  });

  it('tells the core when the window leaves before the answer', async () => {
    let aborted: () => void = () => {};
    const told = new Promise<void>((resolve) => {
      aborted = resolve;
    });
    const { client } = bridge(
      (request) => new Promise(() => request.signal.addEventListener('abort', () => aborted())),
    );
    const left = new AbortController();
    const answer = client.fetch(new Request(url, { signal: left.signal }));
    await tick();
    left.abort();
    await expect(answer).rejects.toThrow('aborted');
    await told;
  });

  it('asks a source for no more than the reader takes', async () => {
    let made = 0;
    const { client } = bridge(
      async () =>
        new Response(
          new ReadableStream(
            {
              pull: (c) => {
                made += 1;
                c.enqueue(bytesOf(1_000));
              },
            },
            { highWaterMark: 0 },
          ),
        ),
    );
    const response = await client.fetch(new Request(url));
    await tick();
    await tick();
    expect(made).toBeLessThanOrEqual(4);
    await response.body?.cancel();
  });

  it('asks the window for no more of an upload than the core takes', async () => {
    let made = 0;
    const body = new ReadableStream(
      {
        pull: (c) => {
          made += 1;
          c.enqueue(bytesOf(1_000));
        },
      },
      { highWaterMark: 0 },
    );
    const { client } = bridge(async () => {
      await tick();
      await tick();
      return new Response('enough');
    });
    const response = await client.fetch(new Request(url, { method: 'POST', body, duplex: 'half' } as RequestInit));
    expect(await response.text()).toBe('enough');
    expect(made).toBeLessThanOrEqual(4);
  });

  it('never lets a broken body pass for a whole one', async () => {
    const { client } = bridge(async (request) => {
      if (request.method === 'POST')
        return request.text().then(
          () => new Response('whole'),
          () => new Response('broken'),
        );
      return new Response(
        new ReadableStream(
          {
            pull: (c) => {
              c.error(new Error('disk'));
            },
          },
          { highWaterMark: 0 },
        ),
      );
    });
    await expect((await client.fetch(new Request(url))).text()).rejects.toThrow('broke off');
    let sent = false;
    const body = new ReadableStream(
      {
        pull: (c) => {
          if (sent) c.error(new Error('unplugged'));
          else c.enqueue(bytesOf(10));
          sent = true;
        },
      },
      { highWaterMark: 0 },
    );
    const up = await client.fetch(new Request(url, { method: 'POST', body, duplex: 'half' } as RequestInit));
    expect(await up.text()).toBe('broken');
  });

  it('fails what waits when the core is gone, and posts nothing to it any more', async () => {
    const { client, toCore } = bridge((request) =>
      request.url.endsWith('open') ? Promise.resolve(new Response(new ReadableStream())) : new Promise(() => {}),
    );
    const waiting = client.fetch(new Request(url));
    const streaming = (await client.fetch(new Request('app://desk/open'))).text();
    const before = toCore.length;
    client.lose();
    await expect(waiting).rejects.toThrow('gone');
    await expect(streaming).rejects.toThrow('gone');
    await expect(client.fetch(new Request(url))).rejects.toThrow('gone');
    expect(toCore.length).toBe(before);
  });

  it('answers 500 for a handler that throws, and for an address that is none', async () => {
    const { client } = bridge(async () => {
      throw new Error('secret');
    });
    const response = await client.fetch(new Request(url));
    expect([response.status, await response.text()]).toEqual([500, '']);
  });

  it('carries answers without a body', async () => {
    const { client } = bridge(async () => new Response(null, { status: 204 }));
    expect((await client.fetch(new Request(url))).status).toBe(204);
  });
});
