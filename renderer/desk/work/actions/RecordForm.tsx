import { Input } from 'antd';
import { useId } from 'react';
import { isDate } from '../../../../domain/calendar/dates.ts';
import type { Step } from '../../../../domain/regimes/profile-schema.ts';
import { date, dateTime, nowIso } from '../../format.ts';
import { answerLines } from '../casefile/entryLines.ts';
import { Picks, Writing } from '../parts/form.tsx';
import type { FormProps } from './formProps.ts';
import { OfficerName } from './OfficerName.tsx';
import { useTyped } from './useTyped.ts';

type StepField = NonNullable<Step['fields']>[number];
type Answers = Record<string, string | boolean>;

/** Longest name or date; a text may be as long as the contract lets it. */
const LONGEST = { text: 4_000, person: 120, date: 10, choice: 4_000, boolean: 0 } as const;

/** A step that the regime wants on record: its own fields, in its own words. */
export function RecordForm({ offer, file, regime, submit, problem, buttons }: FormProps) {
  const step = regime.profile.workflow.find((one) => one.step === offer.step);
  const fields = step?.fields ?? [];
  const [answers, answer] = useTyped<Answers>(file.state.caseId, offer.key, {});
  const earlier = file.state.steps[offer.step ?? ''] ?? [];
  const given = Object.fromEntries(
    fields.flatMap(({ id }): [string, string | boolean][] => {
      const value = answers[id];
      return value === undefined || (typeof value === 'string' && value.trim() === '') ? [] : [[id, value]];
    }),
  );
  const ready = fields.every((field) => {
    const value = given[field.id];
    if (value === undefined) return !field.required;
    if (typeof value === 'boolean') return true;
    return field.type === 'date' ? isDate(value) : value.length <= LONGEST[field.type];
  });
  return (
    <form
      onSubmit={(event) => {
        if (offer.step) submit(event, { type: 'record', step: offer.step, values: given });
        else event.preventDefault();
      }}
    >
      {earlier.length > 0 ? (
        <section className="form-earlier" aria-label="先前的记录">
          <strong>先前已记 {earlier.length} 次</strong>
          <ul>
            {earlier.map((mark) => (
              <li key={mark.at}>
                {dateTime(mark.at)} {mark.by.name}
                {answerLines(regime, offer.step ?? '', mark.values).map((line) => `　${line.label}：${line.text}`)}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {fields.length === 0 ? <p>这一步没有要填的内容，记下即为办理，时间和办理人写入案卷。</p> : null}
      <div className="form-columns">
        {fields.map((field, at) => (
          <Field
            key={field.id}
            field={field}
            first={at === 0}
            value={answers[field.id]}
            problem={problem(`values.${field.id}`)}
            onChange={(value) => answer({ [field.id]: value })}
          />
        ))}
      </div>
      {buttons(ready)}
    </form>
  );
}

interface FieldProps {
  field: StepField;
  first: boolean;
  value: string | boolean | undefined;
  problem: string | undefined;
  onChange: (value: string | boolean) => void;
}

function Field({ field, first, value, problem, onChange }: FieldProps) {
  const text = typeof value === 'string' ? value : '';
  switch (field.type) {
    case 'text':
      return (
        <div className="form-whole">
          <Writing
            label={field.label}
            value={text}
            rows={1}
            required={field.required}
            autoFocus={first}
            problem={problem}
            onChange={onChange}
          />
        </div>
      );
    case 'date':
      return <DateField field={field} first={first} value={text} problem={problem} onChange={onChange} />;
    case 'person':
      return (
        <OfficerName
          label={field.label}
          value={text}
          required={field.required}
          autoFocus={first}
          problem={problem}
          onChange={onChange}
        />
      );
    case 'boolean':
      return (
        <Picks
          legend={field.required ? field.label : `${field.label}（可不选）`}
          name={field.id}
          inline
          autoFocus={first}
          value={value === true ? 'yes' : value === false ? 'no' : null}
          problem={problem}
          options={[
            { value: 'yes', label: '是' },
            { value: 'no', label: '否' },
          ]}
          onChange={(answer) => onChange(answer === 'yes')}
        />
      );
    case 'choice':
      return (
        <div className="form-whole">
          <Picks
            legend={field.required ? field.label : `${field.label}（可不选）`}
            name={field.id}
            inline
            autoFocus={first}
            value={text === '' ? null : text}
            problem={problem}
            options={(field.choices ?? []).map((choice) => ({ value: choice, label: choice }))}
            onChange={onChange}
          />
        </div>
      );
  }
}

function DateField({ field, first, value, problem, onChange }: FieldProps & { value: string }) {
  const id = useId();
  const wrong = value !== '' && !isDate(value);
  return (
    <div className="form-field">
      <label htmlFor={id}>
        {field.label}
        {field.required ? null : <span className="quiet">（可不填）</span>}
      </label>
      <div className="form-row">
        <Input
          id={id}
          autoFocus={first}
          value={value}
          maxLength={10}
          placeholder="yyyy-MM-dd"
          inputMode="numeric"
          style={{ width: '10em' }}
          status={problem || wrong ? 'error' : ''}
          aria-describedby={`${id}-words`}
          onChange={(event) => onChange(event.target.value.trim())}
        />
        <button type="button" className="button button-small" onClick={() => onChange(date(nowIso()))}>
          今天
        </button>
      </div>
      <div className="form-words" id={`${id}-words`}>
        {problem ? <span className="form-problem">{problem}</span> : null}
        {wrong ? <span className="form-problem">写成 yyyy-MM-dd，例如 2026-12-01。</span> : null}
      </div>
    </div>
  );
}
