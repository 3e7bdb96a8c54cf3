import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../tests/builders/engines.ts';
import { nextUuid } from '../tests/builders/entries.ts';
import { centreOn, type Hall, newHall, type TestCentre } from '../tests/builders/hall.ts';
import { drawEpoch } from './epochs.ts';

const [embedded] = engines();

describe('a station that holds what the centre never gave it', () => {
  let centre: TestCentre;
  let hall: Hall;
  beforeAll(async () => {
    if (!embedded) throw new Error('no engine');
    centre = centreOn(await embedded.open());
    hall = await newHall(centre.send);
  }, 60_000);

  it('is sent back to the end of its feed, in the same life, and gets what follows', async () => {
    const first = hall.chain.register();
    const { epoch } = await hall.window.push([first]);
    const feed = await hall.leader.open({ epoch, after: 40, live: 5 });
    expect(await feed.next()).toMatchObject({ kind: 'state', state: { epoch, rewind: 1 } });
    await hall.window.push([hall.chain.note(first.caseId, '后来')]);
    expect(await feed.next()).toMatchObject({ kind: 'page', items: [{ pos: 2, seq: 2 }] });
    await feed.close();
  });

  it('sends again all from its first refused entry on when the database is restored', async () => {
    const lost = hall.chain.note(nextUuid(), '当时没有这个案件');
    const { epoch } = await hall.window.push([lost, hall.chain.register()]);
    const next = await drawEpoch(centre.opened.db, { now: new Date(), random: (count) => randomBytes(count) });
    const feed = await hall.window.open({ epoch, head: lost.stationSeq + 1 });
    expect(await feed.next()).toMatchObject({
      kind: 'state',
      state: { epoch: next, rewind: 0, head: lost.stationSeq - 1 },
    });
    await feed.close();
  });
});
