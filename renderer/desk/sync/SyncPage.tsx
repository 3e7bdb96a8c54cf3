import { Button, Skeleton } from 'antd';
import type { SyncStatus } from '../../../domain/contract/views/sync.ts';
import { dateTime } from '../format.ts';
import { hrefOf } from '../frame/router.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { Icon } from '../pieces/Icon.tsx';
import { KeyHint } from '../pieces/KeyHint.tsx';
import { useAltKeys } from '../printing/altKeys.ts';
import { useAct, useCall } from '../queries.ts';
import { Figure } from '../work/parts/Figure.tsx';
import { PageTitle } from '../work/parts/PageTitle.tsx';
import { Bundles } from './Bundles.tsx';
import { CentreForm } from './CentreForm.tsx';
import { FileTransfers } from './FileTransfers.tsx';
import { Problems } from './Problems.tsx';
import { Quarantine } from './Quarantine.tsx';
import { Rulebooks } from './Rulebooks.tsx';
import { StandingNote } from './StandingNote.tsx';
import { backedWords, contactWords, lastSuccess, syncStory } from './syncWords.ts';
import '../work/pages.css';
import './sync.css';

/** Where the line to the centre stands, in words, and what can be done about it. */
export default function SyncPage() {
  const status = useCall('sync.status', {}, { refetchInterval: 5_000 });
  const now = useAct('sync.now', ['sync.status', 'sync.problems', 'status']);
  const online = status.data !== undefined && status.data.state !== 'none';
  const send = () => now.mutate({});
  useAltKeys(online ? { s: send } : {});
  if (status.isPending) return <Skeleton active className="page" paragraph={{ rows: 6 }} />;
  if (status.error) {
    return (
      <div className="page">
        <ErrorNote error={status.error} action={<Button onClick={() => status.refetch()}>重试</Button>} />
      </div>
    );
  }
  const { data } = status;
  const story = syncStory(data);
  return (
    <div className="page sync">
      <PageTitle>同步</PageTitle>
      <section className={`panel sync-story tone-${story.tone}`} aria-labelledby="sync-title">
        <span className="sync-icon">
          <Icon name={story.icon} size={40} />
        </span>
        <div className="sync-words" role="status">
          <h2 id="sync-title">{story.title}</h2>
          <p>{story.words}</p>
          <ProgressBar status={data} />
        </div>
        {online ? (
          <Button type="primary" size="large" loading={now.isPending} aria-keyshortcuts="Alt+S" onClick={send}>
            立即上报 <KeyHint keys="Alt+S" />
          </Button>
        ) : null}
      </section>
      <ErrorNote error={now.error} />
      {data.restored ? (
        <p className="note note-warn" role="status">
          <Icon name="alert" size={16} />
          <span className="note-words">
            中心在 {dateTime(data.restored.at)} 由备份恢复，向本机重新要了 {data.restored.again}{' '}
            条；本机自动补报，不用您做什么。
          </span>
        </p>
      ) : null}
      <Figures status={data} />
      <FileTransfers files={data.files} />
      <StandingNote />
      <Problems />
      <Quarantine count={data.quarantined} />
      <Bundles />
      <Rulebooks />
      <CentreForm status={data} />
    </div>
  );
}

/** Of what waited when the run began, what the centre has acknowledged. */
function ProgressBar({ status: { state, progress } }: { status: SyncStatus }) {
  if (state !== 'sending' || !progress || progress.total === 0) return null;
  return <progress className="sync-progress" aria-label="上报进度" max={progress.total} value={progress.done} />;
}

function Figures({ status }: { status: SyncStatus }) {
  const backed = backedWords(status);
  return (
    <section className="figures" aria-label="上报情况">
      <Figure label="待上报" value={status.pending} meaning="已在本机存好，等待中心确认的条目" />
      <Figure
        label="被拒"
        value={status.rejected}
        meaning={status.rejected > 0 ? '中心没有接受，原因见下' : '中心没有拒绝任何条目'}
        alarm={status.rejected > 0}
      />
      <div className="figure" data-alarm={status.conflicts > 0 || undefined}>
        <div className="figure-label">有冲突</div>
        <div className="figure-value">{status.conflicts}</div>
        <div className="figure-meaning">
          {status.conflicts > 0 ? (
            <a href={hrefOf({ page: 'conflicts' })}>比较并处理</a>
          ) : (
            '没有两处各自办理同一步的案卷'
          )}
        </div>
      </div>
      <div className="figure figure-wide">
        <div className="figure-label">上次与中心联系成功</div>
        <div className="figure-text">{lastSuccess(status)}</div>
        <div className="figure-meaning">{contactWords(status)}</div>
        {backed ? <div className="figure-meaning">{backed}</div> : null}
      </div>
    </section>
  );
}
