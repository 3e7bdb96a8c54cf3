import { useEffect, useRef, useState } from 'react';
import type { Channel } from '../../../domain/contract/record.ts';
import type { RegimeView } from '../../../domain/contract/views/station.ts';
import { go } from '../frame/router.ts';
import { Icon } from '../pieces/Icon.tsx';
import { KeyHint } from '../pieces/KeyHint.tsx';
import { PaperView } from '../pieces/PaperView.tsx';
import { RareNote } from '../pieces/RareNote.tsx';
import { SyncTag } from '../pieces/SyncTag.tsx';
import { useCall } from '../queries.ts';
import type { Intake } from './intake-store.ts';
import { type SavedJob, SavedJobs, titleOf } from './SavedJobs.tsx';
import { Say } from './Say.tsx';

/** After the save: the number that never changes, how far paper and reporting are, and the way on. */
export function SavedPanel({
  result,
  regime,
  channel,
  onNext,
}: {
  result: NonNullable<Intake['result']>;
  regime: RegimeView;
  channel: Channel;
  onNext: () => void;
}) {
  const { caseId, number } = result;
  const file = useCall('case.get', { caseId });
  const jobs = useCall('print.jobs', { caseId }, { refetchInterval: 2_000 });
  const all: SavedJob[] = jobs.data ?? result.jobs;
  // The slip is for the citizen's hand: it stands first.
  const list = [...all].sort((a, b) => Number(a.width === 'a4') - Number(b.width === 'a4'));
  const [shown, setShown] = useState<string | null>(null);
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus(), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'F2') onNext();
      if (event.key === 'Enter' && event.ctrlKey) go({ page: 'case', caseId });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onNext, caseId]);
  const paper = list.find(({ id }) => id === shown) ?? list[0];

  return (
    <div className="saved">
      <div className="saved-main">
        <p className="saved-head" role="status">
          <Icon name="check" size={28} /> 已保存
        </p>
        <h1 className="saved-number" data-testid="case-number">
          {number}
        </h1>
        <p className="saved-sync">
          {file.data ? <SyncTag sync={file.data.row.sync} /> : null}
          <span className="field-hint">号码不会再变，没有网络也有效。</span>
        </p>
        <Say regime={regime} channel={channel} when={['accepted', 'closing']} />
        {file.data?.row.nextStep ? (
          <p>
            下一步：<strong>{file.data.row.nextStep.name}</strong>
            <span className="field-hint">（打开案卷办理）</span>
          </p>
        ) : null}
        <SavedJobs jobs={list} shown={paper?.id ?? null} onShow={setShown} onSettled={() => next.current?.focus()} />
        {file.data ? <RareNote text={JSON.stringify(file.data.state.record)} saved /> : null}
        <div className="saved-actions">
          <button
            ref={next}
            type="button"
            className="button button-primary button-large"
            aria-keyshortcuts="F2"
            onClick={onNext}
          >
            再接一件 <KeyHint keys="F2" />
          </button>
          <button
            type="button"
            className="button button-large"
            aria-keyshortcuts="Control+Enter"
            onClick={() => go({ page: 'case', caseId })}
          >
            打开案卷 <KeyHint keys="Ctrl+Enter" />
          </button>
        </div>
      </div>
      {paper ? (
        <div className="saved-paper">
          <PaperView
            caseId={caseId}
            document={paper.document}
            width={paper.width}
            title={titleOf(paper)}
            jobId={paper.id}
          />
        </div>
      ) : null}
    </div>
  );
}
