import { useEffect, useRef } from 'react';
import type { PrintJob } from '../../../domain/contract/printing.ts';
import { AskLine } from '../printing/AskLine.tsx';
import { useAskedHere } from '../printing/askedHere.ts';
import { jobWords, waitingSince } from '../printing/jobWords.ts';
import { PrintTag } from '../printing/PrintTag.tsx';
import '../printing/printing.css';
import { StandInButton } from '../printing/StandInButton.tsx';
import { standInFor } from '../printing/standIn.ts';
import { useCall } from '../queries.ts';

export type SavedJob = PrintJob & { title?: string };

export function titleOf(job: SavedJob): string {
  return job.title ?? (job.width === 'a4' ? '登记表' : '登记小票');
}

/** How far each paper of the saved case is; what only a person can tell is asked and answered right here. */
export function SavedJobs({
  jobs,
  shown,
  onShow,
  onSettled,
}: {
  jobs: readonly SavedJob[];
  /** The job whose paper stands beside. */
  shown: string | null;
  onShow: (jobId: string) => void;
  /** The last question was answered. */
  onSettled: () => void;
}) {
  const status = useCall('status', {});
  const printers = status.data?.printers ?? [];
  const asking = jobs.filter((job) => job.state === 'unconfirmed');
  useAskedHere(asking.length > 0);
  const asked = useRef(0);
  useEffect(() => {
    if (asked.current > 0 && asking.length === 0) onSettled();
    asked.current = asking.length;
  }, [asking.length, onSettled]);
  const heldUp = jobs.find((job) => standInFor(job, printers))?.id;

  return (
    <ul className="saved-jobs" aria-label="打印情况" aria-live="polite">
      {jobs.map((job) => {
        const other = standInFor(job, printers);
        const trouble = jobWords(job);
        return (
          <li key={job.id} className="saved-job">
            <button
              type="button"
              className="button button-small"
              aria-pressed={job.id === shown}
              onClick={() => onShow(job.id)}
            >
              {titleOf(job)}
              {job.copy > 0 ? `（补打第${job.copy}次）` : ''}
            </button>
            <PrintTag job={job} />
            {trouble === '' ? null : (
              <span className="saved-trouble">
                {status.data ? waitingSince(job, status.data.now) : ''} {trouble}
              </span>
            )}
            {other ? (
              <StandInButton jobId={job.id} title={titleOf(job)} printer={other.name} keyed={job.id === heldUp} />
            ) : null}
            {job.state === 'unconfirmed' ? (
              <AskLine jobId={job.id} title={titleOf(job)} keyed={job.id === asking[0]?.id} />
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
