import { AutoComplete } from 'antd';
import { type ReactNode, useId } from 'react';
import { useCall } from '../../queries.ts';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  problem?: string | undefined;
  hint?: ReactNode;
  required?: boolean;
  autoFocus?: boolean;
}

/** A person's name: of this station's officers, or any name typed. At most 120 characters. */
export function OfficerName({ label, value, onChange, problem, hint, required = true, autoFocus = false }: Props) {
  const id = useId();
  const officers = useCall('session.officers', {});
  const names = (officers.data ?? []).filter((one) => one.active).map((one) => one.name);
  const typed = value.trim();
  return (
    <div className="form-field">
      <label htmlFor={id}>
        {label}
        {required ? null : <span className="quiet">（可不填）</span>}
      </label>
      <AutoComplete
        id={id}
        value={value}
        autoFocus={autoFocus}
        options={[...new Set(names)].filter((name) => name.includes(typed)).map((name) => ({ value: name }))}
        onChange={(name: string) => onChange(name)}
        maxLength={120}
        placeholder="选择，或直接写姓名"
        defaultActiveFirstOption={false}
        getPopupContainer={() => document.querySelector('main') ?? document.body}
        aria-describedby={`${id}-words`}
      />
      <div className="form-words" id={`${id}-words`}>
        {problem ? <span className="form-problem">{problem}</span> : null}
        {hint}
      </div>
    </div>
  );
}
