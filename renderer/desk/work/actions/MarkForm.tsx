import { Input } from 'antd';
import { useId } from 'react';
import { Picks, Writing, written } from '../parts/form.tsx';
import type { FormProps } from './formProps.ts';
import { useTyped } from './useTyped.ts';

interface Typed {
  consequence: string | null;
  subject: string;
  reason: string;
}

/** 记入考核: which consequence of the text, whom it concerns, and on what ground. */
export function MarkForm({ offer, file, regime, submit, problem, buttons }: FormProps) {
  const id = useId();
  const { state } = file;
  const [typed, type] = useTyped<Typed>(state.caseId, offer.key, {
    consequence: null,
    subject: state.assignment?.unit.name ?? state.record.respondent.unit,
    reason: '',
  });
  const { consequence, subject, reason } = typed;
  const trouble = problem('subject');
  return (
    <form
      onSubmit={(event) => {
        if (consequence) submit(event, { type: 'mark', consequence, subject, reason });
        else event.preventDefault();
      }}
    >
      <Picks
        legend="制度规定的情形"
        name="consequence"
        autoFocus
        value={consequence}
        problem={problem('consequence')}
        options={(regime.profile.consequences ?? []).map((one) => ({
          value: one.id,
          label: one.effect,
          more: one.source && one.source !== one.effect ? `“${one.source}”` : null,
        }))}
        onChange={(value) => type({ consequence: value })}
      />
      <div className="form-field">
        <label htmlFor={id}>记在谁名下（单位、窗口或人员）</label>
        <Input
          id={id}
          value={subject}
          maxLength={200}
          status={trouble ? 'error' : ''}
          onChange={(event) => type({ subject: event.target.value })}
        />
        {trouble ? <div className="form-problem">{trouble}</div> : null}
      </div>
      <Writing
        label="依据的事实"
        value={reason}
        rows={2}
        max={1_000}
        problem={problem('reason')}
        onChange={(text) => type({ reason: text })}
      />
      {state.marks.length > 0 ? (
        <p className="quiet">
          本案已记：
          {state.marks.map((mark) => `${mark.subject}（${effectOf(mark.consequence)}）`).join('；')}
        </p>
      ) : null}
      {buttons(consequence !== null && written(subject, 200) && written(reason, 1_000))}
    </form>
  );

  function effectOf(known: string): string {
    return regime.profile.consequences?.find((one) => one.id === known)?.effect ?? known;
  }
}
