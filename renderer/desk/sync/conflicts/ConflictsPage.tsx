import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { go } from '../../frame/router.ts';
import { Empty } from '../../pieces/Empty.tsx';
import { ErrorNote } from '../../pieces/ErrorNote.tsx';
import { KeyHint } from '../../pieces/KeyHint.tsx';
import { useAltKeys } from '../../printing/altKeys.ts';
import { useCall } from '../../queries.ts';
import { CaseGrid } from '../../work/CaseGrid.tsx';
import { PageTitle } from '../../work/parts/PageTitle.tsx';
import '../../work/grid.css';
import '../../work/pages.css';
import './conflicts.css';

const PAGE = 50;

/** Every case in which two desks did the same step without knowing of each other. */
export default function ConflictsPage() {
  const [offset, setOffset] = useState(0);
  const list = useCall('worklist', { view: 'conflicts', offset, limit: PAGE }, { keep: true });
  const back = () => go({ page: 'sync' });
  useAltKeys({ b: back });
  if (list.isPending) return <Skeleton active className="page" title={false} paragraph={{ rows: 10, width: '100%' }} />;
  const retry = <Button onClick={() => list.refetch()}>重试</Button>;
  return (
    <div className="page conflicts">
      <PageTitle>有冲突的案卷</PageTitle>
      <header className="conflict-top">
        <Button onClick={back} aria-keyshortcuts="Alt+B">
          回到同步 <KeyHint keys="Alt+B" />
        </Button>
        <p>
          两处在没有联系上时各自办理了同一步：先到中心的一份已生效，后到的一份等待处理。打开一件，比较两份记录，定下以哪一份为准。
        </p>
      </header>
      <ErrorNote error={list.error} action={retry} />
      {list.data && list.data.total === 0 ? (
        <Empty icon="check" title="没有冲突">
          各站点的办理都对得上。今后出现冲突，会列在这里，也会显示在状态栏上。
        </Empty>
      ) : null}
      {list.data && list.data.total > 0 ? (
        <>
          <CaseGrid
            rows={list.data.rows}
            label={`有冲突的案卷，共${list.data.total}件`}
            offset={offset}
            onOpen={(row) => go({ page: 'conflict', caseId: row.caseId })}
            onPage={(step) =>
              setOffset((at) => Math.min(Math.max(0, at + step * PAGE), Math.max(0, (list.data?.total ?? 0) - 1)))
            }
            autoFocus
          />
          <div className="pager">
            <span>
              共 <b>{list.data.total}</b> 件
            </span>
            <span className="quiet">↑↓ 选择　Enter 打开{list.data.total > PAGE ? '　←→ 翻页' : ''}</span>
          </div>
        </>
      ) : null}
    </div>
  );
}
