import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { type FeedbackMeans, feedbackMeans, MEANS_WORDS } from '../../../../domain/contract/commands.ts';
import { SATISFACTION_WORDS, type Satisfaction, satisfactionLevels } from '../../../../domain/contract/words.ts';
import { useCall } from '../../queries.ts';
import { Reminders } from '../../register/Say.tsx';
import { Picks, Writing, written } from '../parts/form.tsx';
import type { FormProps } from './formProps.ts';
import { SigningStep } from './SigningStep.tsx';
import { useTyped } from './useTyped.ts';

type Answer = Satisfaction | 'declined';
interface Typed {
  means: FeedbackMeans | null;
  result: string;
  satisfaction: Answer | null;
  taskId: string | null;
  signed: boolean;
}

const MEANS_MORE: Partial<Record<FeedbackMeans, string>> = {
  in_person: '诉求人在第二屏核对、签字、评价',
  phone: '作电话记录，注明满意度',
  impossible: '匿名或没有联系方式',
};

/** 反馈: how, what was said, and what the citizen thinks of it. In person the citizen signs and rates without the officer. */
export function FeedbackForm({ file, submit, problem, buttons }: FormProps) {
  const { caseId, record, reply } = file.state;
  const [typed, type] = useTyped<Typed>(caseId, 'feed_back', {
    means: null,
    result: '',
    satisfaction: null,
    taskId: null,
    signed: false,
  });
  const { means, result, satisfaction, taskId, signed } = typed;
  const form = useRef<HTMLFormElement>(null);
  const regime = useCall('intake.regime', {});
  // Once the citizen has signed, the officer's next key is the one that records it.
  useEffect(() => {
    if (signed) form.current?.querySelector<HTMLElement>('button[type=submit]')?.focus();
  }, [signed]);
  const anonymous = record.complainant.type === 'anonymous';
  const signs = means === 'in_person' && !anonymous;
  const asks = means !== null && means !== 'impossible' && !signs;
  const mustRate = means === 'phone' || means === 'in_person';
  const ready = means !== null && written(result, 8_000) && (!mustRate || satisfaction !== null) && (!signs || signed);
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        if (!means) return event.preventDefault();
        const rated = means === 'impossible' ? null : satisfaction;
        const task = signs && taskId ? { signingTaskId: taskId } : {};
        submit(event, { type: 'feed_back', means, result, satisfaction: rated, ...task });
      }}
    >
      {regime.data ? <Reminders regime={regime.data} when="feedback" /> : null}
      <Picks
        legend="反馈方式"
        name="means"
        inline
        autoFocus
        value={means}
        problem={problem('means')}
        hint={anonymous ? '匿名件没有联系方式的，选“无法反馈”留痕即可办结。' : null}
        options={feedbackMeans.map((value) => ({ value, label: MEANS_WORDS[value], more: MEANS_MORE[value] }))}
        onChange={(value) => type({ means: value, satisfaction: null })}
      />
      <Writing
        label={means === 'impossible' ? '无法反馈的原因和办理结果' : '反馈的办理结果'}
        value={result}
        rows={3}
        max={8_000}
        readOnly={signs && taskId !== null}
        problem={problem('result')}
        hint={
          reply && result.trim() === '' ? (
            <Button size="small" onClick={() => type({ result: reply.opinion })}>
              引用承办单位的回复
            </Button>
          ) : null
        }
        onChange={(text) => type({ result: text })}
      />
      {signs ? (
        <SigningStep
          caseId={caseId}
          result={result}
          ready={written(result, 8_000)}
          problem={problem('signature') ?? problem('satisfaction')}
          taskId={taskId}
          onStart={(task) => type({ taskId: task, signed: false, satisfaction: null })}
          onSigned={(rated) => type({ signed: true, satisfaction: rated })}
          onDropped={() => type({ taskId: null, signed: false, satisfaction: null })}
        />
      ) : null}
      {asks ? (
        <Picks
          legend="诉求人的评价"
          name="satisfaction"
          inline
          value={satisfaction}
          problem={problem('satisfaction')}
          hint="请诉求人自己说，如实记录；不愿评价的选“不评价”。"
          options={[...satisfactionLevels, 'declined' as const].map((value) => ({
            value,
            label: SATISFACTION_WORDS[value],
          }))}
          onChange={(value) => type({ satisfaction: value })}
        />
      ) : null}
      {buttons(ready)}
    </form>
  );
}
