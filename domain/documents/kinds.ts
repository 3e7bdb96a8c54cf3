import type { CaseState } from '../case-file/state.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { DocumentKind, PaperWidth } from '../contract/printing.ts';
import { assignmentSlip } from './assignment-slip.ts';
import type { DocumentContext } from './context.ts';
import { feedbackRecord } from './feedback-record.ts';
import type { PrintableDocument } from './model.ts';
import { acceptanceNotice, refusalNotice } from './notices.ts';
import { registrationForm } from './registration-form.ts';
import { registrationSlip } from './registration-slip.ts';

export interface DocumentKindInfo {
  id: DocumentKind;
  title: string;
  /** Papers it can be given on, the usual one first. */
  widths: readonly PaperWidth[];
  /** Only for those who read the duty log. */
  restricted?: boolean;
  /** Why the paper cannot be given out yet; null when it can. */
  available(state: CaseState): ErrorCode | null;
  build(context: DocumentContext): PrintableDocument;
}

const when = (ready: unknown): ErrorCode | null => (ready ? null : 'document_unavailable');

export const documentKinds: readonly DocumentKindInfo[] = [
  {
    id: 'registration_slip',
    title: '登记回执单',
    widths: ['80', '58', 'a4'],
    available: () => null,
    build: registrationSlip,
  },
  {
    id: 'registration_form',
    title: '登记表',
    widths: ['a4', '80', '58'],
    available: () => null,
    build: registrationForm,
  },
  {
    id: 'acceptance_notice',
    title: '受理通知书',
    widths: ['a4', '80', '58'],
    available: (state) => when(state.accepted),
    build: acceptanceNotice,
  },
  {
    id: 'refusal_notice',
    title: '不予受理通知书',
    widths: ['a4', '80', '58'],
    available: (state) => when(state.refused),
    build: refusalNotice,
  },
  {
    id: 'assignment_slip',
    title: '转办单',
    widths: ['a4', '80', '58'],
    available: (state) => when(state.assignment),
    build: assignmentSlip,
  },
  {
    id: 'feedback_record',
    title: '反馈记录',
    widths: ['a4', '80', '58'],
    available: (state) => when(state.feedback),
    build: feedbackRecord,
  },
];

/** The paper with this id; undefined when the desk gives out no such paper. */
export function documentKind(id: string): DocumentKindInfo | undefined {
  return documentKinds.find((kind) => kind.id === id);
}
