import {
  keepPreviousData,
  QueryClient,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { InputOf, OutputOf, ProcedureName } from '../../domain/contract/procedures.ts';
import type { DeskEvent } from '../../domain/contract/views/station.ts';
import { CallError, call } from './client.ts';

/** The core is on this very PC: asking again is cheap, and what it refuses it refuses for good. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      networkMode: 'always',
      retry: (count, error) => error instanceof CallError && error.code === 'unreachable' && count < 3,
    },
    mutations: { networkMode: 'always' },
  },
});

export interface CallOptions {
  /** Milliseconds; only for what changes without an event. */
  refetchInterval?: number;
  enabled?: boolean;
  /** Keeps the last answer on screen while the next one (other page, other words) is on its way. */
  keep?: boolean;
}

/** Reads. The query key is `[name, input]`; events of the core make it fresh. */
export function useCall<N extends ProcedureName>(
  name: N,
  input: InputOf<N>,
  options: CallOptions = {},
): UseQueryResult<OutputOf<N>, CallError> {
  return useQuery({
    queryKey: [name, input],
    queryFn: ({ signal }): Promise<OutputOf<N>> => call(name, input, signal),
    ...(options.refetchInterval ? { refetchInterval: options.refetchInterval } : {}),
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
  });
}

/** Acts. What the act changed comes back by events; `refresh` names what must be fresh even without them. */
export function useAct<N extends ProcedureName>(name: N, refresh: readonly ProcedureName[] = []) {
  const client = useQueryClient();
  return useMutation<OutputOf<N>, CallError, InputOf<N>>({
    mutationFn: (input) => call(name, input),
    onSuccess: () => Promise.all(refresh.map((other) => client.invalidateQueries({ queryKey: [other] }))),
  });
}

const TOUCHED: Record<DeskEvent['type'], readonly ProcedureName[]> = {
  case: [
    'case.get',
    'case.conflicts',
    'worklist',
    'search',
    'duty.get',
    'duty.log',
    'duty.timers',
    'statistics',
    'statistics.cases',
    'statistics.consequences',
    'status',
  ],
  sync: [
    'sync.status',
    'sync.problems',
    'sync.quarantine',
    'sync.rulebooks',
    'case.get',
    'case.conflicts',
    'worklist',
    'status',
  ],
  backup: ['backup.get'],
  bundle: ['bundle.list', 'worklist', 'case.get'],
  print: ['print.jobs', 'case.get', 'status'],
  signing: ['signing.get', 'draft.get'],
  draft: ['draft.list', 'duty.get', 'status'],
  settings: [
    'settings.get',
    'statistics.reports',
    'worklist.today',
    'session.officers',
    'intake.regime',
    'setup.status',
    'sync.rulebooks',
    'duty.roster',
    'status',
  ],
  duty: ['duty.get', 'duty.log', 'duty.roster', 'duty.timers', 'status'],
  recompute: [
    'case.get',
    'worklist',
    'search',
    'duty.get',
    'duty.timers',
    'statistics',
    'statistics.cases',
    'statistics.consequences',
  ],
};

/** Makes fresh what an event may have changed. */
export function refreshAfter(event: DeskEvent): void {
  // On the way each window would ask for everything several times a second; at the end it asks once.
  if (event.type === 'recompute' && event.done < event.total) return;
  for (const name of TOUCHED[event.type]) void queryClient.invalidateQueries({ queryKey: [name] });
}
