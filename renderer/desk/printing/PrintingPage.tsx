import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { dateTime } from '../format.ts';
import { go, hrefOf } from '../frame/router.ts';
import { Empty } from '../pieces/Empty.tsx';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useAct, useCall } from '../queries.ts';
import { PageTitle } from '../work/parts/PageTitle.tsx';
import { AskPaper, type ListedJob } from './AskPaper.tsx';
import { jobWords } from './jobWords.ts';
import { PrinterTest } from './PrinterTest.tsx';
import { PrintTag } from './PrintTag.tsx';
import { KIND_OF_PRINTER, placeOf, WIDTH_WORDS } from './printerWords.ts';
import '../work/pages.css';
import './printing.css';

const PAGE = 50;

/** What was sent to paper and what became of it; questions that only a person can answer stand on top. */
export default function PrintingPage() {
  const [shown, setShown] = useState(PAGE);
  const jobs = useCall('print.jobs', { caseId: null, limit: Math.min(shown, 200) }, { keep: true });
  const asking = (jobs.data ?? []).filter((job) => job.state === 'unconfirmed');
  return (
    <div className="page printing">
      <PageTitle>打印</PageTitle>
      {asking.length > 0 ? (
        <section className="panel" aria-labelledby="asking-title">
          <h2 id="asking-title">待确认（{asking.length}）</h2>
          {asking.map((job) => (
            <AskPaper key={job.id} job={job} />
          ))}
        </section>
      ) : null}
      <Printers />
      <section className="panel" aria-labelledby="jobs-title">
        <h2 id="jobs-title">打印记录</h2>
        {jobs.isPending ? <Skeleton active title={false} paragraph={{ rows: 6, width: '100%' }} /> : null}
        <ErrorNote error={jobs.error} action={<Button onClick={() => jobs.refetch()}>重试</Button>} />
        {jobs.data ? <Jobs jobs={jobs.data} /> : null}
        {jobs.data && jobs.data.length >= shown && shown < 200 ? (
          <Button onClick={() => setShown((n) => n + PAGE)}>更多</Button>
        ) : null}
      </section>
    </div>
  );
}

function Jobs({ jobs }: { jobs: readonly ListedJob[] }) {
  const cancel = useAct('print.cancel', ['print.jobs', 'status']);
  const again = useAct('print.enqueue', ['print.jobs', 'status']);
  if (jobs.length === 0) {
    return (
      <Empty icon="printer" title="还没有打印过">
        登记时按 Ctrl+Enter 保存并打印，小票和登记表会列在这里。
      </Empty>
    );
  }
  return (
    <>
      <ErrorNote error={cancel.error ?? again.error} />
      <table className="list-table">
        <thead>
          <tr>
            <th scope="col">时间</th>
            <th scope="col">文书</th>
            <th scope="col">编号</th>
            <th scope="col">纸张</th>
            <th scope="col">状态</th>
            <th scope="col" className="list-rest">
              说明
            </th>
            <th scope="col">操作</th>
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => (
            <tr key={job.id}>
              <td className="number">{dateTime(job.createdAt)}</td>
              <td>
                {job.title}
                {job.copy > 0 ? `（补打第${job.copy}次）` : ''}
              </td>
              <td className="number">
                <a href={hrefOf({ page: 'case', caseId: job.caseId })}>{job.number}</a>
              </td>
              <td>{WIDTH_WORDS[job.width]}</td>
              <td>
                <PrintTag job={job} />
              </td>
              <td className="list-words">{jobWords(job)}</td>
              <td>
                {job.state === 'queued' ? (
                  <Button
                    size="small"
                    aria-label={`取消 打印${job.title} ${job.number}`}
                    onClick={() => cancel.mutate({ jobId: job.id })}
                  >
                    取消
                  </Button>
                ) : null}
                {job.state === 'confirmed' || job.state === 'failed' ? (
                  <Button
                    size="small"
                    aria-label={`补打 ${job.title} ${job.number}`}
                    disabled={again.isPending}
                    onClick={() =>
                      again.mutate({
                        caseId: job.caseId,
                        document: job.document,
                        width: job.width,
                        requestId: crypto.randomUUID(),
                      })
                    }
                  >
                    补打
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Printers() {
  const settings = useCall('settings.get', {});
  const status = useCall('status', {});
  const printers = settings.data?.printers;
  const rows = [
    { use: '小票', printer: printers?.slip ?? null },
    { use: 'A4 文书', printer: printers?.a4 ?? null },
  ];
  return (
    <section className="panel" aria-labelledby="printers-title">
      <h2 id="printers-title">打印机</h2>
      <ErrorNote error={settings.error} />
      {settings.isPending ? <Skeleton active title={false} paragraph={{ rows: 2, width: '100%' }} /> : null}
      {printers ? (
        <table className="list-table">
          <thead>
            <tr>
              <th scope="col">用途</th>
              <th scope="col">打印机</th>
              <th scope="col">去处</th>
              <th scope="col">纸张</th>
              <th scope="col">排队</th>
              <th scope="col">测试</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ use, printer }) => {
              const live = status.data?.printers.find((one) => one.id === printer?.id);
              return (
                <tr key={use}>
                  <td>{use}</td>
                  {printer ? (
                    <>
                      <td>{printer.name}</td>
                      <td className="list-words">
                        {KIND_OF_PRINTER[printer.kind]}，{placeOf(printer)}
                      </td>
                      <td>{WIDTH_WORDS[printer.width]}</td>
                      <td>{live ? `${live.waiting} 份${live.asking > 0 ? `，待确认 ${live.asking} 份` : ''}` : '—'}</td>
                      <td>
                        <PrinterTest printer={printer} name={`${use}打印机`} />
                      </td>
                    </>
                  ) : (
                    <td colSpan={5}>
                      没有设置。　
                      <Button size="small" onClick={() => go({ page: 'settings' })}>
                        去设置
                      </Button>
                    </td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}
