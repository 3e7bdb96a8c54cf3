import { Button, Skeleton } from 'antd';
import { useCallback, useState } from 'react';
import { messageOf } from '../../../domain/contract/errors.ts';
import type { ActionOffer } from '../../../domain/regimes/workflow.ts';
import { go } from '../frame/router.ts';
import { Empty } from '../pieces/Empty.tsx';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { Icon } from '../pieces/Icon.tsx';
import { useCall } from '../queries.ts';
import { ActionBar } from './actions/ActionBar.tsx';
import { ActionPanel, hasForm } from './actions/ActionPanel.tsx';
import { CaseHeader } from './casefile/CaseHeader.tsx';
import { Clocks } from './casefile/Clocks.tsx';
import { DeadlineChanges } from './casefile/DeadlineChanges.tsx';
import { Handling, hasHandling } from './casefile/Handling.tsx';
import { HeldEnclosures } from './casefile/HeldEnclosures.tsx';
import { Papers } from './casefile/Papers.tsx';
import { RecordSections } from './casefile/RecordSections.tsx';
import { Timeline } from './casefile/Timeline.tsx';
import './pages.css';
import './case.css';

/** One case file: what it is, by when, what happened, and what may be done now. */
export default function CasePage({ caseId }: { caseId: string }) {
  const file = useCall('case.get', { caseId });
  const regime = useCall('intake.regime', { caseId });
  const [open, setOpen] = useState<string | null>(null);
  const [done, setDone] = useState('');
  const openAction = useCallback(
    (offerKey: string) => {
      if (offerKey.startsWith('settle:')) return go({ page: 'conflict', caseId });
      setDone('');
      setOpen(offerKey);
    },
    [caseId],
  );

  const error = file.error ?? regime.error;
  if (file.error?.code === 'not_found') {
    return (
      <div className="page">
        <Empty icon="lock" title="没有找到这个案卷">
          可能是编号不对，也可能不由您办理。
          <Button type="primary" autoFocus onClick={() => go({ page: 'work' })}>
            回到待办
          </Button>
        </Empty>
      </div>
    );
  }
  if (!file.data || !regime.data) {
    if (!error) return <Skeleton active className="page" paragraph={{ rows: 14, width: '100%' }} />;
    return (
      <div className="page">
        <ErrorNote
          error={error}
          action={<Button onClick={() => void Promise.all([file.refetch(), regime.refetch()])}>重试</Button>}
        />
      </div>
    );
  }

  function finish(offer: ActionOffer, papers: number) {
    setOpen(null);
    const printing = papers > 0 ? `，${papers} 份文书已送打印` : '';
    setDone(`已保存：${offer.name}${printing}`);
    document.querySelector<HTMLElement>('.action-bar button')?.focus();
  }

  const { state, row, actions } = file.data;
  const offer = actions.find((one) => one.key === open && one.allowed);

  return (
    <div className="page case">
      <CaseHeader file={file.data} />
      {file.data.regimeMissing ? (
        <p className="note note-warn" role="status">
          <Icon name="alert" size={16} /> {messageOf('regime_version_missing')}
        </p>
      ) : (
        <Clocks clocks={file.data.clocks} decided={state.status !== 'registered'} />
      )}
      <HeldEnclosures state={state} regime={regime.data} />
      <DeadlineChanges changes={file.data.deadlineChanges} />
      <div className="case-body">
        <div className="case-main">
          {hasHandling(state) ? <Handling state={state} regime={regime.data} /> : null}
          <div className="case-record">
            <RecordSections state={state} regime={regime.data} />
          </div>
        </div>
        <div className="case-side">
          <section className="case-block" aria-labelledby="papers-title">
            <h2 id="papers-title">文书</h2>
            <Papers file={file.data} />
          </section>
          <section className="case-block" aria-labelledby="timeline-title">
            <h2 id="timeline-title">办理经过</h2>
            <Timeline file={file.data} regime={regime.data} />
          </section>
        </div>
      </div>
      <div className="case-dock">
        {hasForm(offer) ? (
          <ActionPanel
            key={offer.key}
            offer={offer}
            file={file.data}
            regime={regime.data}
            onClose={() => setOpen(null)}
            onDone={finish}
          />
        ) : null}
        <p className="case-done" role="status">
          {done === '' ? null : (
            <>
              <Icon name="check" size={16} /> {done}
            </>
          )}
        </p>
        <ActionBar
          offers={actions}
          nextName={row.nextStep?.name ?? null}
          open={offer?.key ?? null}
          onOpen={openAction}
        />
      </div>
    </div>
  );
}
