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

it('are beginnings of every chain, together as many as the writer had seen, whatever their order is now', () => {
  const [a, b] = [hall.note(caseId, '甲', 1), hall.note(caseId, '乙', 1)];
  const [c, d] = [office.note(caseId, '丙', 1), office.note(caseId, '丁', 1)];
  const built = unit.note(caseId, '依据丙写的', 2);
  expect(seenBy(built, [first, a, b, c, d])?.notes.map(({ text }) => text)).toEqual(['甲']);
  expect(textsOf(built, [first, a, b, c, d])).toEqual(['甲', '丙']);
  expect(textsOf({ ...built, baseRevision: 4 }, [first, a, b, c, d])).toEqual(['甲乙丙', '甲丙丁']);
});

it('hold what the writer wrote before, and more of the others where that stood refused', () => {
  const own = unit.note(caseId, '自己的', 1);
  const heard = hall.note(caseId, '听到的', 1);
  const next = unit.note(caseId, '再写', 2);
  expect(textsOf(next, [first, heard, own])).toEqual(['自己的', '听到的自己的']);
});

it('are not looked for without end', () => {
  const chains = ['TH06', 'TH07', 'TH08'].map((code) => new ChainBuilder(code));
  const before = [first, ...chains.flatMap((chain) => Array.from({ length: 60 }, () => chain.note(caseId, '备注', 1)))];
  expect(textsOf(unit.note(caseId, '再写', 90), before).length).toBeLessThan(100);
});
