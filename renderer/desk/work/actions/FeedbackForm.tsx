import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { type FeedbackMeans, MEANS_WORDS } from '../../../../domain/contract/commands.ts';
import type { Satisfaction } from '../../../../domain/contract/words.ts';
import { Reminders } from '../../register/Say.tsx';
import { Picks, Writing, written } from '../parts/form.tsx';
import { meansChoices } from './feedbackChoices.ts';
import type { FormProps } from './formProps.ts';
import { Rating } from './Rating.tsx';
import { SigningStep } from './SigningStep.tsx';
import { useTyped } from './useTyped.ts';

type Answer = Satisfaction | 'declined';
interface Typed {
  means: FeedbackMeans | null;
  result: string;
  satisfaction: Answer | null;
  taskId: string | null;
  signed: boolean;
  consent: boolean;
}

const MEANS_MORE: Partial<Record<FeedbackMeans, string>> = {
  in_person: '诉求人在第二屏核对、签字、评价',
  phone: '作电话记录，注明满意度',
  impossible: '匿名或没有联系方式',
};

/** 反馈: how, what was said, and what the citizen thinks of it. In person the citizen signs and rates without the officer. */
export function FeedbackForm({ file, regime, officer, submit, problem, buttons }: FormProps) {
  const { caseId, record, reply, category } = file.state;
  const [typed, type] = useTyped<Typed>(caseId, 'feed_back', {
    means: null,
    result: '',
    satisfaction: null,
    taskId: null,
    signed: false,
    consent: false,
  });
  const { means, result, satisfaction, taskId, signed, consent } = typed;
  const form = useRef<HTMLFormElement>(null);
  // Once the citizen has signed, the officer's next key is the one that records it.
  useEffect(() => {
    if (signed) form.current?.querySelector<HTMLElement>('button[type=submit]')?.focus();
  }, [signed]);
  const anonymous = record.complainant.type === 'anonymous';
  const signs = means === 'in_person' && !anonymous;
  const choices = meansChoices(regime.profile, { record, category, roles: officer?.roles ?? [] });
  const chosen = choices.find((one) => one.means === means);
  const mustConsent = chosen?.rule.consent === true;
  const asks = means !== null && means !== 'impossible' && !signs;
  const mustRate = means === 'phone' || means === 'in_person' || chosen?.rule.satisfaction === true;
  const ready =
    means !== null &&
    chosen?.against === null &&
    written(result, 8_000) &&
    (!mustRate || satisfaction !== null) &&
    (!signs || signed) &&
    (!mustConsent || consent);
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        if (!means) return event.preventDefault();
        const rated = means === 'impossible' ? null : satisfaction;
        const task = signs && taskId ? { signingTaskId: taskId } : {};
        const agreed = mustConsent ? { consent } : {};
        submit(event, { type: 'feed_back', means, result, satisfaction: rated, ...task, ...agreed });
      }}
    >
      <Reminders regime={regime} when="feedback" />
      <Picks
        legend="反馈方式"
        name="means"
        inline
        autoFocus
        value={means}
        problem={problem('means')}
        hint={anonymous ? '匿名件没有联系方式的，选“无法反馈”留痕即可办结。' : null}
        options={choices.map((one) => ({
          value: one.means,
          label: MEANS_WORDS[one.means],
          more: one.against === null ? MEANS_MORE[one.means] : null,
          disabled: one.against !== null,
        }))}
        onChange={(value) => type({ means: value, satisfaction: null, consent: false })}
      />
      <Barred choices={choices} />
      {mustConsent ? (
        <div>
          <label className="check">
            <input type="checkbox" checked={consent} onChange={(event) => type({ consent: event.target.checked })} />
            已征得诉求人同意以这种方式答复
          </label>
          <div className="form-words">
            {chosen?.rule.sources.map((sentence) => (
              <span key={sentence}>“{sentence}”</span>
            ))}
            {problem('consent') ? <span className="form-problem">{problem('consent')}</span> : null}
          </div>
        </div>
      ) : null}
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
        <Rating
          value={satisfaction}
          problem={problem('satisfaction')}
          onChange={(value) => type({ satisfaction: value })}
        />
      ) : null}
      {buttons(ready)}
    </form>
  );
}

/** The means that may not be chosen and why, each reason once. */
function Barred({ choices }: { choices: ReturnType<typeof meansChoices> }) {
  const reasons = new Map<string, string[]>();
  for (const { means, against } of choices) {
    if (against !== null) reasons.set(against, [...(reasons.get(against) ?? []), MEANS_WORDS[means]]);
  }
  if (reasons.size === 0) return null;
  return (
    <ul className="form-barred">
      {[...reasons].map(([reason, names]) => (
        <li key={reason}>
          不能选{names.join('、')}：{reason}
        </li>
      ))}
    </ul>
  );
}
