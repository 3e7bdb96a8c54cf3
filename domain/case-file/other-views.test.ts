import { expect, it } from 'vitest';
import { ChainBuilder } from '../../tests/builders/entries.ts';
import { viewsOfOtherLives } from './other-views.ts';
import { seenBy } from './seen.ts';

const hall = new ChainBuilder('TH03');
const office = new ChainBuilder('TH04');
const unit = new ChainBuilder('TH05');
const first = hall.register();
const { caseId } = first;
const textsOf = (entry: Parameters<typeof viewsOfOtherLives>[0], before: Parameters<typeof viewsOfOtherLives>[1]) =>
  [...viewsOfOtherLives(entry, before)].map(({ notes }) => notes.map(({ text }) => text).join(''));
/** What the views hold, whatever the order in them. */
const contentsOf = (...asked: Parameters<typeof textsOf>) => [
  ...new Set(
    [...viewsOfOtherLives(...asked)].map(({ notes }) =>
      notes
        .map(({ text }) => text)
        .sort()
        .join(''),
    ),
  ),
];

it('are beginnings of every chain, together as many as the writer had seen, whatever their order is now', () => {
  const [a, b] = [hall.note(caseId, '甲', 1), hall.note(caseId, '乙', 1)];
  const [c, d] = [office.note(caseId, '丙', 1), office.note(caseId, '丁', 1)];
  const built = unit.note(caseId, '依据丙写的', 2);
  expect(seenBy(built, [first, a, b, c, d])?.notes.map(({ text }) => text)).toEqual(['甲']);
  expect(contentsOf(built, [first, a, b, c, d])).toEqual(['甲', '丙', '']);
  const later = { ...built, baseRevision: 4 };
  expect(contentsOf(later, [first, a, b, c, d]).slice(0, 2)).toEqual(['丙乙甲', '丁丙甲']);
  // The likeliest first: in the order that there is now.
  expect(textsOf(later, [first, a, b, c, d]).slice(0, 2)).toEqual(['甲乙丙', '甲丙丁']);
});

it('hold what two decided in either order: the other one may have been first then (seed 3346)', () => {
  const mine = hall.add('accepted', caseId, { category: 'general', noticeNumber: 'TH03-1' }, { baseRevision: 1 });
  const theirs = office.add('accepted', caseId, { category: 'complex', noticeNumber: 'TH04-1' }, { baseRevision: 1 });
  const built = hall.note(caseId, '依据两份受理写的', 3);
  const categories = [...viewsOfOtherLives(built, [first, mine, theirs])].map(({ category }) => category);
  expect(categories[0]).toBe('general');
  expect(new Set(categories)).toEqual(new Set(['general', 'complex']));
});

it('hold what the writer wrote before, and more of the others where that stood refused', () => {
  const own = unit.note(caseId, '自己的', 1);
  const heard = hall.note(caseId, '听到的', 1);
  const next = unit.note(caseId, '再写', 2);
  expect(contentsOf(next, [first, heard, own])).toEqual(['自己的', '听到的自己的']);
  expect(textsOf(next, [first, heard, own]).slice(0, 2)).toEqual(['自己的', '听到的自己的']);
});

it('hold fewer than were counted, behind all others: some have not come again yet (seeds 90853, 99834)', () => {
  const [heard, lost] = [hall.note(caseId, '听到的', 1), hall.note(caseId, '还没回来', 1)];
  const unheard = office.note(caseId, '没听到的', 1);
  const built = unit.note(caseId, '依据两条写的', 3);
  expect(contentsOf(built, [first, heard, unheard])[0]).toBe('听到的没听到的');
  expect(contentsOf(built, [first, heard, unheard])).toContain('听到的');
  expect(contentsOf(built, [first, heard, lost, unheard])[0]).toBe('听到的还没回来');
});

it('are not looked for without end', () => {
  const chains = ['TH06', 'TH07', 'TH08'].map((code) => new ChainBuilder(code));
  const notes = (chain: ChainBuilder, length: number) => Array.from({ length }, () => chain.note(caseId, '备注', 1));
  const some = [first, ...chains.flatMap((chain) => notes(chain, 20))];
  expect(textsOf(unit.note(caseId, '再写', 40), some).length).toBeLessThan(250);
  const before = [first, ...chains.flatMap((chain) => notes(chain, 60))];
  expect(textsOf(unit.note(caseId, '再写', 90), before).length).toBeLessThan(100);
  // More ways to take their beginnings than anybody could look through, and each too long to be put into other orders.
  const many = Array.from({ length: 12 }, (_, n) => new ChainBuilder(`TH${20 + n}`)).flatMap((chain) =>
    notes(chain, 20),
  );
  expect(textsOf(unit.note(caseId, '再写', 120), [first, ...many]).length).toBeLessThan(100);
});
