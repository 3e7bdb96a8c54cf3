import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderUnplaced } from './unplaced-order.ts';

const entries = fc.uniqueArray(
  fc.record({
    stationId: fc.constantFrom('WA1', 'SO1', 'HU1'),
    stationSeq: fc.integer({ min: 1, max: 30 }),
    baseRevision: fc.nat(8),
  }),
  { selector: ({ stationId, stationSeq }) => `${stationId}#${stationSeq}`, maxLength: 12 },
);

describe('entries without a place', () => {
  it('stand in one order however they came, each station’s in the order of its chain', () => {
    fc.assert(
      fc.property(entries, fc.infiniteStream(fc.nat()), (some, dice) => {
        const shuffled = some
          .map((entry) => ({ entry, at: dice.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ entry }) => entry);
        const ordered = orderUnplaced(shuffled);
        expect(ordered).toEqual(orderUnplaced(some));
        for (const code of ['WA1', 'SO1', 'HU1']) {
          const seqs = ordered.filter(({ stationId }) => stationId === code).map(({ stationSeq }) => stationSeq);
          expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
        }
      }),
    );
  });

  it('stand behind what their writer had seen', () => {
    const accepted = { stationId: 'WA1', stationSeq: 501, baseRevision: 1 };
    const replied = { stationId: 'HU1', stationSeq: 3, baseRevision: 2 };
    expect(orderUnplaced([replied, accepted])).toEqual([accepted, replied]);
  });
});
