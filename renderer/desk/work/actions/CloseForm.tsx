import { Button } from 'antd';
import {
  OUTCOME_WORDS,
  type Outcome,
  outcomes,
  VERIFICATION_WORDS,
  type Verification,
  verifications,
} from '../../../../domain/contract/commands.ts';
import { Picks, Writing, written } from '../parts/form.tsx';
import type { FormProps } from './formProps.ts';
import { useTyped } from './useTyped.ts';

/** 结案: what came of it, and whether it was true. Satisfaction is never a condition. */
export function CloseForm({ file, submit, problem, buttons }: FormProps) {
  const [typed, type] = useTyped<{ outcome: Outcome | null; verified: Verification | null; summary: string }>(
    file.state.caseId,
    'close',
    { outcome: null, verified: null, summary: '' },
  );
  const { outcome, verified, summary } = typed;
  const source = file.state.feedback?.result ?? file.state.reply?.opinion;
  return (
    <form
      onSubmit={(event) => {
        if (outcome && verified) submit(event, { type: 'close', outcome, verified, summary });
        else event.preventDefault();
      }}
    >
      <Picks
        legend="办理结果"
        name="outcome"
        inline
        autoFocus
        value={outcome}
        problem={problem('outcome')}
        options={outcomes.map((value) => ({ value, label: OUTCOME_WORDS[value] }))}
        onChange={(value) => type({ outcome: value })}
      />
      <Picks
        legend="反映的情况是否属实"
        name="verified"
        inline
        value={verified}
        problem={problem('verified')}
        options={verifications.map((value) => ({ value, label: VERIFICATION_WORDS[value] }))}
        onChange={(value) => type({ verified: value })}
      />
      <Writing
        label="办结情况"
        value={summary}
        rows={2}
        max={8_000}
        problem={problem('summary')}
        hint={
          source && summary.trim() === '' ? (
            <Button size="small" onClick={() => type({ summary: source })}>
              引用已反馈的结果
            </Button>
          ) : null
        }
        onChange={(text) => type({ summary: text })}
      />
      {buttons(outcome !== null && verified !== null && written(summary, 8_000))}
    </form>
  );
}
