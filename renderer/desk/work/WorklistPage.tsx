import { Button, Skeleton, Tabs } from 'antd';
import { useState } from 'react';
import type { InputOf } from '../../../domain/contract/procedures.ts';
import { go } from '../frame/router.ts';
import { Empty } from '../pieces/Empty.tsx';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useCall } from '../queries.ts';
import { CaseGrid } from './CaseGrid.tsx';
import { PageTitle } from './parts/PageTitle.tsx';
import './pages.css';
import './grid.css';

type View = InputOf<'worklist'>['view'];

const VIEWS: { key: View; label: string; empty: string; teach: string }[] = [
  {
    key: 'mine',
    label: '我要办的',
    empty: '现在没有等您办的诉求件',
    teach: '轮到您的岗位办理时，会按时限先后排在这里。',
  },
  { key: 'open', label: '在办', empty: '没有在办的诉求件', teach: '登记后的诉求件，办结归档前都在这里。' },
  { key: 'all', label: '全部', empty: '本站点还没有诉求件', teach: '到“受理”登记第一件。' },
  { key: 'archived', label: '已归档', empty: '还没有归档的诉求件', teach: '结案并反馈后归档，案卷仍可查询、补打。' },
];

const PAGE = 50;

export default function WorklistPage() {
  const [view, setView] = useState<View>('mine');
  return (
    <div className="page worklist">
      <PageTitle>待办</PageTitle>
      <Tabs
        activeKey={view}
        onChange={(key) => setView(VIEWS.find((one) => one.key === key)?.key ?? 'mine')}
        destroyOnHidden
        items={VIEWS.map(({ key, label }) => ({ key, label, children: <List view={key} /> }))}
      />
    </div>
  );
}

function List({ view }: { view: View }) {
  const [offset, setOffset] = useState(0);
  const list = useCall('worklist', { view, offset, limit: PAGE }, { keep: true });
  const words = VIEWS.find((one) => one.key === view);
  if (list.isPending) return <Skeleton active title={false} paragraph={{ rows: 12, width: '100%' }} />;
  if (list.error) return <ErrorNote error={list.error} action={<Button onClick={() => list.refetch()}>重试</Button>} />;
  const { rows, total } = list.data;
  if (total === 0)
    return (
      <Empty icon="list" title={words?.empty ?? ''}>
        {words?.teach}
      </Empty>
    );
  const pages = Math.max(1, Math.ceil(total / PAGE));
  const page = Math.floor(offset / PAGE) + 1;
  const turn = (step: number) => setOffset((at) => Math.min(Math.max(0, at + step * PAGE), (pages - 1) * PAGE));
  return (
    <>
      <CaseGrid
        rows={rows}
        label={`${words?.label ?? ''}，共${total}件`}
        offset={offset}
        onOpen={(row) => go({ page: 'case', caseId: row.caseId })}
        onPage={turn}
        autoFocus
      />
      <div className="pager">
        <span>
          共 <b>{total}</b> 件
        </span>
        <span className="quiet">↑↓ 选择　Enter 打开{pages > 1 ? '　←→ 翻页' : ''}</span>
        {pages > 1 ? (
          <span className="pager-buttons">
            <Button size="small" disabled={page === 1} onClick={() => turn(-1)}>
              上一页
            </Button>
            <span aria-live="polite">
              第 {page} 页，共 {pages} 页
            </span>
            <Button size="small" disabled={page === pages} onClick={() => turn(1)}>
              下一页
            </Button>
          </span>
        ) : null}
      </div>
    </>
  );
}
