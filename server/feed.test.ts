import { setImmediate } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Entry, entrySchema } from '../domain/contract/entries.ts';
import type { FeedReply, Station } from '../tests/builders/centre.ts';
import { joinStation } from '../tests/builders/centre.ts';
import { engines } from '../tests/builders/engines.ts';
import { ChainBuilder, sampleRecord } from '../tests/builders/entries.ts';
import { centreOn, newHall, type TestCentre } from '../tests/builders/hall.ts';

const idsIn = (reply: FeedReply) => reply.items.map((item) => item.entry.id);
const ids = (...entries: Entry[]) => entries.map((entry) => entry.id);

describe.each(engines({ partitioned: true }))('feed on $name', ({ open }) => {
  let centre: TestCentre;
  beforeAll(async () => {
    centre = centreOn(await open());
  }, 60_000);

  it('gives each kind of station its own, and nobody what it wrote itself', async () => {
    const hall = await newHall(centre.send);
    const stranger = await newHall(centre.send);
    const mine = hall.chain.register();
    const other = hall.chain2.register();
    await hall.window.push([mine]);
    await hall.window2.push([other]);
    const note = hall.officeChain.note(mine.caseId, '督查室意见');
    await hall.office.push([note]);
    expect(idsIn(await hall.window.feed())).toEqual(ids(note));
    expect(idsIn(await hall.window2.feed())).toEqual([]);
    expect(idsIn(await hall.office.feed())).toEqual(ids(mine, other));
    expect(idsIn(await hall.leader.feed())).toEqual(ids(mine, other, note));
    expect(idsIn(await hall.unit.feed())).toEqual([]);
    for (const station of [stranger.office, stranger.leader, stranger.window, stranger.unit]) {
      expect(idsIn(await station.feed())).toEqual([]);
    }
  });

  it('opens a case to the unit on assignment, from its beginning and masked, and closes it on the next', async () => {
    const hall = await newHall(centre.send);
    const unit = { id: hall.unitId, name: '承办单位', station: null };
    const first = hall.chain.register(sampleRecord('tanghe-01'));
    const accepted = hall.chain.accept(first.caseId);
    await hall.window.push([first, accepted]);
    const given = hall.officeChain.assign(first.caseId, unit);
    await hall.office.push([given]);
    const reply = await hall.unit.feed();
    expect(idsIn(reply)).toEqual(ids(first, accepted, given));
    expect(reply.items.map((item) => [item.pos, item.seq, item.masked])).toEqual([
      [1, 1, true],
      [2, 2, true],
      [3, 3, true],
    ]);
    for (const { entry } of reply.items) expect(entrySchema.safeParse(entry).success).toBe(true);
    const text = JSON.stringify(reply);
    for (const secret of ['赵𠮷祥', '999999195903142175', '19900000001', '东赵庄', first.hash, accepted.hash]) {
      expect(text).not.toContain(secret);
    }
    expect(text).toContain('赵**');

    const answer = hall.unitChain.add(
      'replied',
      first.caseId,
      { unit: '承办单位', opinion: '已整改' },
      { baseRevision: 3 },
    );
    expect((await hall.unit.push([answer])).answers[0]?.result).toBe('stored');
    expect(idsIn(await hall.window.feed())).toEqual(ids(given, answer));

    const taken = hall.officeChain.assign(first.caseId, { ...unit, id: 'u-other' }, 4);
    const unseen = hall.officeChain.note(first.caseId, '换单位后的话', 5);
    await hall.office.push([taken, unseen]);
    expect(idsIn(await hall.unit.feed(3))).toEqual(ids(taken));
    const late = hall.unitChain.note(first.caseId, '晚到的话', 4);
    expect((await hall.unit.push([late])).answers[0]?.result).toBe('stored');

    const back = hall.officeChain.assign(first.caseId, unit, 7);
    await hall.office.push([back]);
    expect(idsIn(await hall.unit.feed(4))).toEqual(ids(unseen, back));
  });

  it('finds the unit by the code of its station as well', async () => {
    const hall = await newHall(centre.send);
    const first = hall.chain.register();
    const given = hall.chain.assign(first.caseId, { id: 'u-unlisted', name: '承办', station: hall.unit.key.code });
    await hall.window.push([first, given]);
    expect(idsIn(await hall.unit.feed())).toEqual(ids(first, given));
  });

  it('gives a station that joins late the past that it may see', async () => {
    const hall = await newHall(centre.send);
    const entries = [hall.chain.register(), hall.chain.register()];
    const [one, two] = entries as [Entry, Entry];
    const note = hall.chain.note(one.caseId, '旧事');
    const given = hall.chain.assign(two.caseId, { id: 'u-late', name: '迟来', station: null });
    await hall.window.push([...entries, note, given]);
    const { institution } = hall;
    const code = hall.window.key.code;
    const office = await joinStation(centre.send, { code: `${code}S`, kind: 'supervision_office', institution });
    const unit = await joinStation(centre.send, {
      code: `${code}U`,
      kind: 'handling_unit',
      institution,
      units: ['u-late'],
    });
    const window = await joinStation(centre.send, { code: `${code}W`, kind: 'hall_window', institution });
    expect(new Set(idsIn(await office.feed()))).toEqual(new Set(ids(one, note, two, given)));
    const seen = await unit.feed();
    expect(idsIn(seen)).toEqual(ids(two, given));
    expect(seen.items.every((item) => item.masked)).toBe(true);
    expect(idsIn(await window.feed())).toEqual([]);
  });

  it('answers a waiting reader when news comes, and only with its own', async () => {
    const hall = await newHall(centre.send);
    const waitingOffice = hall.office.feed(0, 25);
    const waitingWindow = hall.window2.feed(0, 1);
    const entry = hall.chain.register();
    await hall.window.push([entry]);
    expect(idsIn(await waitingOffice)).toEqual(ids(entry));
    expect(idsIn(await waitingWindow)).toEqual([]);
  });

  it('pages without loss, by number and by size, and one entry that is too large travels alone', async () => {
    const hall = await newHall(centre.send);
    const first = hall.chain.register();
    const entries: Entry[] = [first];
    for (let i = 0; i < 1_100; i += 1) entries.push(hall.chain.note(first.caseId, `第${i}条`));
    entries.push(hall.chain.note(first.caseId, '长'.repeat(4_000)), hall.chain.note(first.caseId, '末'));
    for (let from = 0; from < entries.length; from += 400) await hall.window.push(entries.slice(from, from + 400));
    for (const page of [1_000_000, 20_000, 1_000, 0]) {
      const feed = await hall.office.open({ page });
      const seen: string[] = [];
      for (let frame = await feed.next(); frame; frame = await feed.next()) {
        if (frame.kind !== 'page') continue;
        const bytes = frame.items.reduce((sum, item) => sum + Buffer.byteLength(item.text), 0);
        expect(frame.items.length === 1 || bytes <= page).toBe(true);
        expect(frame.items.map((item) => item.pos)).toEqual(frame.items.map((_, n) => seen.length + 1 + n));
        seen.push(...frame.items.map((item) => (JSON.parse(item.text) as Entry).id));
        if (page < 20_000 && seen.length >= 40) break;
      }
      await feed.close();
      const expected = ids(...entries);
      expect(seen).toEqual(page < 20_000 ? expected.slice(0, seen.length) : expected);
    }
  });

  it('loses no position and dead-locks nobody while slow transactions overlap', async () => {
    await slowCommits(centre);
    const hall = await newHall(centre.send);
    const shared = [hall.chain.register(), hall.chain.register()] as const;
    await hall.window.push(shared);
    const writers: [Station, ChainBuilder][] = [];
    for (let n = 0; n < 5; n += 1) {
      const code = `${hall.office.key.code}X${n}`;
      const station = await joinStation(centre.send, { code, kind: 'leader_desk', institution: hall.institution });
      writers.push([station, new ChainBuilder(code)]);
    }
    const written: string[] = ids(...shared);
    let writing = true;
    const write = async ([station, chain]: [Station, ChainBuilder], n: number) => {
      for (let round = 0; round < 6; round += 1) {
        // Even rounds touch no case of another writer: only the feeds' own locks keep these apart.
        const order = round % 2 === 0 ? [] : n % 2 === 0 ? shared : [...shared].reverse();
        const batch = [chain.register(), ...order.map((entry) => chain.note(entry.caseId, `${n}/${round}`))];
        const reply = await station.push(batch);
        expect(reply.answers.map((answer) => answer.result)).toEqual(batch.map(() => 'stored'));
        written.push(...ids(...batch));
      }
    };
    const read = async () => {
      const seen: FeedReply['items'] = [];
      for (;;) {
        const last = !writing;
        seen.push(...(await hall.office.feed(seen.at(-1)?.pos ?? 0)).items);
        if (last) return seen;
        // As a line would: without it nothing else in this process ever gets a turn beside an embedded database.
        await setImmediate();
      }
    };
    const reading = read();
    await Promise.all(writers.map(write)).finally(() => {
      writing = false;
    });
    const seen = await reading;
    expect(seen.map((item) => item.pos)).toEqual(seen.map((_, index) => index + 1));
    expect(seen.map((item) => item.entry.id).sort()).toEqual(written.sort());
    const ofCase = seen.filter((item) => item.entry.caseId === shared[0].caseId);
    expect(ofCase.map((item) => item.seq)).toEqual(ofCase.map((_, index) => index + 1));
  });
});

/** Makes every commit that wrote entries take up to 20 ms, at random, so that commits come in another order than writes. */
async function slowCommits({ opened: { db } }: TestCentre): Promise<void> {
  await db.execute(sql`CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM pg_sleep(random() * 0.02); RETURN NULL; END'`);
  await db.execute(sql`CREATE CONSTRAINT TRIGGER dawdle AFTER INSERT ON entries DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION dawdle()`);
}
