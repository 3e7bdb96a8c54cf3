import { useEffect } from 'react';
import { PAGES } from '../pages.tsx';
import { go, type PageId, pageIds } from './router.ts';

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('textarea, select, input:not([type=radio], [type=checkbox], [type=button])'))
  );
}

/** Opens the search page and puts the cursor into its field, which carries `data-search-field`. */
export function goSearch(): void {
  go({ page: 'search' });
  let tries = 0;
  const timer = window.setInterval(() => {
    const field = document.querySelector<HTMLElement>('[data-search-field]');
    if (field?.matches('input')) field.focus();
    else field?.querySelector('input')?.focus();
    if (field || ++tries > 40) window.clearInterval(timer);
  }, 25);
}

/** F-keys open pages, `/` searches when nobody is typing. Works everywhere but under an open dialog. */
export function useFrameKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.isComposing) return;
      if (document.querySelector('dialog[open]')) return;
      const page = pageIds.find((id: PageId) => PAGES[id].key === event.key);
      if (page) {
        event.preventDefault();
        if (page === 'search') goSearch();
        else go({ page });
      } else if (event.key === '/' && !isTyping(event.target)) {
        event.preventDefault();
        goSearch();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
