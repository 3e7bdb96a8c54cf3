import { useEffect } from 'react';
import { CallError, setSession } from '../client.ts';
import { queryClient } from '../queries.ts';

/** Throws away what was asked in the name of the officer who leaves. */
export function forgetSession(): void {
  setSession(null);
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'setup.status' });
}

/**
 * Watches for the core saying `not_signed_in`: the session ended there (restart, time), so the screen goes back to
 * sign-in. What was being typed stays in this window and on disk.
 */
export function useSessionEnd(onEnd: () => void): void {
  useEffect(() => {
    const isEnd = (error: unknown): boolean => error instanceof CallError && error.code === 'not_signed_in';
    const stopQueries = queryClient.getQueryCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error' && isEnd(event.action.error)) onEnd();
    });
    const stopActs = queryClient.getMutationCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error' && isEnd(event.action.error)) onEnd();
    });
    return () => {
      stopQueries();
      stopActs();
    };
  }, [onEnd]);
}
