import type { DocumentContext, DocumentProfile } from './context.ts';
import type { Cell } from './model.ts';
import { endingValues } from './values/ending.ts';
import { handlingValues } from './values/handling.ts';
import { ownField, recordValues } from './values/record.ts';
import { stepValue } from './values/step.ts';
import type { FormValue, FormValues } from './values/value.ts';

/**
 * The closed vocabulary of what may stand in a field of a form. Besides these words there are three with a part of the
 * regime behind the colon: `field:<intake field>`, `record:<step>` (all that was recorded) and `record:<step>.<field>`.
 * Several words joined by `|` are the first that has something to say; when none has, the last one's room for a hand.
 */
const formValues: FormValues = { ...recordValues, ...handlingValues, ...endingValues };

export const formValueNames: readonly string[] = Object.keys(formValues);

const alternatives = (expression: string): string[] => expression.split('|').map((name) => name.trim());

/** Why a value of a profile's form leads nowhere; null when every word of it is known. */
export function formValueFault(
  expression: string,
  profile: Pick<DocumentProfile, 'workflow' | 'intake'>,
): string | null {
  for (const name of alternatives(expression)) {
    const [word, rest] = splitOnce(name, ':');
    if (rest === null) {
      if (!Object.hasOwn(formValues, name)) return `没有这个文书取值：${name}`;
    } else if (word === 'field') {
      if (!profile.intake?.fields.some((field) => field.id === rest)) return `没有这个登记项目：${rest}`;
    } else if (word === 'record') {
      const [step, field] = splitOnce(rest, '.');
      const found = profile.workflow?.find((one) => one.step === step);
      if (!found) return `没有这个步骤：${step}`;
      if (field !== null && !found.fields?.some((one) => one.id === field)) return `步骤${step}没有这个项目：${field}`;
    } else return `没有这个文书取值：${name}`;
  }
  return null;
}

/** Ids of the steps whose records a field's value tells. */
export function stepsTold(expression: string): string[] {
  return alternatives(expression).flatMap((name) => {
    const [word, rest] = splitOnce(name, ':');
    return word === 'record' && rest !== null ? [splitOnce(rest, '.')[0]] : [];
  });
}

function valueNamed(name: string): FormValue {
  const [word, rest] = splitOnce(name, ':');
  if (word === 'field' && rest !== null) return ownField(rest);
  if (word === 'record' && rest !== null) return stepValue(...splitOnce(rest, '.'));
  const known = Object.hasOwn(formValues, name) ? formValues[name] : undefined;
  // A profile with an unknown word is refused when it is read; a blank field is all that is left to say here.
  return known ?? { whole: true, room: 2, text: () => '' };
}

/** One field as it stands on the paper. */
export function fieldCell(label: string, expression: string, context: DocumentContext): Cell & { whole: boolean } {
  const values = alternatives(expression).map(valueNamed);
  const chosen = values.find((value) => value.text(context) !== '') ?? values.at(-1);
  if (!chosen) return { label, value: '', whole: true };
  const foot = chosen.foot?.(context) ?? '';
  const signature = chosen.signature?.(context) ?? null;
  return {
    label,
    value: chosen.text(context),
    whole: values.some((value) => value.whole === true),
    ...(chosen.room === undefined ? {} : { room: chosen.room }),
    ...(foot === '' ? {} : { foot }),
    ...(signature === null ? {} : { signature }),
  };
}

/** The text of a value alone: a cell of a register, a number under a title. */
export function fieldText(expression: string, context: DocumentContext): string {
  return fieldCell('', expression, context).value;
}

function splitOnce(text: string, mark: string): [string, string | null] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}
