import { beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_TOKEN, joinStation, randomOf, type Send } from '../tests/builders/centre.ts';
import { engines } from '../tests/builders/engines.ts';
import { ChainBuilder, sampleRecords } from '../tests/builders/entries.ts';
import { createCentre } from './app.ts';

describe.each(engines())('centre on $name', ({ open }) => {
  let send: Send;

  beforeAll(async () => {
    const { db } = await open();
    send = createCentre({
      db,
      clock: () => new Date(),
      random: randomOf,
      log: () => {},
      adminToken: ADMIN_TOKEN,
      name: '样例中心',
    });
  }, 60_000);

  it('stores what a window pushes and feeds it to the supervision office byte for byte', async () => {
    const window = await joinStation(send, { code: 'TH03', kind: 'hall_window' });
    const office = await joinStation(send, { code: 'TH01', kind: 'supervision_office' });
    const chain = new ChainBuilder('TH03');
    const entries = [...sampleRecords().values()].map((record) => chain.register(record));
    const { status, answers } = await window.push(entries);
    expect(status).toBe(200);
    expect(answers).toEqual(entries.map((entry) => ({ id: entry.id, result: 'stored', seq: 1 })));
    const { items, more } = await office.feed();
    expect(more).toBe(false);
    expect(items.map((item) => item.pos)).toEqual(entries.map((_, index) => index + 1));
    expect(items.map((item) => JSON.stringify(item.entry))).toEqual(entries.map((entry) => JSON.stringify(entry)));
    expect((await window.feed()).items).toEqual([]);
  });
});
