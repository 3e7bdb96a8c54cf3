import { DeskError } from '../../domain/contract/errors.ts';

/** Names of this machine, whatever the port. */
const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Headers of every answer of the administration's page. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
};

/**
 * Whether a browser asks from the administration's own page, under a name that is ours. The list of names keeps out a page
 * whose own name was made to point here (DNS rebinding): to the browser it would be the same origin.
 *
 * @param hosts names beside this machine's own under which a reverse proxy passes the page on, as in `Host`
 * @throws DeskError `forbidden`
 */
export function demandOwnPage(request: Request, hosts: readonly string[]): void {
  const url = new URL(request.url);
  const host = request.headers.get('host') ?? url.host;
  const isOurs = LOOPBACK_NAMES.has(host.replace(/:\d{1,5}$/, '')) || hosts.includes(host);
  if (!isOurs || host !== url.host) throw new DeskError('forbidden', { detail: 'host' });

  const site = request.headers.get('sec-fetch-site');
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  // `none`: typed into the address bar or opened from a bookmark.
  if (site !== null && site !== 'same-origin' && !(isRead && site === 'none')) {
    throw new DeskError('forbidden', { detail: 'site' });
  }
  const origin = request.headers.get('origin');
  const isOwn = origin === `http://${host}` || origin === `https://${host}`;
  if (origin === null ? !isRead : !isOwn) throw new DeskError('forbidden', { detail: 'origin' });
}
