import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { createPortal } from 'react-dom';

/** Where the frame lets a page put its side panel, and how the page says that it has one. */
export const SidePanelSlot = createContext<{ node: HTMLElement | null; setPresent: (present: boolean) => void }>({
  node: null,
  setPresent: () => undefined,
});

/** What a page has to say beside the work; shown at the right, where the frame lets it be folded away. */
export function SidePanel({ children }: { children: ReactNode }) {
  const { node, setPresent } = useContext(SidePanelSlot);
  useEffect(() => {
    setPresent(true);
    return () => setPresent(false);
  }, [setPresent]);
  return node ? createPortal(children, node) : null;
}
