import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useCall } from '../queries.ts';
import { PageTitle } from '../work/parts/PageTitle.tsx';
import { AskPaper } from './AskPaper.tsx';
import { useAskedHere } from './askedHere.ts';
import { JobTable } from './JobTable.tsx';
import { PrinterTable } from './PrinterTable.tsx';
import '../work/pages.css';
import './printing.css';

const PAGE = 50;

/** What was sent to paper and what became of it; questions that only a person can answer stand on top. */
export default function PrintingPage() {
  const [shown, setShown] = useState(PAGE);
  const jobs = useCall('print.jobs', { caseId: null, limit: Math.min(shown, 200) }, { keep: true });
  // The oldest first, as the papers lie in the tray.
  const asking = (jobs.data ?? []).filter((job) => job.state === 'unconfirmed').reverse();
  useAskedHere(asking.length > 0);
  return (
    <div className="page printing">
      <PageTitle>打印</PageTitle>
      {asking.length > 0 ? (
        <section className="panel" aria-labelledby="asking-title">
          <h2 id="asking-title">待确认（{asking.length}）</h2>
          {asking.map((job, at) => (
            <AskPaper key={job.id} job={job} keyed={at === 0} />
          ))}
        </section>
      ) : null}
      <PrinterTable />
      <section className="panel" aria-labelledby="jobs-title">
        <h2 id="jobs-title">打印记录</h2>
        {jobs.isPending ? <Skeleton active title={false} paragraph={{ rows: 6, width: '100%' }} /> : null}
        <ErrorNote error={jobs.error} action={<Button onClick={() => jobs.refetch()}>重试</Button>} />
        {jobs.data ? <JobTable jobs={jobs.data} /> : null}
        {jobs.data && jobs.data.length >= shown && shown < 200 ? (
          <Button onClick={() => setShown((n) => n + PAGE)}>更多</Button>
        ) : null}
      </section>
    </div>
  );
}
