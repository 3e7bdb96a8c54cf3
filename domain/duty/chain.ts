import type { Entry } from '../contract/entries.ts';
import type { Profile } from '../regimes/profile-schema.ts';

/** What somebody did at one link: when, who, to whom, with what result. */
export interface LinkDone {
  /** ISO 8601 with offset. */
  at: string;
  by: string;
  to: string[];
  /** The other answers, `label：answer`. */
  result: string[];
}

/** One link of the chain (接、报、传、跟); nothing done while it is open. */
export interface DutyLink {
  step: string;
  name: string;
  done: LinkDone[];
}

/**
 * The chain of a case as the duty log tells it: the registration, then every step that the regime keeps for those on duty,
 * in the order of its text. Empty where the regime keeps none.
 */
export function dutyChain(profile: Profile, entries: readonly Entry[]): DutyLink[] {
  const steps = profile.workflow.filter((step) => step.restricted === true);
  if (steps.length === 0) return [];
  const taken = entries.flatMap((entry): LinkDone[] =>
    entry.kind === 'registered'
      ? [{ at: entry.payload.record.received_at, by: entry.actor.name, to: [], result: [] }]
      : [],
  );
  const links = steps.map((step): DutyLink => {
    const fields = step.fields ?? [];
    const done = entries.flatMap((entry): LinkDone[] => {
      if (entry.kind !== 'recorded' || entry.payload.step !== step.step) return [];
      const answers = fields.flatMap((field) => {
        const value = entry.payload.values[field.id];
        if (value === undefined || value === '') return [];
        return [{ field, words: typeof value === 'boolean' ? (value ? '是' : '否') : value }];
      });
      return [
        {
          at: entry.wallTime,
          by: entry.actor.name,
          to: answers.filter(({ field }) => field.type === 'person').map(({ words }) => words),
          result: answers
            .filter(({ field }) => field.type !== 'person')
            .map(({ field, words }) => `${field.label}：${words}`),
        },
      ];
    });
    return { step: step.step, name: step.name, done };
  });
  return [
    { step: 'registered', name: '接（接到并登记）', done: taken },
    ...links.filter((link) => link.step !== 'receive'),
  ];
}
