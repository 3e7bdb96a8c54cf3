import { expect, it } from 'vitest';
import { answersInOrder } from './answers-in-order.ts';

it('tells answers as they were asked, whatever order an entry keeps them in', () => {
  const fields = [{ id: 'unit' }, { id: 'person' }, { id: 'opinion' }];
  const kept = { also: '附言', opinion: '同意', person: '', unit: '甲单位' };
  expect(answersInOrder(fields, kept)).toEqual([
    ['unit', '甲单位'],
    ['person', ''],
    ['opinion', '同意'],
    ['also', '附言'],
  ]);
});
