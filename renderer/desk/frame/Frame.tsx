import { lazy, type ReactNode, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import type { DeskEvent } from '../../../domain/contract/views/station.ts';
import { events } from '../client.ts';
import { heardTime } from '../desk-time.ts';
import { CasePage, ConflictPage, ConflictsPage, PAGES } from '../pages.tsx';
import { Icon } from '../pieces/Icon.tsx';
import { KeyHint } from '../pieces/KeyHint.tsx';
import { Progress } from '../pieces/Progress.tsx';
import { SidePanelSlot } from '../pieces/SidePanel.tsx';
import { setPreferences, usePreferences } from '../preferences.ts';
import { AskStrip } from '../printing/AskStrip.tsx';
import { queryClient, refreshAfter, useCall } from '../queries.ts';
import { ClockBanner } from './ClockBanner.tsx';
import { useFrameKeys } from './keys.ts';
import { PageBoundary } from './PageBoundary.tsx';
import { Rail } from './Rail.tsx';
import { noteRecompute } from './recompute.ts';
import { hrefOf, type Route, useRoute } from './router.ts';
import { StatusBar } from './StatusBar.tsx';
import { TimerBar } from './TimerBar.tsx';

const AntdZone = lazy(() => import('./AntdZone.tsx'));

/** The one window: rail, work, side panel, status bar. */
export function Frame({ onSignOut }: { onSignOut: () => void }) {
  const route = useRoute('register');
  const status = useCall('status', {}, { refetchInterval: 5_000 });
  const connected = useEvents();
  const now = status.data?.now;
  useEffect(() => {
    if (now) heardTime(now);
  }, [now]);
  useFrameKeys();
  useSideKey();
  const { sidePanel } = usePreferences();
  const [node, setNode] = useState<HTMLElement | null>(null);
  const [present, setPresent] = useState(false);
  const slot = useMemo(() => ({ node, setPresent }), [node]);
  const reachable = connected && !status.isError;
  const title = route.page === 'case' ? '案卷' : isConflict(route) ? '处理冲突' : PAGES[route.page].title;

  const main = useRef<HTMLElement>(null);
  const before = useRef(hrefOf(route));
  useEffect(() => {
    document.title = `${title} · 接诉台`;
    // After a change of page the keyboard stands at the page's beginning, unless the page has put it somewhere better.
    if (before.current !== hrefOf(route) && !main.current?.contains(document.activeElement)) main.current?.focus();
    before.current = hrefOf(route);
  }, [route, title]);

  return (
    <SidePanelSlot value={slot}>
      <div className={`frame ${present && sidePanel ? 'frame-with-side' : ''}`}>
        <Rail route={route} drafts={status.data?.openDrafts ?? 0} />
        <main ref={main} className="work" tabIndex={-1} aria-label={title}>
          {status.data ? <ClockBanner clock={status.data.clock} /> : null}
          <PageBoundary key={hrefOf(route)}>
            <Suspense fallback={<Progress words="正在打开" />}>
              <CurrentPage route={route} />
            </Suspense>
          </PageBoundary>
        </main>
        <aside className="side" aria-label="制度与提示" hidden={!present}>
          <button
            type="button"
            className="side-fold"
            aria-expanded={sidePanel}
            aria-keyshortcuts="Control+B"
            onClick={() => setPreferences({ sidePanel: !sidePanel })}
          >
            <Icon name="panel" size={16} />
            <span className="side-fold-words">{sidePanel ? '收起' : '提示'}</span>
            {sidePanel ? <KeyHint keys="Ctrl+B" /> : null}
          </button>
          <div className="side-content" ref={setNode} hidden={!sidePanel} />
        </aside>
        <TimerBar signedIn />
        <div className="frame-asks">
          <AskStrip asking={status.data?.printers.reduce((sum, { asking }) => sum + asking, 0) ?? 0} />
        </div>
        <StatusBar status={status.data} connected={reachable} onSignOut={onSignOut} />
      </div>
    </SidePanelSlot>
  );
}

function CurrentPage({ route }: { route: Route }) {
  if (route.page === 'case') {
    return (
      <AntdZone>
        <CasePage key={route.caseId} caseId={route.caseId} />
      </AntdZone>
    );
  }
  if (isConflict(route)) {
    return (
      <AntdZone>
        {route.page === 'conflict' ? <ConflictPage key={route.caseId} caseId={route.caseId} /> : <ConflictsPage />}
      </AntdZone>
    );
  }
  const { Page, antd } = PAGES[route.page];
  return zone(antd, <Page />);
}

function isConflict(route: Route): route is Extract<Route, { page: 'conflict' | 'conflicts' }> {
  return route.page === 'conflict' || route.page === 'conflicts';
}

function zone(antd: boolean, page: ReactNode): ReactNode {
  return antd ? <AntdZone>{page}</AntdZone> : page;
}

function useEvents(): boolean {
  const [up, setUp] = useState(true);
  useEffect(() => {
    let wasDown = false;
    const onEvent = (event: DeskEvent): void => {
      refreshAfter(event);
      noteRecompute(event);
    };
    return events(onEvent, (now) => {
      setUp(now);
      // What happened while the stream was down is not told again: ask for everything.
      if (now && wasDown) void queryClient.invalidateQueries();
      wasDown = !now;
    });
  }, []);
  return up;
}

function useSideKey(): void {
  const { sidePanel } = usePreferences();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!event.ctrlKey || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'b') return;
      event.preventDefault();
      setPreferences({ sidePanel: !sidePanel });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [sidePanel]);
}
