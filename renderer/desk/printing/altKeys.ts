import { useEffect } from 'react';

/**
 * Alt with a letter presses a button of the page wherever the focus is, in a field being typed in as well; under an open
 * dialog it does not. Keys without an act do nothing.
 */
export function useAltKeys(acts: Readonly<Record<string, (() => void) | undefined>>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
      const act = acts[event.key.toLowerCase()];
      if (!act || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
