import { type CaseProjection, NO_DUE } from '../../db/cases.ts';
import type { CaseState } from '../../domain/case-file/state.ts';
import { sampleRecord } from '../harness/samples.ts';

/** The row of a case that was just registered, with what a test changes of it; its id is its number. */
export function caseRow(caseId: string, columns: Partial<CaseProjection> = {}): CaseProjection {
  return {
    caseId,
    number: caseId,
    kind: 'complaint',
    channel: 'in_person',
    status: 'registered',
    urgency: 'normal',
    complainantType: 'named',
    complainantName: '样例',
    respondent: '',
    summary: '',
    registeredAt: '2026-03-02T09:42:10.000+08:00',
    stationId: 'TH03',
    revision: 1,
    open: true,
    conflict: false,
    dueAt: NO_DUE,
    nextRoles: ',ducha,',
    nextStation: '*',
    recused: '',
    yellowAt: NO_DUE,
    state: { attachments: [], number: caseId, record: sampleRecord('tanghe-01') } as Partial<CaseState> as CaseState,
    ...columns,
  };
}
