import { useRef } from 'react';
import type { InputOf } from '../../../domain/contract/procedures.ts';
import { useAct } from '../queries.ts';

type Order = Omit<InputOf<'print.enqueue'>, 'requestId'>;

/**
 * Orders a paper. Until it is known what became of an order, pressing again is the same order: a second click, or one more
 * try after the core did not answer, never gives a second paper.
 */
export function useOrder() {
  const act = useAct('print.enqueue', ['case.get', 'print.jobs', 'status']);
  const open = useRef(new Map<string, string>());
  return {
    error: act.error,
    /** The document that is being ordered now. */
    busy: act.isPending ? act.variables.document : null,
    order(paper: Order): void {
      const key = JSON.stringify([paper.caseId, paper.document, paper.width]);
      const requestId = open.current.get(key) ?? crypto.randomUUID();
      open.current.set(key, requestId);
      act.mutate({ ...paper, requestId }, { onSuccess: () => open.current.delete(key) });
    },
  };
}
