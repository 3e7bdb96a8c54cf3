import { Button, Skeleton } from 'antd';
import { messageOf } from '../../../domain/contract/errors.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { Icon } from '../pieces/Icon.tsx';
import { useAct, useCall } from '../queries.ts';
import { Figure } from '../work/parts/Figure.tsx';
import { PageTitle } from '../work/parts/PageTitle.tsx';
import { Bundles } from './Bundles.tsx';
import { CentreForm } from './CentreForm.tsx';
import { Problems } from './Problems.tsx';
import { Rulebooks } from './Rulebooks.tsx';
import { StandingNote } from './StandingNote.tsx';
import { lastSuccess, syncStory } from './syncWords.ts';
import '../work/pages.css';
import './sync.css';

/** Where the line to the centre stands, in words, and what can be done about it. */
export default function SyncPage() {
  const status = useCall('sync.status', {}, { refetchInterval: 10_000 });
  const now = useAct('sync.now', ['sync.status', 'sync.problems', 'status']);
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
        </div>
        {data.state === 'none' ? null : (
          <Button type="primary" size="large" loading={now.isPending} onClick={() => now.mutate({})}>
            立即上报
          </Button>
        )}
      </section>
      <ErrorNote error={now.error} />
      <section className="figures" aria-label="上报情况">
        <Figure label="待上报" value={data.pending} meaning="已在本机存好，等待上报的条目" />
        <Figure label="被拒" value={data.rejected} meaning="中心没有接受，原因见下" alarm={data.rejected > 0} />
        <Figure
          label="有冲突"
          value={data.conflicts}
          meaning="两处同时办理了同一步，需核定"
          alarm={data.conflicts > 0}
        />
        <div className="figure">
          <div className="figure-label">上次上报成功</div>
          <div className="figure-text">{lastSuccess(data)}</div>
          <div className="figure-meaning">
            {data.lastError ? `最近一次的问题：${messageOf(data.lastError)}` : '以中心的确认为准'}
          </div>
        </div>
      </section>
      <StandingNote />
      <Problems />
      <Bundles />
      <Rulebooks />
      <CentreForm status={data} />
    </div>
  );
}
