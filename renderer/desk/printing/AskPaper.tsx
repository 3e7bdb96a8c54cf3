import type { OutputOf } from '../../../domain/contract/procedures.ts';
import { dateTime } from '../format.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { PaperView } from '../pieces/PaperView.tsx';
import { AskButtons } from './AskLine.tsx';
import { useAltKeys } from './altKeys.ts';
import { jobWords } from './jobWords.ts';
import { useAnswer } from './useAnswer.ts';

export type ListedJob = OutputOf<'print.jobs'>[number];

/** 纸出来了吗？ Nobody knows but the person at the printer; nothing prints twice by itself. The first card has the keys. */
export function AskPaper({ job, keyed }: { job: ListedJob; keyed: boolean }) {
  const answer = useAnswer(job.id);
  useAltKeys(keyed ? { y: answer.cameOut, n: answer.printAgain } : {});
  const title = `${job.title} ${job.number}`;
  return (
    <section className="ask-paper" aria-label={`${title}：纸出来了吗？`}>
      <div className="ask-picture">
        <PaperView caseId={job.caseId} document={job.document} width={job.width} title={job.title} jobId={job.id} />
      </div>
      <div className="ask-words">
        <h3>纸出来了吗？</h3>
        <p>
          <strong>{job.title}</strong>　<span className="number">{job.number}</span>
          <br />
          <span className="quiet">{dateTime(job.createdAt)} 送出</span>
        </p>
        <p>{jobWords(job) || '打印机没有回答是否出纸。请看一眼出纸口，对照左边的样子。'}</p>
        <AskButtons answer={answer} keyed={keyed} large />
        <p className="quiet">补打的纸上印有“补打”和次数，案卷里也有记录。</p>
        <ErrorNote error={answer.error} />
      </div>
    </section>
  );
}
