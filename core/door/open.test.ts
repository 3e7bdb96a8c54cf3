import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withPages } from './front.ts';
import { type OpenDoor, openDoor } from './open.ts';

const SECRET = '这是投诉人的话';
let root: string;
let door: OpenDoor;
let eventsCancelled: Promise<void>;
let cancelEvents: () => void;

/** A stand-in for the application that answers with something worth stealing and echoes what it gets. */
async function desk(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === '/events') {
    const stream = new ReadableStream({
      start: (c) => c.enqueue(new TextEncoder().encode('data: {"type":"sync"}\n\n')),
      cancel: () => cancelEvents(),
    });
    return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
  }
  if (pathname === '/api/throws') throw new Error(SECRET);
  const length = (await request.arrayBuffer()).byteLength;
  return Response.json({ secret: SECRET, length });
}

/** Sends bytes as they are and gives back what comes until the other side closes, or says nothing more for a while. */
function raw(text: string, quietMs = 5_000): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(door.port, '127.0.0.1');
    let answer = '';
    socket.setTimeout(quietMs, () => socket.destroy());
    socket.on('data', (data) => {
      answer += data.toString('utf8');
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', () => {});
    socket.write(text);
  });
}

const ours = () => ({ 'x-desk-token': door.token, 'content-type': 'application/json' });
const at = (path: string) => `http://127.0.0.1:${door.port}${path}`;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'door-'));
  const renderer = join(root, 'renderer');
  await mkdir(join(renderer, 'desk'), { recursive: true });
  await mkdir(join(renderer, 'assets'));
  await mkdir(join(renderer, 'signing'));
  await writeFile(join(root, 'secret.html'), SECRET);
  await writeFile(join(renderer, 'desk/index.html'), '<!doctype html><title>接诉台</title>');
  await writeFile(join(renderer, 'assets/app-1.js'), 'export {};');
  await writeFile(join(renderer, 'signing/index.html'), 'signing');
  await symlink(join(root, 'secret.html'), join(renderer, 'assets/link.html'));
  eventsCancelled = new Promise((resolve) => {
    cancelEvents = resolve;
  });
  door = await openDoor(withPages(desk, renderer), { bodyMs: 1_500 });
});
afterAll(async () => {
  await door.close();
  await rm(root, { recursive: true });
});

