import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import type { OutputOf } from '../../../domain/contract/procedures.ts';
import { call } from '../client.ts';
import { dateTime } from '../format.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { PaperView } from '../pieces/PaperView.tsx';
import { useAct } from '../queries.ts';
import { jobWords } from './jobWords.ts';

export type ListedJob = OutputOf<'print.jobs'>[number];

/** 纸出来了吗？ Nobody knows but the person at the printer; nothing prints twice by itself. */
export function AskPaper({ job }: { job: ListedJob }) {
  const yes = useAct('print.answer', ['print.jobs', 'status', 'case.get']);
  const no = useMutation({
    mutationFn: async () => {
      await call('print.answer', { jobId: job.id, paperCameOut: false });
      await call('print.enqueue', {
        caseId: job.caseId,
        document: job.document,
        width: job.width,
        requestId: crypto.randomUUID(),
      });
    },
  });
  const title = `${job.title} ${job.number}`;
  return (
    <section className="ask-paper" aria-label={`${title}：纸出来了吗？`}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the paper is longer than its frame, and the keyboard scrolls it */}
      <section className="ask-picture" aria-label={`${job.title}的样子`} tabIndex={0}>
        <PaperView caseId={job.caseId} document={job.document} width={job.width} title={job.title} jobId={job.id} />
      </section>
      <div className="ask-words">
        <h3>纸出来了吗？</h3>
        <p>
          <strong>{job.title}</strong>　<span className="number">{job.number}</span>
          <br />
          <span className="quiet">{dateTime(job.createdAt)} 送出</span>
        </p>
        <p>{jobWords(job) || '打印机没有回答是否出纸。请看一眼出纸口，对照左边的样子。'}</p>
        <div className="ask-buttons">
          <Button
            type="primary"
            size="large"
            loading={yes.isPending}
            disabled={no.isPending}
            onClick={() => yes.mutate({ jobId: job.id, paperCameOut: true })}
          >
            出来了
          </Button>
          <Button size="large" loading={no.isPending} disabled={yes.isPending} onClick={() => no.mutate()}>
            没有出来，补打
          </Button>
        </div>
        <ErrorNote error={yes.error ?? no.error} />
      </div>
    </section>
  );
}
