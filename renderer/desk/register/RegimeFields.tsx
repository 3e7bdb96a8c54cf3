import { useId } from 'react';
import { RECORD_LIMITS } from '../../../domain/contract/record.ts';
import type { RegimeView } from '../../../domain/contract/views/station.ts';
import { FieldErrorText, Label, TextField } from './fields.tsx';
import { changeField, type Intake } from './intake-store.ts';
import type { SectionProps } from './PersonSection.tsx';
import { readPath } from './path.ts';

/** Fields of the complainant that the form always shows; any other that a regime names is shown with the regime's own. */
const COMMON = new Set(
  ['name', 'id_no', 'phone', 'address', 'gender', 'contact_person'].map((id) => `complainant.${id}`),
);

/** A question to which the answer is yes or no, by the way the regime words it. */
const YES_NO = /^是否|要求不?公开/;
/** 公开/不公开: the label itself names both answers. */
const EITHER_OR = /(公开)\/(不\1)/;

/** What only this regime asks for, drawn from its data. */
export function RegimeFields({ intake, regime, must }: SectionProps & { regime: RegimeView }) {
  const own = regime.fields.filter(
    ({ path, required }) =>
      path !== null &&
      required !== 'system' &&
      (path.startsWith('fields.') || (/^complainant\.[a-z_]+$/.test(path) && !COMMON.has(path))),
  );
  return own.map(({ id, label, path }) =>
    path === null ? null : YES_NO.test(label) ? (
      <YesNoField key={id} intake={intake} path={path} label={label} must={must(path)} />
    ) : (
      <TextField
        key={id}
        intake={intake}
        path={path}
        label={label}
        span={4}
        max={path.startsWith('fields.') ? RECORD_LIMITS.field : RECORD_LIMITS.line}
        must={must(path)}
      />
    ),
  );
}

/** 未问 is an answer of its own here: silence must not be written down as a no. */
function YesNoField({ intake, path, label, must }: { intake: Intake; path: string; label: string; must: boolean }) {
  const id = useId();
  const value = readPath(intake.record, path);
  const error = intake.errors[path];
  const [, yes = '是', no = '否'] = EITHER_OR.exec(label) ?? [];
  return (
    <div className="field span-4">
      <Label htmlFor={id} must={must}>
        {label}
      </Label>
      <select
        id={id}
        className="input"
        data-path={path}
        value={typeof value === 'boolean' ? String(value) : ''}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={({ target }) => changeField(path, target.value === '' ? undefined : target.value === 'true')}
      >
        <option value="">还没有问</option>
        <option value="true">{yes}</option>
        <option value="false">{no}</option>
      </select>
      <FieldErrorText id={`${id}-error`} text={error} />
    </div>
  );
}
