import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { refusalResponse } from './refusal.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.wav': 'audio/wav',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** antd writes its styles into the page, hence `unsafe-inline` for styles; scripts come from our own files alone. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "font-src 'self' data:",
  "media-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  'frame-src blob:',
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers that every answer of a door carries, page or data. */
export const GUARD_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  // Popups are allowed so that the one signing window is found again by its name instead of a new one each time.
  'cross-origin-opener-policy': 'same-origin-allow-popups',
  'x-frame-options': 'DENY',
};

/**
 * Serves the built screens.
 *
 * @param rendererDir the folder Vite built, or null where there is none
 * @param areas       its first-level folders that may be served, for example `['desk', 'assets']`; `/` leads to the first
 * @returns 200, 302 to the page, 404, or 405 for anything but GET and HEAD
 */
export function servePages(rendererDir: string | null, areas: readonly string[]) {
  return async (request: Request): Promise<Response> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return refusalResponse({ status: 405, code: 'bad_request' });
    }
    const { pathname } = new URL(request.url);
    if (pathname === '/' || pathname === '/index.html') return redirect(`/${areas[0]}/`);
    const parts = safeParts(pathname);
    if (parts === null || !areas.includes(parts[0] ?? '')) return missing();
    if (parts.length === 1) return redirect(`/${parts[0]}/`);
    if (parts.at(-1) === '') parts[parts.length - 1] = 'index.html';
    if (rendererDir === null) return unbuilt();

    const type = TYPES[extname(parts.at(-1) ?? '')];
    const bytes = type === undefined ? null : await readInside(rendererDir, parts);
    if (bytes === null || type === undefined) return missing();
    // Vite writes the content's hash into the names of assets, so that they never change.
    const cache = parts[0] === 'assets' ? 'public, max-age=31536000, immutable' : 'no-cache';
    return new Response(request.method === 'HEAD' ? null : bytes, {
      headers: {
        'content-type': type,
        'content-security-policy': PAGE_POLICY,
        'cache-control': cache,
        ...GUARD_HEADERS,
      },
    });
  };
}

/** Path split into names that can only go downwards, or null. */
function safeParts(pathname: string): string[] | null {
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  const parts = path.slice(1).split('/');
  const plain = /^[A-Za-z0-9_@-][A-Za-z0-9_.@-]*$/;
  const downwards = parts.every((part, i) => plain.test(part) || (part === '' && i > 0 && i === parts.length - 1));
  return downwards ? parts : null;
}

/** The file's bytes, or null when there is none or a link leads outside. */
async function readInside(root: string, parts: readonly string[]): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const [realRoot, file] = await Promise.all([realpath(root), realpath(join(root, ...parts))]);
    if (!file.startsWith(realRoot + sep)) return null;
    return Uint8Array.from(await readFile(file));
  } catch {
    return null;
  }
}

function redirect(location: string): Response {
  return new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store', ...GUARD_HEADERS } });
}

function missing(): Response {
  return plainText(404, '没有这个页面');
}

function unbuilt(): Response {
  return plainText(503, '界面尚未生成，请先运行 npm run build');
}

function plainText(status: number, text: string): Response {
  return new Response(text, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...GUARD_HEADERS },
  });
}
