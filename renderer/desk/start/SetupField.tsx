import { useId } from 'react';
import { Icon } from '../pieces/Icon.tsx';
import type { SetupErrors, SetupForm } from './setup-form.ts';

export interface SetupFieldProps {
  form: SetupForm;
  errors: SetupErrors;
  name: Exclude<keyof SetupForm, 'roles' | 'printer' | 'width'>;
  label: string;
  put: (change: Partial<SetupForm>) => void;
  must?: boolean;
  hint?: string;
  type?: 'text' | 'password';
  upper?: boolean;
  max?: number;
}

/** One line of the first-run form. */
export function SetupField({
  form,
  errors,
  name,
  label,
  put,
  must,
  hint,
  type = 'text',
  upper,
  max = 200,
}: SetupFieldProps) {
  const id = useId();
  const error = errors[name];
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
        {must ? (
          <span className="field-must" aria-hidden="true">
            {' '}
            *
          </span>
        ) : null}
      </label>
      <input
        id={id}
        className="input"
        type={type}
        name={name}
        autoComplete="off"
        maxLength={max}
        value={form[name]}
        aria-required={must || undefined}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : hint ? `${id}-hint` : undefined}
        onChange={({ target }) => put({ [name]: upper ? target.value.toUpperCase() : target.value })}
      />
      {error ? (
        <span className="field-error" id={`${id}-error`} role="alert">
          <Icon name="alert" size={14} />
          {error}
        </span>
      ) : hint ? (
        <span className="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      ) : null}
    </div>
  );
}
