import { createHash, timingSafeEqual } from 'node:crypto';
import type { Refusal } from './refusal.ts';

/** Roads that lead to people's data. Everything else is the program's own files, which hold no secret. */
const DATA_ROADS = ['/api', '/files', '/paper', '/register', '/handover', '/workbook', '/bundles', '/events'];

const MEGABYTE = 1024 * 1024;
/** Bytes of a JSON request. */
export const MAX_API_BODY = 2 * MEGABYTE;
/** Bytes of an attachment on its way in: the 20 MB that the desk accepts and room for what surrounds it. */
export const MAX_FILE_BODY = 25 * MEGABYTE;

/** Bytes of a relay bundle on its way in. */
export const MAX_BUNDLE_BODY = 64 * MEGABYTE;

export interface GuardRules {
  /** Port we listen on. */
  port: number;
  /** Secret of this launch, which only the window we opened knows. */
  token: string;
}

/** The parts of a request that are judged before a byte of its body is read. Header names are lower case. */
export interface Knock {
  method: string;
  /** Request target as sent, for example `/api/status?x=1`. */
  target: string;
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** How many Host lines there were: a second one is an attack on whoever reads the other. */
  hostLines: number;
}

/** True when the path leads to data and not to the program's own files. */
export function isDataRoad(pathname: string): boolean {
  return DATA_ROADS.some((road) => pathname === road || pathname.startsWith(`${road}/`));
}

/** Bytes of body that a request may have. */
export function bodyLimit(method: string, pathname: string): number {
  if (method !== 'POST') return 0;
  if (pathname === '/bundles') return MAX_BUNDLE_BODY;
  return pathname === '/files' || pathname.startsWith('/files/') ? MAX_FILE_BODY : MAX_API_BODY;
}

/**
 * Path of a request target, or null where it is not an origin-form target (RFC 9112, 3.2.1) that we would ever send.
 * A path that the URL parser would rewrite (`/desk/../api/status`, `%2e%2e`) is refused, so that what is judged here
 * and what is routed later are the same path.
 */
export function pathOf(target: string): string | null {
  if (!target.startsWith('/') || target.startsWith('//') || target.includes('#')) return null;
  const end = target.indexOf('?');
  const path = end < 0 ? target : target.slice(0, end);
  return URL.parse(target, 'http://127.0.0.1')?.pathname === path ? path : null;
}

/** Compares secrets in a time that tells nothing of where they differ, or of their length. */
export function sameSecret(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}

/**
 * Decides whether a request that reached 127.0.0.1 may come in. The officer's browser also shows other people's pages,
 * and they can send requests here; so:
 *
 * - the Host must be ours to the letter, which a rebound DNS name is not. (Comparing Origin with Host is no help: a
 *   rebound page is same-origin with itself.)
 * - an Origin, when there is one, must be ours, and the browser's own word (Sec-Fetch-Site) must not say otherwise;
 * - data wants the launch token in a header of our own, which also makes a foreign page's request a preflighted one,
 *   and no preflight is ever granted;
 * - `/api` takes JSON alone, which no HTML form can send.
 *
 * @returns null when the request may come in
 */
export function judge(knock: Knock, rules: GuardRules): Refusal | null {
  const header = (name: string) => {
    const value = knock.headers[name];
    return typeof value === 'string' ? value : value?.join(', ');
  };
  const forbidden: Refusal = { status: 403, code: 'forbidden' };

  const host = header('host');
  if (knock.hostLines !== 1 || host === undefined) return { status: 400, code: 'bad_request' };
  if (host !== `127.0.0.1:${rules.port}` && host !== `localhost:${rules.port}`) return forbidden;

  const origin = header('origin');
  if (origin !== undefined && origin !== `http://${host}`) return forbidden;

  const site = header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return forbidden;

  const path = pathOf(knock.target);
  if (path === null) return { status: 400, code: 'bad_request' };
  if (!['GET', 'HEAD', 'POST'].includes(knock.method)) return { status: 405, code: 'bad_request' };
  if (!isDataRoad(path)) return knock.method === 'POST' ? { status: 405, code: 'bad_request' } : null;

  if (!sameSecret(header('x-desk-token') ?? '', rules.token)) return forbidden;
  if (path.startsWith('/api') && knock.method === 'POST') {
    const type = (header('content-type') ?? '').toLowerCase();
    if (!/^application\/json\s*(;\s*charset=utf-8\s*)?$/.test(type)) return { status: 415, code: 'bad_request' };
  }
  const length = header('content-length');
  if (length !== undefined && Number(length) > bodyLimit(knock.method, path)) return { status: 413, code: 'too_large' };
  return null;
}
