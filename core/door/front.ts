import { isDataRoad } from './guard.ts';
import { GUARD_HEADERS, servePages } from './pages.ts';

/** Data is never a page: whatever bytes an attachment holds, nothing in them runs. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

/**
 * The desk with its screens, as one function for both doors: data roads go to the application, the rest are files.
 * Every answer leaves with the headers that keep a browser from reading more into it than it is.
 */
export function withPages(desk: (request: Request) => Promise<Response>, rendererDir: string | null) {
  const pages = servePages(rendererDir, ['desk', 'assets']);
  return async (request: Request): Promise<Response> => {
    if (!isDataRoad(new URL(request.url).pathname)) return pages(request);
    const response = await desk(request);
    const headers = new Headers(response.headers);
    for (const [name, value] of Object.entries(GUARD_HEADERS)) headers.set(name, value);
    headers.set('content-security-policy', DATA_POLICY);
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
    return new Response(response.body, { status: response.status, headers });
  };
}
