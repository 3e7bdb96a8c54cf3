import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, type Knock, pathOf, sameSecret } from './guard.ts';

const rules = { port: 8123, token: 'the-launch-token' };
const ours = 'http://127.0.0.1:8123';

function knock(
  change: { method?: string; target?: string; hostLines?: number; headers?: Knock['headers'] } = {},
): Knock {
  return {
    method: change.method ?? 'POST',
    target: change.target ?? '/api/status',
    hostLines: change.hostLines ?? 1,
    headers: {
      host: '127.0.0.1:8123',
      origin: ours,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
      'x-desk-token': rules.token,
      ...change.headers,
    },
  };
}

describe('the guard of the local door', () => {
  it('lets our own window in', () => {
    expect(judge(knock(), rules)).toBeNull();
    expect(judge(knock({ headers: { host: 'localhost:8123', origin: 'http://localhost:8123' } }), rules)).toBeNull();
    const page = {
      method: 'GET',
      target: '/desk/',
      headers: { origin: undefined, 'sec-fetch-site': 'none', 'x-desk-token': undefined },
    };
    expect(judge(knock(page), rules)).toBeNull();
  });

  it.each([
    ['a rebound DNS name', { headers: { host: 'evil.example:8123', origin: 'http://evil.example:8123' } }, 403],
    ['a rebound name for a page', { method: 'GET', target: '/desk/', headers: { host: 'evil.example:8123' } }, 403],
    ['our address on another port', { headers: { host: '127.0.0.1:80' } }, 403],
    ['no Host', { headers: { host: undefined } }, 400],
    ['two Host lines', { hostLines: 2 }, 400],
    ['a foreign Origin', { headers: { origin: 'https://evil.example' } }, 403],
    ['a sandboxed frame', { headers: { origin: 'null' } }, 403],
    ['another program on this machine', { headers: { origin: 'http://127.0.0.1:3000' } }, 403],
    ['a cross-site fetch', { headers: { origin: undefined, 'sec-fetch-site': 'cross-site' } }, 403],
    ['a same-site fetch', { headers: { origin: undefined, 'sec-fetch-site': 'same-site' } }, 403],
    ['no token', { headers: { 'x-desk-token': undefined } }, 403],
    ['a wrong token', { headers: { 'x-desk-token': 'the-launch-tokem' } }, 403],
    ['the token twice', { headers: { 'x-desk-token': [rules.token, rules.token] } }, 403],
    [
      'the token in the query',
      { target: `/api/status?token=${rules.token}`, headers: { 'x-desk-token': undefined } },
      403,
    ],
    ['a text/plain POST, as a form sends it', { headers: { 'content-type': 'text/plain' } }, 415],
    ['JSON in disguise', { headers: { 'content-type': 'text/plain; application/json' } }, 415],
    ['no content type', { headers: { 'content-type': undefined } }, 415],
    ['a preflight', { method: 'OPTIONS' }, 405],
    ['PUT', { method: 'PUT' }, 405],
    ['a POST to a page', { target: '/desk/' }, 405],
    ['an absolute target', { target: 'http://evil.example/api/status' }, 400],
    ['a target without a host of its own', { target: '//evil.example/api/status' }, 400],
    [
      'data reached through a page path',
      { method: 'GET', target: '/desk/../api/status', headers: { 'x-desk-token': undefined } },
      400,
    ],
    [
      'the same, encoded',
      { method: 'GET', target: '/desk/%2E%2e/api/status', headers: { 'x-desk-token': undefined } },
      400,
    ],
    [
      'the same, with a backslash',
      { method: 'GET', target: '/desk\\..\\api/status', headers: { 'x-desk-token': undefined } },
      400,
    ],
    ['too much JSON', { headers: { 'content-length': String(2 * 1024 * 1024 + 1) } }, 413],
    ['too large a file', { target: '/files', headers: { 'content-length': String(25 * 1024 * 1024 + 1) } }, 413],
    ['a body on a GET', { method: 'GET', headers: { 'content-length': '1' } }, 413],
  ])('refuses %s', (_name, change, status) => {
    expect(judge(knock(change), rules)?.status).toBe(status);
  });

  it('wants the token on each road to data', () => {
    for (const target of [
      '/api/status',
      '/api',
      '/files/abc',
      '/paper/1/slip?width=80',
      '/register/%E5%8F%97?from=a',
      '/handover/last',
      '/workbook?from=a',
      '/events',
    ]) {
      const bare = { method: 'GET', target, headers: { 'x-desk-token': undefined } };
      expect(judge(knock(bare), rules)?.code, target).toBe('forbidden');
    }
  });

  it('lets data in by the token alone, whatever else is said', () => {
    const text = fc.option(fc.string({ maxLength: 40 }), { nil: undefined });
    const headers = fc.record({
      host: text,
      origin: text,
      'sec-fetch-site': text,
      'content-type': text,
      'x-desk-token': text,
    });
    fc.assert(
      fc.property(fc.string({ maxLength: 10 }), fc.webPath(), headers, (method, target, given) => {
        const path = pathOf(target);
        const verdict = judge({ method, target, headers: given, hostLines: 1 }, rules);
        const routed = path === null ? '' : new URL(target, ours).pathname;
        if (verdict === null) expect(routed).not.toMatch(/^\/(api|files|paper|events)(\/|$)/);
      }),
      { numRuns: 3_000 },
    );
  });

  it('judges the very path that is routed', () => {
    const pieces = fc.constantFrom(
      '/',
      '..',
      '.',
      '%2e',
      '%2E%2E',
      '\\',
      'api',
      'desk',
      '?',
      '#',
      '\t',
      '%2f',
      'status',
      '//',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 10 }), (parts) => {
        const target = `/${parts.join('')}`;
        const path = pathOf(target);
        if (path !== null) expect(new URL(`${ours}${target}`).pathname).toBe(path);
      }),
      { numRuns: 3_000 },
    );
  });

  it('compares secrets of any length', () => {
    expect(sameSecret('a', 'a')).toBe(true);
    expect(sameSecret('', 'a')).toBe(false);
    expect(sameSecret('a'.repeat(10_000), 'a')).toBe(false);
  });
});
