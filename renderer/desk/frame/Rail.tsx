import { PAGES } from '../pages.tsx';
import { Icon } from '../pieces/Icon.tsx';
import { KeyHint } from '../pieces/KeyHint.tsx';
import { setPreferences, usePreferences } from '../preferences.ts';
import { hrefOf, type PageId, pageIds, type Route } from './router.ts';

/** Where pages without a key of their own belong. */
const HOME: Partial<Record<Route['page'], PageId>> = { case: 'work', conflict: 'sync', conflicts: 'sync' };

/** The left rail: every page with the key that opens it, and day or night at its foot. */
export function Rail({ route, drafts }: { route: Route; drafts: number }) {
  const { theme } = usePreferences();
  const here = HOME[route.page] ?? route.page;
  return (
    <nav className="rail" aria-label="主要页面">
      <ul>
        {pageIds.map((id) => (
          <li key={id}>
            <a
              href={hrefOf({ page: id })}
              aria-current={here === id ? 'page' : undefined}
              aria-keyshortcuts={PAGES[id].key}
            >
              <Icon name={PAGES[id].icon} size={20} />
              <span>
                {PAGES[id].title}
                {id === 'register' && drafts > 0 ? (
                  <span className="rail-badge" title={`${drafts} 份草稿`}>
                    {drafts}
                    <span className="visually-hidden">份草稿</span>
                  </span>
                ) : null}
              </span>
              <KeyHint keys={PAGES[id].key} />
            </a>
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="rail-theme"
        aria-pressed={theme === 'dark'}
        onClick={() => setPreferences({ theme: theme === 'dark' ? 'light' : 'dark' })}
      >
        <Icon name={theme === 'dark' ? 'sun' : 'moon'} size={16} />
        {theme === 'dark' ? '日间' : '夜间'}
      </button>
    </nav>
  );
}
