import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import type { InputOf } from '../../../domain/contract/procedures.ts';
import { go } from '../frame/router.ts';
import { Dialog } from '../pieces/Dialog.tsx';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useCall } from '../queries.ts';
import { CaseGrid } from '../work/CaseGrid.tsx';
import '../work/grid.css';

const PAGE = 15;

/** Which cases are asked for, and what the figure is called. */
export interface Behind {
  title: string;
  of: InputOf<'statistics.cases'>['of'];
}

/** The cases behind one figure; each opens its file. */
export function CasesDialog({ behind, onClose }: { behind: Behind; onClose: () => void }) {
  const [offset, setOffset] = useState(0);
  const found = useCall('statistics.cases', { of: behind.of, offset, limit: PAGE }, { keep: true });
  const { rows = [], total = 0 } = found.data ?? {};
  const turn = (step: number) => {
    const next = offset + step * PAGE;
    if (next >= 0 && next < total) setOffset(next);
  };
  return (
    <Dialog title={`${behind.title}　${found.data ? `${total} 件` : ''}`} onClose={onClose} wide>
      <ErrorNote error={found.error} action={<Button onClick={() => found.refetch()}>重试</Button>} />
      {found.isPending ? <Skeleton active paragraph={{ rows: 6, width: '100%' }} /> : null}
      {found.data && total === 0 ? <p className="quiet">没有可以查看的诉求件。</p> : null}
      {rows.length > 0 ? (
        <div className="cases-list">
          <CaseGrid
            rows={rows}
            label={behind.title}
            offset={offset}
            onOpen={(row) => go({ page: 'case', caseId: row.caseId })}
            onPage={turn}
            autoFocus
          />
        </div>
      ) : null}
      {total > PAGE ? (
        <div className="pager">
          <Button disabled={offset === 0} onClick={() => turn(-1)}>
            上一页
          </Button>
          <span>
            {offset + 1}–{Math.min(offset + PAGE, total)} / {total}
          </span>
          <Button disabled={offset + PAGE >= total} onClick={() => turn(1)}>
            下一页
          </Button>
        </div>
      ) : null}
    </Dialog>
  );
}
