import fc from 'fast-check';
import { expect, it } from 'vitest';
import { handoverFaults } from './handover.ts';

it('refuses a handover exactly when one of the open things was left out or one item not answered', () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { maxLength: 5 });
  const lists = fc.tuple(names, names, names, names);
  fc.assert(
    fc.property(lists, fc.nat(), (all, pick) => {
      const [cases, drafts, timers, items] = all;
      const open = { cases, drafts, timers, items };
      const handed = {
        seenCases: cases,
        seenDrafts: drafts,
        seenTimers: timers,
        items: items.map((id) => ({ id, text: '完好' })),
      };
      expect(handoverFaults(open, handed)).toEqual([]);
      const total = all.flat().length;
      if (total === 0) return;
      // Leaves out one of all the things.
      let at = pick % total;
      const without = <T>(list: readonly T[]): T[] => {
        const here = at >= 0 && at < list.length ? at : -1;
        at -= list.length;
        return list.filter((_, i) => i !== here);
      };
      const short = {
        seenCases: without(handed.seenCases),
        seenDrafts: without(handed.seenDrafts),
        seenTimers: without(handed.seenTimers),
        items: without(handed.items),
      };
      expect(handoverFaults(open, short)).toHaveLength(1);
    }),
  );
  const blank = { seenCases: [], seenDrafts: [], seenTimers: [], items: [{ id: 'a', text: ' \u3000' }] };
  expect(handoverFaults({ cases: [], drafts: [], timers: [], items: ['a'] }, blank)).toEqual([
    { path: 'items.a', code: 'required' },
  ]);
});
