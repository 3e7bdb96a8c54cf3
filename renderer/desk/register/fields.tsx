import { type ReactNode, useId } from 'react';
import { Icon } from '../pieces/Icon.tsx';
import { RareNote } from '../pieces/RareNote.tsx';
import { changeField, type Intake, setError } from './intake-store.ts';
import { textAt } from './path.ts';

export interface FieldProps {
  intake: Intake;
  path: string;
  label: string;
  /** Columns of the section's twelve. */
  span: number;
  must?: boolean;
  hint?: string;
}

export interface TextFieldProps extends FieldProps {
  max: number;
  placeholder?: string;
  list?: string;
  inputMode?: 'numeric' | 'tel' | 'text';
  rows?: number;
  /** Looks at the text when the field is left; the sentence it gives stands beside the field. */
  check?: (value: string) => string | null;
  onLeave?: (value: string) => void;
  className?: string;
  /** Stands on paper as a name does: a character that no font has is named under the field. */
  onPaper?: boolean;
}

/** One text field of the record: label, input, and the sentence that says what is wrong with it. */
export function TextField(props: TextFieldProps) {
  const { intake, path, label, span, must, max, rows, hint, check, onLeave, className } = props;
  const id = useId();
  const value = textAt(intake.record, path);
  const error = intake.errors[path];
  const input = {
    id,
    value,
    maxLength: max,
    'data-path': path,
    className: 'input',
    placeholder: props.placeholder,
    autoComplete: 'off',
    spellCheck: false,
    'aria-required': must || undefined,
    'aria-invalid': error ? true : undefined,
    'aria-describedby': error ? `${id}-error` : hint ? `${id}-hint` : undefined,
    onChange: (event: { target: { value: string } }) => changeField(path, event.target.value),
    // What stands in the field, not what was last drawn: the two differ for an officer who is faster than the page.
    onBlur: (event: { target: { value: string } }) => {
      const left = event.target.value;
      if (check) setError(path, left === '' ? null : check(left));
      onLeave?.(left);
    },
  };
  return (
    <div className={`field span-${span} ${className ?? ''}`}>
      <Label htmlFor={id} must={must ?? false} counter={value.length > max * 0.9 ? `${value.length}/${max}` : null}>
        {label}
      </Label>
      {rows ? (
        <textarea rows={rows} {...input} />
      ) : (
        <input type="text" list={props.list} inputMode={props.inputMode} {...input} />
      )}
      {hint && !error ? (
        <span className="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      ) : null}
      <FieldErrorText id={`${id}-error`} text={error} />
      {props.onPaper ? <RareNote text={value} /> : null}
    </div>
  );
}

export function Label({
  htmlFor,
  id,
  must,
  counter,
  children,
}: {
  htmlFor?: string;
  id?: string;
  must: boolean;
  counter?: string | null;
  children: ReactNode;
}) {
  const content = (
    <>
      {children}
      {must ? (
        <span className="field-must" aria-hidden="true">
          {' '}
          *
        </span>
      ) : null}
      {counter ? <span className="field-counter"> {counter}</span> : null}
    </>
  );
  if (htmlFor) {
    return (
      <label className="field-label" htmlFor={htmlFor}>
        {content}
      </label>
    );
  }
  return (
    <span className="field-label" id={id}>
      {content}
    </span>
  );
}

export function FieldErrorText({ id, text }: { id: string; text: string | undefined }) {
  if (!text) return null;
  return (
    <span className="field-error" id={id} role="alert">
      <Icon name="alert" size={14} />
      {text}
    </span>
  );
}

export interface Choice<T extends string> {
  value: T;
  label: string;
}

/** A radio group drawn as a row of words; arrow keys walk it, Enter goes on. */
export function ChoiceField<T extends string>({
  intake,
  path,
  label,
  span,
  must = false,
  choices,
  onChoose,
}: FieldProps & { choices: readonly Choice<T>[]; onChoose?: (value: T) => void }) {
  const id = useId();
  const value = textAt(intake.record, path);
  return (
    <div className={`field span-${span}`} role="radiogroup" aria-labelledby={id} data-path={path}>
      <Label id={id} must={must}>
        {label}
      </Label>
      <span className="choices">
        {choices.map((choice) => (
          <label className="choice" key={choice.value}>
            <input
              type="radio"
              name={path}
              value={choice.value}
              checked={value === choice.value}
              onChange={() => {
                changeField(path, choice.value);
                onChoose?.(choice.value);
              }}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </span>
      <FieldErrorText id={`${id}-error`} text={intake.errors[path]} />
    </div>
  );
}

export function SelectField<T extends string>({
  intake,
  path,
  label,
  span,
  must = false,
  options,
}: FieldProps & { options: readonly Choice<T>[] }) {
  const id = useId();
  const error = intake.errors[path];
  return (
    <div className={`field span-${span}`}>
      <Label htmlFor={id} must={must}>
        {label}
      </Label>
      <select
        id={id}
        className="input"
        data-path={path}
        value={textAt(intake.record, path)}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={(event) => changeField(path, event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <FieldErrorText id={`${id}-error`} text={error} />
    </div>
  );
}

/** One titled part of the form; the title stands upright at the left to save lines. */
export function Section({ title, children, tall = false }: { title: string; children: ReactNode; tall?: boolean }) {
  const id = useId();
  return (
    <section className={tall ? 'section section-tall' : 'section'} aria-labelledby={id}>
      <h2 className="section-title" id={id}>
        {title}
      </h2>
      <div className="section-grid">{children}</div>
    </section>
  );
}
