import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useCall } from '../queries.ts';
import { PageTitle } from '../work/parts/PageTitle.tsx';
import '../work/pages.css';
import './duty.css';
import { DutyLog } from './DutyLog.tsx';
import { HandoverHistory } from './HandoverHistory.tsx';
import { NowPanel } from './NowPanel.tsx';
import { RosterPanel } from './RosterPanel.tsx';

const TABS = [
  { id: 'now', word: '当班与交班' },
  { id: 'log', word: '接报传跟' },
  { id: 'roster', word: '值班表' },
  { id: 'history', word: '交接记录' },
] as const;
type Tab = (typeof TABS)[number]['id'];

/** 值班: who is here and what the next shift takes over, the roster, and the handovers that were signed. */
export default function DutyPage() {
  const shift = useCall('duty.get', {});
  const log = useCall('duty.log', {});
  const [tab, setTab] = useState<Tab>('now');
  if (shift.isPending) return <Skeleton active className="page" paragraph={{ rows: 10, width: '100%' }} />;
  if (shift.error) {
    return (
      <div className="page">
        <ErrorNote error={shift.error} action={<Button onClick={() => shift.refetch()}>重试</Button>} />
      </div>
    );
  }
  return (
    <div className="page duty">
      <header className="duty-head">
        <PageTitle>值班</PageTitle>
        <div className="choices" role="radiogroup" aria-label="值班的各部分">
          {TABS.filter(({ id }) => id !== 'log' || log.data?.kept).map(({ id, word }) => (
            <label className="choice" key={id}>
              <input type="radio" name="duty-tab" checked={tab === id} onChange={() => setTab(id)} />
              <span>{word}</span>
            </label>
          ))}
        </div>
      </header>
      {tab === 'now' ? <NowPanel view={shift.data} /> : null}
      {tab === 'log' ? <DutyLog /> : null}
      {tab === 'roster' ? <RosterPanel /> : null}
      {tab === 'history' ? <HandoverHistory view={shift.data} /> : null}
    </div>
  );
}
