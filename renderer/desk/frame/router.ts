import { useSyncExternalStore } from 'react';

/** Where the window is: kept in the address's hash, so that reload and 后退 work. Nothing else is needed of a router. */
export const pageIds = ['register', 'work', 'duty', 'search', 'statistics', 'printing', 'sync', 'settings'] as const;
export type PageId = (typeof pageIds)[number];
/** `conflicts`: all cases in which two desks did the same step; `conflict`: those of one case. */
export type Route =
  | { page: PageId }
  | { page: 'case'; caseId: string }
  | { page: 'conflict'; caseId: string }
  | { page: 'conflicts' };

export function parseRoute(hash: string): Route | null {
  const [, page = '', rest] = hash.replace(/^#/, '').split('/');
  if ((page === 'case' || page === 'conflict') && rest) return { page, caseId: decodeURIComponent(rest) };
  if (page === 'conflicts') return { page };
  const found = pageIds.find((id) => id === page);
  return found ? { page: found } : null;
}

export function hrefOf(route: Route): string {
  return 'caseId' in route ? `#/${route.page}/${encodeURIComponent(route.caseId)}` : `#/${route.page}`;
}

export function go(route: Route): void {
  location.hash = hrefOf(route);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export function useRoute(fallback: PageId): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return parseRoute(hash) ?? { page: fallback };
}