describe('the door on 127.0.0.1', () => {
  it('serves its window the page and the data', async () => {
    const page = await fetch(at('/'));
    expect(page.url).toBe(at('/desk/'));
    expect(await page.text()).toContain('接诉台');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('access-control-allow-origin')).toBeNull();
    const data = await fetch(at('/api/x'), { method: 'POST', headers: ours(), body: '{}' });
    expect(await data.json()).toEqual({ secret: SECRET, length: 2 });
    expect(data.headers.get('content-security-policy')).toContain('sandbox');
    expect(data.headers.get('cache-control')).toBe('no-store');
    expect(door.url).toContain(`#token=${door.token}`);
  });

  it('streams events and tells the application when the window leaves', async () => {
    const left = new AbortController();
    const response = await fetch(at('/events'), { headers: ours(), signal: left.signal });
    const first = await response.body?.getReader().read();
    expect(new TextDecoder().decode(first?.value)).toContain('"sync"');
    left.abort();
    await eventsCancelled;
  });

  it('gives no data to a rebound name, with or without the token', async () => {
    const host = `Host: evil.example:${door.port}\r\nOrigin: http://evil.example:${door.port}\r\n`;
    for (const token of ['', `x-desk-token: ${door.token}\r\n`]) {
      const answer = await raw(
        `POST /api/x HTTP/1.1\r\n${host}${token}content-type: application/json\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}`,
      );
      expect(answer).toContain(' 403 ');
      expect(answer).not.toContain(SECRET);
    }
  });

  it('leaves no way from a page path to data or out of the folder', async () => {
    const head = `Host: 127.0.0.1:${door.port}\r\nconnection: close\r\n\r\n`;
    const paths = [
      '/desk/../api/x',
      '/desk/%2e%2e/api/x',
      '/assets/../../secret.html',
      '/assets/%2e%2e/%2e%2e/secret.html',
      '/assets/..%2f..%2fsecret.html',
      '/assets/..%5c..%5csecret.html',
      '/assets/%00secret.html',
      '/assets/link.html',
      '/assets/%E0%A4%A',
      '/signing/index.html',
      '/desk/.env',
    ];
    for (const path of paths) {
      const answer = await raw(`GET ${path} HTTP/1.1\r\n${head}`);
      expect(answer, path).toMatch(/^HTTP\/1.1 40[04] /);
      expect(answer, path).not.toContain(SECRET);
    }
  });

  it('cuts a body that is too large, announced or not', async () => {
    const announced = await fetch(at('/api/x'), {
      method: 'POST',
      headers: ours(),
      body: 'x'.repeat(2 * 1024 * 1024 + 1),
    }).catch(() => null);
    if (announced !== null) expect(announced.status).toBe(413);
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const head = `POST /api/x HTTP/1.1\r\nHost: 127.0.0.1:${door.port}\r\nx-desk-token: ${door.token}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`;
    const answer = await raw(head + chunk.repeat(33));
    expect(answer).toContain(' 413 ');
    const file = await fetch(at('/files'), { method: 'POST', headers: ours(), body: 'x'.repeat(3 * 1024 * 1024) });
    expect(file.status).toBe(200);
  });

  it('says nothing on a connection that a browser opened ahead: the next request on it would take that for its answer', async () => {
    expect(await raw('', 15_000)).toBe('');
  });

  it('cuts a slow body and a slow head, whatever trickles in', async () => {
    const head = `POST /api/x HTTP/1.1\r\nHost: 127.0.0.1:${door.port}\r\nx-desk-token: ${door.token}\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n`;
    const trickle = (start: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(door.port, '127.0.0.1');
        let answer = '';
        socket.write(start);
        const drip = setInterval(() => socket.write('x'), 200);
        socket.on('data', (data) => {
          answer += data.toString();
        });
        socket.on('error', () => {});
        socket.on('close', () => {
          clearInterval(drip);
          resolve(answer);
        });
      });
    const [body] = await Promise.all([trickle(head), trickle('GET /desk/ HTTP/1.1\r\nx-')]);
    expect(body).toContain(' 408 ');
  }, 30_000);

  it('says nothing of what went wrong inside', async () => {
    const response = await fetch(at('/api/throws'), { method: 'POST', headers: ours(), body: '{}' });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain(SECRET);
  });

  it('survives malformed requests without giving anything away', async () => {
    const line = fc.oneof(
      fc.constantFrom(
        'Host: 127.0.0.1',
        `Host: localhost:${door.port}`,
        'Host: evil.example',
        'content-length: 5',
        'content-length: -1',
        'content-length: 99999999999999999999',
        'transfer-encoding: chunked',
        'transfer-encoding: gzip, chunked',
        'x-desk-token: ',
        'content-type: application/json',
        'expect: 100-continue',
        'upgrade: websocket',
        'connection: upgrade',
        ': empty',
        ' folded',
      ),
      fc.string({ maxLength: 60 }),
    );
    const method = fc.constantFrom('GET', 'POST', 'OPTIONS', 'CONNECT', 'TRACE', 'PRI', 'get', '\u0000', 'PROPFIND');
    const target = fc.oneof(
      fc.constantFrom(
        '/api/status',
        '/api/x',
        '/files',
        '/events',
        '*',
        'http://127.0.0.1/api/x',
        '/desk/../api/x',
        '//api/x',
      ),
      fc.webPath(),
      fc.string({ maxLength: 80 }),
    );
    const request = fc.tuple(method, target, fc.array(line, { maxLength: 6 }), fc.string({ maxLength: 100 }));
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 20, maxLength: 20 }), async (requests) => {
        const answers = await Promise.all(
          requests.map(([m, t, lines, rest]) => raw(`${m} ${t} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${rest}`, 150)),
        );
        for (const answer of answers) {
          expect(answer).not.toContain(SECRET);
          expect(answer).not.toContain('data: ');
        }
      }),
      { numRuns: 40 },
    );
    expect((await fetch(at('/desk/'))).status).toBe(200);
  }, 60_000);
});
