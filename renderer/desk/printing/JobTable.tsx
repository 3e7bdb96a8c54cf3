import { Button } from 'antd';
import type { StatusView } from '../../../domain/contract/views/station.ts';
import { dateTime } from '../format.ts';
import { hrefOf } from '../frame/router.ts';
import { Empty } from '../pieces/Empty.tsx';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useAct, useCall } from '../queries.ts';
import type { ListedJob } from './AskPaper.tsx';
import { jobWords, waitingSince } from './jobWords.ts';
import { PrintTag } from './PrintTag.tsx';
import { WIDTH_WORDS } from './printerWords.ts';
import { StandInButton } from './StandInButton.tsx';
import { standInFor } from './standIn.ts';
import { useOrder } from './useOrder.ts';

/** Every print and what became of it, with what can still be done about it. */
export function JobTable({ jobs }: { jobs: readonly ListedJob[] }) {
  const status = useCall('status', {});
  const cancel = useAct('print.cancel', ['print.jobs', 'status', 'case.get']);
  const again = useOrder();
  if (jobs.length === 0) {
    return (
      <Empty icon="printer" title="还没有打印过">
        登记时按 Ctrl+Enter 保存并打印，小票和登记表会列在这里。
      </Empty>
    );
  }
  const printers = status.data?.printers ?? [];
  const keyed = jobs.find((job) => standInFor(job, printers))?.id;
  return (
    <>
      <ErrorNote error={cancel.error ?? again.error} />
      <table className="list-table job-table">
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
              <td className="list-words">
                <Said job={job} status={status.data} />
              </td>
              <td>
                <span className="job-acts">
                  <StandIn job={job} printers={printers} keyed={job.id === keyed} />
                  {job.state === 'queued' ? (
                    <Button
                      size="small"
                      aria-label={`取消 打印${job.title} ${job.number}`}
                      disabled={cancel.isPending && cancel.variables.jobId === job.id}
                      onClick={() => cancel.mutate({ jobId: job.id })}
                    >
                      取消
                    </Button>
                  ) : null}
                  {job.state === 'confirmed' || job.state === 'failed' ? (
                    <Button
                      size="small"
                      aria-label={`补打 ${job.title} ${job.number}`}
                      disabled={again.busy !== null}
                      onClick={() => again.order({ caseId: job.caseId, document: job.document, width: job.width })}
                    >
                      补打
                    </Button>
                  ) : null}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** What is wrong with a job, and since when it waits for its printer. */
function Said({ job, status }: { job: ListedJob; status: StatusView | undefined }) {
  const since = status ? waitingSince(job, status.now) : '';
  return (
    <>
      {since === '' ? null : <strong className="job-since">{since}　</strong>}
      {jobWords(job)}
    </>
  );
}

function StandIn({ job, printers, keyed }: { job: ListedJob; printers: StatusView['printers']; keyed: boolean }) {
  const other = standInFor(job, printers);
  if (!other) return null;
  return <StandInButton jobId={job.id} title={`${job.title} ${job.number}`} printer={other.name} keyed={keyed} />;
}
