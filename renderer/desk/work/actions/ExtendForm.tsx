import { Button, Input } from 'antd';
import { useId } from 'react';
import { nowIso } from '../../format.ts';
import { Writing, written } from '../parts/form.tsx';
import type { FormProps } from './formProps.ts';
import { judgePromise, workingDaysFromNow } from './promisedDate.ts';
import { useTyped } from './useTyped.ts';

const STEPS = [3, 5, 7, 10];
const MEANS = ['已电话告知', '已当面告知', '已短信告知'];

/** 承诺延期: the date promised, why, and how the complainant was told. */
export function ExtendForm({ file, submit, problem, buttons }: FormProps) {
  const id = useId();
  const now = nowIso();
  const [typed, type] = useTyped(file.state.caseId, 'extend', { promisedDate: '', reason: '', notified: '' });
  const advice = judgePromise(typed.promisedDate, now);
  const trouble = problem('promisedDate');
  return (
    <form onSubmit={(event) => submit(event, { type: 'extend', ...typed })}>
      <div className="form-field">
        <label htmlFor={id}>承诺办结的日期</label>
        <div className="form-row">
          <Input
            id={id}
            autoFocus
            value={typed.promisedDate}
            maxLength={10}
            placeholder="yyyy-MM-dd"
            inputMode="numeric"
            style={{ width: '10em' }}
            status={trouble ? 'error' : advice.warning ? 'warning' : ''}
            aria-describedby={`${id}-words`}
            onChange={(event) => type({ promisedDate: event.target.value.trim() })}
          />
          {STEPS.map((amount) => (
            <Button key={amount} onClick={() => type({ promisedDate: workingDaysFromNow(amount, now) })}>
              {amount} 个工作日后
            </Button>
          ))}
        </div>
        <div className="form-words" id={`${id}-words`} aria-live="polite">
          {trouble ? <span className="form-problem">{trouble}</span> : null}
          <span className={advice.warning ? 'form-warning' : ''}>{advice.words}</span>
        </div>
      </div>
      <Writing
        label="不能按时办结的原因"
        value={typed.reason}
        rows={2}
        problem={problem('reason')}
        onChange={(reason) => type({ reason })}
      />
      <Writing
        label="怎样告知诉求人和交办单位"
        value={typed.notified}
        rows={1}
        max={500}
        problem={problem('notified')}
        hint={
          typed.notified === ''
            ? MEANS.map((words) => (
                <Button key={words} size="small" onClick={() => type({ notified: words })}>
                  {words}
                </Button>
              ))
            : null
        }
        onChange={(notified) => type({ notified })}
      />
      {buttons(!advice.blocked && written(typed.reason) && written(typed.notified, 500))}
    </form>
  );
}
