import { expect, it } from 'vitest';
import { ChainBuilder } from '../../tests/builders/entries.ts';
import { seenBy } from './seen.ts';

const hall = new ChainBuilder('TH03');
const office = new ChainBuilder('TH04');
const first = hall.register();
const { caseId } = first;

it('is the case as it stood before an entry, also when that is judged again behind what its station wrote later', () => {
  const late = office.note(caseId, '先写的', 2);
  const heard = hall.note(caseId, '它见过的', 1);
  const later = office.note(caseId, '后写的', 3);
  expect(seenBy(late, [first, heard, later])?.notes.map(({ text }) => text)).toEqual(['它见过的']);
});

it('begins with the registration, also when something that was refused then was not counted', () => {
  const refused = office.note(caseId, '当时被退回', 1);
  const next = office.note(caseId, '再写', 1);
  expect(seenBy(next, [first, refused])?.notes).toHaveLength(1);
  expect(seenBy({ ...next, baseRevision: 0 }, [first])).toBeNull();
});
