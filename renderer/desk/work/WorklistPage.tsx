import { Button, Skeleton, Tabs } from 'antd';
import { useState } from 'react';
import type { InputOf } from '../../../domain/contract/procedures.ts';
import { go } from '../frame/router.ts';
import { Empty } from '../pieces/Empty.tsx';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useCall } from '../queries.ts';
import { CaseGrid } from './CaseGrid.tsx';
import { PageTitle } from './parts/PageTitle.tsx';
import { TodayStrip } from './TodayStrip.tsx';
import './pages.css';
import './grid.css';

type View = InputOf<'worklist'>['view'];

const VIEWS: { key: View; label: string; empty: string; teach: string }[] = [
  {
    key: 'mine',
    label: '我的待办',
    empty: '现在没有等您办的诉求件',
    teach: '轮到您的岗位办理时，会按时限先后排在这里。',
  },
  {
    key: 'open',
    label: '全部在办',
    empty: '没有在办的诉求件',
    teach: '登记后的诉求件，办结归档前都在这里，先到期的在前。',
  },
  {
    key: 'overdue',
    label: '逾期',
    empty: '没有逾期的诉求件',
    teach: '超过制度时限还没有办完的，会列在这里，拖得最久的在前。',
  },
  {
    key: 'cards',
    label: '黄红牌',
    empty: '没有黄牌、红牌的诉求件',
    teach: '制度规定黄牌、红牌警示的，临近或超过时限时列在这里。',
  },
  {
    key: 'conflicts',
    label: '有冲突',
    empty: '没有冲突',
    teach: '两处各自办理了同一步的，会列在这里，须定下以哪一份为准。',
  },
  { key: 'all', label: '全部', empty: '本站点还没有诉求件', teach: '到“受理”登记第一件。' },
  { key: 'archived', label: '已归档', empty: '还没有归档的诉求件', teach: '结案并反馈后归档，案卷仍可查询、补打。' },
];

const PAGE = 50;

export default function WorklistPage() {
  const [view, setView] = useState<View>('mine');
  return (
    <div className="page worklist">
      <PageTitle>待办</PageTitle>
      <TodayStrip />
      <Tabs
        activeKey={view}
        onChange={(key) => setView(VIEWS.find((one) => one.key === key)?.key ?? 'mine')}
        destroyOnHidden
        items={VIEWS.map(({ key, label }) => ({
          key,
          label: <TabWords view={key} label={label} />,
          children: <List view={key} />,
        }))}
      />
    </div>
  );
}

/** A tab's words with its count: one row is asked for, the count comes from an index. */
function TabWords({ view, label }: { view: View; label: string }) {
  const count = useCall('worklist', { view, offset: 0, limit: 1 }, { keep: true });
  const total = count.data?.total;
  const alarm = (view === 'overdue' || view === 'cards' || view === 'conflicts') && total !== undefined && total > 0;
  return (
    <span className="tab-words" data-alarm={alarm || undefined}>
      {label}
      {total === undefined ? null : <span className="tab-count"> {total}</span>}
    </span>
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
        onOpen={(row) => go({ page: view === 'conflicts' ? 'conflict' : 'case', caseId: row.caseId })}
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
