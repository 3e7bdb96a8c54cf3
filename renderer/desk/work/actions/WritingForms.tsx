import { Writing, written } from '../parts/form.tsx';
import type { FormProps } from './formProps.ts';
import { useTyped } from './useTyped.ts';

/** The forms that are one place to write. */

/** 初步调查 */
export function InvestigateForm({ file, submit, problem, buttons }: FormProps) {
  const [typed, type] = useTyped(file.state.caseId, 'investigate', { text: '' });
  return (
    <form onSubmit={(event) => submit(event, { type: 'investigate', text: typed.text })}>
      <Writing
        label="初步调查情况"
        hint="向谁了解、看到什么、窗口怎么说，如实写。"
        value={typed.text}
        rows={4}
        autoFocus
        problem={problem('text')}
        onChange={(text) => type({ text })}
      />
      {buttons(written(typed.text))}
    </form>
  );
}

/** 回复意见 */
export function ReplyForm({ file, submit, problem, buttons }: FormProps) {
  const [typed, type] = useTyped(file.state.caseId, 'reply', { opinion: '' });
  return (
    <form onSubmit={(event) => submit(event, { type: 'reply', opinion: typed.opinion })}>
      <Writing
        label="办理情况和答复意见"
        hint="写给诉求人看得懂的话：查明了什么，怎么处理，以后怎么办。"
        value={typed.opinion}
        rows={4}
        max={8_000}
        autoFocus
        problem={problem('opinion')}
        onChange={(opinion) => type({ opinion })}
      />
      {buttons(written(typed.opinion, 8_000))}
    </form>
  );
}

/** 归档 */
export function ArchiveForm({ file, submit, problem, buttons }: FormProps) {
  const [typed, type] = useTyped(file.state.caseId, 'archive', { note: '' });
  return (
    <form onSubmit={(event) => submit(event, { type: 'archive', note: typed.note })}>
      <Writing
        label="归档说明"
        hint="例如纸质材料存放的位置。"
        value={typed.note}
        required={false}
        max={2_000}
        autoFocus
        problem={problem('note')}
        onChange={(note) => type({ note })}
      />
      {buttons(typed.note.length <= 2_000)}
    </form>
  );
}

/** 备注 */
export function NoteForm({ file, submit, problem, buttons }: FormProps) {
  const [typed, type] = useTyped(file.state.caseId, 'note', { text: '' });
  return (
    <form onSubmit={(event) => submit(event, { type: 'note', text: typed.text })}>
      <Writing
        label="备注内容"
        value={typed.text}
        autoFocus
        problem={problem('text')}
        onChange={(text) => type({ text })}
      />
      {buttons(written(typed.text))}
    </form>
  );
}
