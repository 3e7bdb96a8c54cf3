import { Input } from 'antd';
import { type ReactNode, useId } from 'react';

interface WritingProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  problem?: string | undefined;
  hint?: ReactNode;
  max?: number;
  rows?: number;
  required?: boolean;
  autoFocus?: boolean;
  /** Shown but not to be changed now. */
  readOnly?: boolean;
}

/** A labelled place to write, with its counter once it gets long and the refusal beside it. */
export function Writing({
  label,
  value,
  onChange,
  problem,
  hint,
  max = 4_000,
  rows = 3,
  required = true,
  autoFocus = false,
  readOnly = false,
}: WritingProps) {
  const id = useId();
  return (
    <div className="form-field">
      <label htmlFor={id}>
        {label}
        {required ? null : <span className="quiet">（可不填）</span>}
      </label>
      <Input.TextArea
        id={id}
        value={value}
        autoFocus={autoFocus}
        readOnly={readOnly}
        autoSize={{ minRows: rows, maxRows: 8 }}
        status={problem ? 'error' : ''}
        aria-required={required}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-words`}
        onChange={(event) => onChange(event.target.value)}
      />
      <div className="form-words" id={`${id}-words`}>
        {problem ? <span className="form-problem">{problem}</span> : null}
        {value.length > max ? <span className="form-problem">超出 {value.length - max} 字，请删减</span> : null}
        {hint}
        {value.length > max * 0.8 ? (
          <span className="quiet">
            {value.length} / {max}
          </span>
        ) : null}
      </div>
    </div>
  );
}

interface PicksProps<T extends string> {
  legend: string;
  name: string;
  value: T | null;
  options: { value: T; label: ReactNode; more?: ReactNode; disabled?: boolean }[];
  onChange: (value: T) => void;
  problem?: string | undefined;
  hint?: ReactNode;
  /** Side by side instead of one below the other. */
  inline?: boolean;
  autoFocus?: boolean;
  /** Labels and what stands behind them in columns. */
  aligned?: boolean;
}

/** One of several, nothing chosen beforehand; arrow keys walk, the whole line can be clicked. */
export function Picks<T extends string>({
  legend,
  name,
  value,
  options,
  onChange,
  problem,
  hint,
  inline = false,
  autoFocus = false,
  aligned = false,
}: PicksProps<T>) {
  return (
    <fieldset className={`picks ${inline ? 'picks-inline' : ''} ${aligned ? 'picks-aligned' : ''}`}>
      <legend>{legend}</legend>
      {hint ? <div className="form-words">{hint}</div> : null}
      <div className="picks-list">
        {options.map((option, at) => (
          <label key={option.value} className="pick" data-chosen={option.value === value || undefined}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              disabled={option.disabled}
              // biome-ignore lint/a11y/noAutofocus: the panel was opened by the officer's own key, and this is where work goes on
              autoFocus={autoFocus && at === 0}
              onChange={() => onChange(option.value)}
            />
            <span className="pick-words">
              <span className="pick-label">{option.label}</span>
              {option.more ? <span className="pick-more">{option.more}</span> : null}
            </span>
          </label>
        ))}
      </div>
      {problem ? <div className="form-problem">{problem}</div> : null}
    </fieldset>
  );
}

/** Whether a required text is there and not too long. */
export function written(text: string, max = 4_000): boolean {
  return text.trim() !== '' && text.length <= max;
}
