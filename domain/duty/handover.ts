import type { FieldError } from '../contract/errors.ts';

/** What is open at a desk when a shift ends, by id. */
export interface OpenThings {
  cases: readonly string[];
  drafts: readonly string[];
  /** Running minute clocks, `caseId limitId`. */
  timers: readonly string[];
  /** Items of the regime's handover list (交接事项). */
  items: readonly string[];
}

/** What the two officers say they went through; an item is answered in words. */
export interface Handed {
  seenCases: readonly string[];
  seenDrafts: readonly string[];
  seenTimers: readonly string[];
  items: readonly { id: string; text: string }[];
}

/** What a handover would drop: one error a list, and one an unanswered item. Empty when nothing is lost. */
export function handoverFaults(open: OpenThings, handed: Handed): FieldError[] {
  const answered = new Set(handed.items.filter((item) => item.text.trim() !== '').map((item) => item.id));
  const unseen = (path: string, ids: readonly string[], seen: readonly string[]): FieldError[] => {
    const known = new Set(seen);
    return ids.every((id) => known.has(id)) ? [] : [{ path, code: 'invalid' }];
  };
  return [
    ...unseen('seenCases', open.cases, handed.seenCases),
    ...unseen('seenDrafts', open.drafts, handed.seenDrafts),
    ...unseen('seenTimers', open.timers, handed.seenTimers),
    ...open.items
      .filter((id) => !answered.has(id))
      .map((id): FieldError => ({ path: `items.${id}`, code: 'required' })),
  ];
}

/** Name of a running clock in a handover. */
export function timerKey(timer: { caseId: string; limitId: string }): string {
  return `${timer.caseId} ${timer.limitId}`;
}
