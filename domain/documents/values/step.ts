import { answersInOrder } from '../../regimes/answers-in-order.ts';
import type { DocumentContext } from '../context.ts';
import { HAND_SIGNATURE, officerFoot } from '../parts.ts';
import { visible, visibleLine } from '../visible.ts';
import { answer, chineseTime } from '../wording.ts';
import { type FormValue, whole } from './value.ts';

/** `2026-03-04` is a date that somebody entered; people read it as one. */
const words = (value: string | boolean): string => visible(answer(value));

function recorded({ state, profile }: DocumentContext, step: string): string {
  const fields = profile.workflow?.find((one) => one.step === step)?.fields ?? [];
  const labels = new Map(fields.map((field) => [field.id, field.label]));
  const marks = state.steps[step] ?? [];
  return marks
    .map((mark) => {
      const answers = answersInOrder(fields, mark.values).filter(([, value]) => value !== '');
      const lines = answers.map(([id, value]) => `${visibleLine(labels.get(id) ?? id)}：${words(value)}`);
      const when = marks.length > 1 ? `（${chineseTime(mark.at)}　${mark.by.name}）` : '';
      return `${lines.join('\n') || `${visibleLine(mark.name)}，已办`}${when}`;
    })
    .join('\n');
}

/**
 * What a step on record holds.
 *
 * @param field one of its fields, of the last time it was written; null: all of them, of every time
 */
export function stepValue(step: string, field: string | null): FormValue {
  return whole(
    (context) => {
      if (field === null) return recorded(context, step);
      const value = context.state.steps[step]?.at(-1)?.values[field];
      return value === undefined ? '' : words(value);
    },
    {
      room: 2,
      foot: ({ state }) => {
        const last = state.steps[step]?.at(-1);
        return last ? officerFoot(last) : HAND_SIGNATURE;
      },
    },
  );
}
