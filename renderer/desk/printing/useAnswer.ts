import type { CallError } from '../client.ts';
import { refreshAfter, useAct } from '../queries.ts';

export interface Answer {
  busy: boolean;
  /** What was refused; not that somebody had answered already, which comes to the same. */
  error: CallError | null;
  cameOut: () => void;
  /** None came out: a 补打 is ordered in the same step. */
  printAgain: () => void;
}

/** The answer to 纸出来了吗？ for one job. However often it is pressed, it is given once. */
export function useAnswer(jobId: string): Answer {
  const act = useAct('print.answer', ['print.jobs', 'status', 'case.get']);
  const give = (paperCameOut: boolean): void => {
    if (act.isPending) return;
    act.mutate(
      { jobId, paperCameOut, reprint: !paperCameOut },
      { onError: () => refreshAfter({ type: 'print', jobId }) },
    );
  };
  return {
    busy: act.isPending,
    error: act.error?.code === 'already_done' ? null : act.error,
    cameOut: () => give(true),
    printAgain: () => give(false),
  };
}
