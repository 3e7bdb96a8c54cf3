import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useAct } from '../queries.ts';

/** One's own PIN. */
export function PinSection() {
  const change = useAct('settings.changePin');
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const differs = again !== '' && again !== next;

  async function submit(event: FormEvent) {
    event.preventDefault();
    const done = await change.mutateAsync({ oldPin: old, newPin: next }).catch(() => null);
    if (!done) return;
    setOld('');
    setNext('');
    setAgain('');
  }

  return (
    <section className="panel" id="settings-pin" aria-labelledby="pin-title">
      <h2 id="pin-title">修改 PIN</h2>
      <form className="pin-form" onSubmit={(event) => void submit(event)}>
        <Pin label="现在的 PIN" value={old} onChange={setOld} />
        <Pin label="新 PIN" value={next} onChange={setNext} words="6位数字，不用连续或相同的数字" />
        <Pin label="再输一遍" value={again} onChange={setAgain} problem={differs ? '两次输入的不一样' : ''} />
        <Button
          htmlType="submit"
          loading={change.isPending}
          disabled={old === '' || next === '' || again === '' || differs}
        >
          修改
        </Button>
      </form>
      <ErrorNote error={change.error} />
      {change.isSuccess ? (
        <p role="status" className="saved-words">
          PIN 已修改，下次登录用新的 PIN。
        </p>
      ) : null}
    </section>
  );
}

interface PinProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  words?: string;
  problem?: string;
}

export function Pin({ label, value, onChange, words = '', problem = '' }: PinProps) {
  const id = `pin-${label}`;
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}</label>
      <Input.Password
        id={id}
        value={value}
        inputMode="numeric"
        autoComplete="off"
        maxLength={32}
        visibilityToggle={false}
        status={problem ? 'error' : ''}
        aria-describedby={`${id}-words`}
        onChange={(event) => onChange(event.target.value)}
      />
      <div className="form-words" id={`${id}-words`}>
        {problem ? <span className="form-problem">{problem}</span> : <span className="quiet">{words}</span>}
      </div>
    </div>
  );
}
