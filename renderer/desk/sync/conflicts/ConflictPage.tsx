import { Button, Skeleton } from 'antd';
import { useEffect, useState } from 'react';
import { ENTRY_WORDS } from '../../../../domain/contract/entries.ts';
import { go } from '../../frame/router.ts';
import { Empty } from '../../pieces/Empty.tsx';
import { ErrorNote } from '../../pieces/ErrorNote.tsx';
import { Icon } from '../../pieces/Icon.tsx';
import { KeyHint } from '../../pieces/KeyHint.tsx';
import { StatusTag } from '../../pieces/StatusTag.tsx';
import { useAltKeys } from '../../printing/altKeys.ts';
import { useCall } from '../../queries.ts';
import { ConflictCase } from './ConflictCase.tsx';
import '../../work/pages.css';
import './conflicts.css';

/** The conflicts of one case, one after the other. */
export default function ConflictPage({ caseId }: { caseId: string }) {
  const view = useCall('case.conflicts', { caseId });
  const regime = useCall('intake.regime', { caseId });
  const [at, setAt] = useState<string | null>(null);
  const [done, setDone] = useState('');
  const conflicts = view.data?.conflicts ?? [];
  const shown = conflicts.find((one) => one.entryId === at) ?? conflicts[0];
  const next = () => {
    const place = shown ? conflicts.indexOf(shown) : -1;
    setAt(conflicts[(place + 1) % conflicts.length]?.entryId ?? null);
  };
  const openCase = () => go({ page: 'case', caseId });
  useAltKeys({ b: openCase, ...(conflicts.length > 1 ? { n: next } : {}) });
  const gone = view.data !== undefined && conflicts.length === 0;
  useEffect(() => {
    if (gone) document.querySelector<HTMLElement>('.conflict-gone button')?.focus();
  }, [gone]);

  const error = view.error ?? regime.error;
  if (error && !view.data) {
    return (
      <div className="page">
        <ErrorNote
          error={error}
          action={<Button onClick={() => void Promise.all([view.refetch(), regime.refetch()])}>重试</Button>}
        />
      </div>
    );
  }
  if (!view.data || !regime.data) return <Skeleton active className="page" paragraph={{ rows: 14, width: '100%' }} />;
  return (
    <div className="page conflict">
      <header className="conflict-head">
        <h1 className="case-number">{view.data.number}</h1>
        <StatusTag status={view.data.status} />
        <span className="conflict-summary">{view.data.summary}</span>
        <Button onClick={openCase} aria-keyshortcuts="Alt+B">
          打开案卷 <KeyHint keys="Alt+B" />
        </Button>
      </header>
      <p role="status" className={done === '' ? 'visually-hidden' : 'note note-good'}>
        {done === '' ? '' : <Icon name="check" size={16} />} {done}
      </p>
      {conflicts.length > 1 ? (
        <nav className="conflict-places" aria-label="本案的冲突">
          {conflicts.map((one, index) => (
            <Button
              key={one.entryId}
              type={one === shown ? 'primary' : 'default'}
              aria-current={one === shown}
              onClick={() => setAt(one.entryId)}
            >
              第 {index + 1} 处：{ENTRY_WORDS[one.kind]}
            </Button>
          ))}
          <span className="quiet">
            共 {conflicts.length} 处，逐处处理　
            <KeyHint keys="Alt+N" /> 下一处
          </span>
        </nav>
      ) : null}
      {shown ? (
        <ConflictCase
          key={shown.entryId}
          conflict={shown}
          revision={view.data.revision}
          caseId={caseId}
          regime={regime.data}
          onDone={(words) => setDone(words)}
        />
      ) : (
        <div className="conflict-gone">
          <Empty icon="check" title={done === '' ? '这件案卷没有待处理的冲突' : '本案的冲突已全部处理'}>
            {done === ''
              ? '可能已由其他人员处理；处理结果和理由在案卷的办理经过里。'
              : '结果和理由已记入办理经过，上报后各站点一致。'}
            <span className="conflict-gone-buttons">
              <Button type="primary" onClick={openCase}>
                打开案卷
              </Button>
              <Button onClick={() => go({ page: 'conflicts' })}>其他冲突</Button>
            </span>
          </Empty>
        </div>
      )}
    </div>
  );
}
