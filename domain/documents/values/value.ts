import type { Strokes } from '../../contract/signature.ts';
import type { DocumentContext } from '../context.ts';
import { chineseTime } from '../wording.ts';

/** One word of the closed vocabulary: how a field of a form gets what stands in it. All texts are ready for reading. */
export interface FormValue {
  /** What stands there; empty while it did not happen. */
  text(context: DocumentContext): string;
  /** Takes the paper's whole width: it may be long, or a hand needs room. */
  whole?: boolean;
  /** Lines kept free for a hand while the text is empty. */
  room?: number;
  /** A line at the lower right: who wrote it and when, or where to sign. */
  foot?(context: DocumentContext): string;
  signature?(context: DocumentContext): Strokes | null;
}

export type FormValues = Record<string, FormValue>;

export const short = (text: FormValue['text']): FormValue => ({ text });
export const whole = (text: FormValue['text'], more: Omit<FormValue, 'text' | 'whole'> = {}): FormValue => ({
  text,
  whole: true,
  ...more,
});

export const timeOf = (stamp: { at: string } | null | undefined): string => (stamp ? chineseTime(stamp.at) : '');
export const nameOfStamp = (stamp: { by: { name: string } } | null | undefined): string => stamp?.by.name ?? '';

/** Whether a box before some words is ticked. */
export const tick = (ticked: boolean, words: string): string => `${ticked ? '☑' : '□'}${words}`;
