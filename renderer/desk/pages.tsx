import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { PageId } from './frame/router.ts';
import type { IconName } from './pieces/Icon.tsx';

export interface PageEntry {
  title: string;
  key: string;
  icon: IconName;
  Page: LazyExoticComponent<ComponentType>;
  /** Whether the page is built with antd and needs its provider around it. */
  antd: boolean;
}

/** Every page behind the rail, in the rail's order, with the key that opens it. */
export const PAGES: Record<PageId, PageEntry> = {
  register: {
    title: '受理',
    key: 'F2',
    icon: 'pen',
    Page: lazy(() => import('./register/RegisterPage.tsx')),
    antd: false,
  },
  work: { title: '待办', key: 'F3', icon: 'list', Page: lazy(() => import('./work/WorklistPage.tsx')), antd: true },
  duty: { title: '值班', key: 'F4', icon: 'moon', Page: lazy(() => import('./duty/DutyPage.tsx')), antd: true },
  search: { title: '查询', key: 'F6', icon: 'search', Page: lazy(() => import('./work/SearchPage.tsx')), antd: true },
  statistics: {
    title: '统计',
    key: 'F7',
    icon: 'chart',
    Page: lazy(() => import('./statistics/StatisticsPage.tsx')),
    antd: true,
  },
  printing: {
    title: '打印',
    key: 'F8',
    icon: 'printer',
    Page: lazy(() => import('./printing/PrintingPage.tsx')),
    antd: true,
  },
  sync: { title: '同步', key: 'F9', icon: 'sync', Page: lazy(() => import('./sync/SyncPage.tsx')), antd: true },
  settings: {
    title: '设置',
    key: 'F10',
    icon: 'gear',
    Page: lazy(() => import('./settings/SettingsPage.tsx')),
    antd: true,
  },
};

export const ConflictPage = lazy(() => import('./sync/conflicts/ConflictPage.tsx'));
export const ConflictsPage = lazy(() => import('./sync/conflicts/ConflictsPage.tsx'));
export const CasePage = lazy(() => import('./work/CasePage.tsx'));
