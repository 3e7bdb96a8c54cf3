import { Button, Input } from 'antd';
import { useId } from 'react';
import { judgePromise, workingDaysFromNow } from './promisedDate.ts';

const STEPS = [3, 5, 7, 10];

interface Props {
  label: string;
  /** `YYYY-MM-DD`, or what has been typed of it. */
  value: string;
  /** ISO 8601 with offset. */
  now: string;
  problem: string | undefined;
  onChange: (value: string) => void;
}

/** A date promised or asked for: typed, or so many working days from now, with what the calendar says of it. */
export function PromisedDateField({ label, value, now, problem, onChange }: Props) {
  const id = useId();
  const advice = judgePromise(value, now);
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}</label>
      <div className="form-row">
        <Input
          id={id}
          autoFocus
          value={value}
          maxLength={10}
          placeholder="yyyy-MM-dd"
          inputMode="numeric"
          style={{ width: '10em' }}
          status={problem ? 'error' : advice.warning ? 'warning' : ''}
          aria-describedby={`${id}-words`}
          onChange={(event) => onChange(event.target.value.trim())}
        />
        {STEPS.map((amount) => (
          <Button key={amount} onClick={() => onChange(workingDaysFromNow(amount, now))}>
            {amount} 个工作日后
          </Button>
        ))}
      </div>
      <div className="form-words" id={`${id}-words`} aria-live="polite">
        {problem ? <span className="form-problem">{problem}</span> : null}
        <span className={advice.warning ? 'form-warning' : ''}>{advice.words}</span>
      </div>
    </div>
  );
}
