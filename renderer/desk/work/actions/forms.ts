import type { ReactNode } from 'react';
import type { CommandType } from '../../../../domain/contract/commands.ts';
import { ArchiveForm } from './ArchiveForm.tsx';
import { AssignForm } from './AssignForm.tsx';
import { CloseForm } from './CloseForm.tsx';
import { AcceptForm, ApproveForm, ReclassifyForm, RefuseForm } from './DecisionForms.tsx';
import { DecideExtensionForm, ExtendForm, RequestExtensionForm } from './ExtensionForms.tsx';
import { FeedbackForm } from './FeedbackForm.tsx';
import { FollowUpForm } from './FollowUpForm.tsx';
import type { FormProps } from './formProps.ts';
import { RedoForm, ReturnForm } from './HandingBackForms.tsx';
import { MarkForm } from './MarkForm.tsx';
import { MergeForm } from './MergeForm.tsx';
import { RecordForm } from './RecordForm.tsx';
import { RecuseForm } from './RecuseForm.tsx';
import { UrgeForm } from './UrgeForm.tsx';
import { ContributeForm, InvestigateForm, NoteForm, ReplyForm } from './WritingForms.tsx';

/** The form of each action; complete, so that an action without one does not compile. A conflict has a page of its own. */
export const FORMS: Record<Exclude<CommandType, 'settle'>, (props: FormProps) => ReactNode> = {
  accept: AcceptForm,
  refuse: RefuseForm,
  investigate: InvestigateForm,
  approve: ApproveForm,
  assign: AssignForm,
  contribute: ContributeForm,
  reply: ReplyForm,
  feed_back: FeedbackForm,
  close: CloseForm,
  archive: ArchiveForm,
  extend: ExtendForm,
  request_extension: RequestExtensionForm,
  decide_extension: DecideExtensionForm,
  record: RecordForm,
  reclassify: ReclassifyForm,
  return: ReturnForm,
  redo: RedoForm,
  urge: UrgeForm,
  follow_up: FollowUpForm,
  recuse: RecuseForm,
  merge: MergeForm,
  mark: MarkForm,
  note: NoteForm,
};
