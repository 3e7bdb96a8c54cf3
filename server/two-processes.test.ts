import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry } from '../domain/contract/entries.ts';
import { CENTRE, joinStation, type OpenFeed, type Station, stationWith } from '../tests/builders/centre.ts';
import { ChainBuilder } from '../tests/builders/entries.ts';
import { centreOn, type Hall, newHall, type TestCentre } from '../tests/builders/hall.ts';
import { findPostgres, startPostgres, type ThrowawayPostgres } from '../tests/builders/postgres.ts';
import { testSigner } from '../tests/builders/rulebooks.ts';
import { openServer } from './db/open.ts';
import { drawEpoch } from './epochs.ts';

const ids = (...entries: Entry[]) => entries.map((entry) => entry.id);

/** The next page of an open feed, whatever else is said before it. */
async function nextIds(feed: OpenFeed): Promise<string[]> {
  for (let frame = await feed.next(); frame; frame = await feed.next()) {
    if (frame.kind === 'page') return frame.items.map((item) => (JSON.parse(item.text) as Entry).id);
  }
  return [];
}

describe('two processes on one database', () => {
  let postgres: ThrowawayPostgres;
  let url: string;
  const opened: TestCentre[] = [];
  let one: TestCentre;
  let two: TestCentre;
  let hall: Hall;

  const open = async (database: string) => {
    const centre = centreOn(await openServer(database), {}, { signer: testSigner() });
    opened.push(centre);
    return centre;
  };
  /** The same station, asking the other process. */
  const atTwo = async (station: Station) => {
    const { epoch } = await station.push([{}]);
    return stationWith(two.send, station.key, CENTRE, epoch);
  };
  const admin = async (text: string) => {
    const client = new pg.Client(url);
    await client.connect();
    const { rows } = await client.query(text);
    await client.end();
    return rows;
  };

  beforeAll(async () => {
    const bin = findPostgres();
    if (!bin) throw new Error('PostgreSQL is not installed here: apt-get install postgresql, or set POSTGRES_BIN');
    postgres = await startPostgres(bin);
    url = postgres.newDatabase();
    one = await open(url);
    two = await open(url);
    hall = await newHall(one.send);
  }, 120_000);
  afterAll(async () => {
    for (const centre of opened) await centre.opened.close();
    await postgres.stop();
  });

  it('delivers at one what was pushed at the other, while the reader waits', async () => {
    const office = await atTwo(hall.office);
    const feed = await office.open({ live: 300 });
    const first = hall.chain.register();
    await hall.window.push([first]);
    expect(await nextIds(feed)).toEqual(ids(first));
    const note = hall.chain.note(first.caseId, '又一条');
    await hall.window.push([note]);
    expect(await nextIds(feed)).toEqual(ids(note));
    await feed.close();
  });

  it('finds what was stored while its listener was away', async () => {
    const office = await atTwo(hall.office);
    const before = (await office.feed()).items.length;
    const feed = await office.open({ after: before, live: 300 });
    const first = hall.chain.register();
    const next = nextIds(feed);
    await admin(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'`);
    await hall.window.push([first]);
    expect(await next).toEqual(ids(first));
    const listening = `SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`;
    while ((await admin(listening)).length < 2) await new Promise((resolve) => setTimeout(resolve, 50));
    const second = hall.chain.register();
    await hall.window.push([second]);
    expect(await nextIds(feed)).toEqual(ids(second));
    await feed.close();
  });

  it('gives one order to what both write into one case, and loses no position while slow commits overlap', async () => {
    await admin(`CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN PERFORM pg_sleep(random() * 0.02); RETURN NULL; END'`);
    await admin(`CREATE CONSTRAINT TRIGGER dawdle AFTER INSERT ON entries DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION dawdle()`);
    const own = await newHall(one.send);
    const shared = own.chain.register();
    await own.window.push([shared]);
    const writers = await Promise.all(
      [0, 1, 2, 3].map(async (n) => {
        const code = `${own.office.key.code}X${n}`;
        const { institution } = own;
        const { key } = await joinStation(one.send, { code, kind: 'leader_desk', institution });
        return { station: stationWith(n % 2 === 0 ? one.send : two.send, key), chain: new ChainBuilder(code) };
      }),
    );
    const written = ids(shared);
    let writing = true;
    const write = async ({ station, chain }: { station: Station; chain: ChainBuilder }) => {
      for (let round = 0; round < 8; round += 1) {
        const batch = [chain.register(), ...(round % 2 === 0 ? [] : [chain.note(shared.caseId, `${round}`)])];
        const reply = await station.push(batch);
        expect(reply.answers.map((answer) => answer.result)).toEqual(batch.map(() => 'stored'));
        written.push(...ids(...batch));
      }
    };
    const office = await atTwo(own.office);
    const read = async () => {
      const seen: Awaited<ReturnType<Station['feed']>>['items'] = [];
      for (;;) {
        const last = !writing;
        seen.push(...(await office.feed(seen.at(-1)?.pos ?? 0)).items);
        if (last) return seen;
      }
    };
    const reading = read();
    await Promise.all(writers.map(write)).finally(() => {
      writing = false;
    });
    const seen = await reading;
    expect(seen.map((item) => item.pos)).toEqual(seen.map((_, index) => index + 1));
    expect(seen.map((item) => item.entry.id).sort()).toEqual(written.sort());
    const ofCase = seen.filter((item) => item.entry.caseId === shared.caseId);
    expect(ofCase.map((item) => item.seq)).toEqual(ofCase.map((_, index) => index + 1));
  });

  it('tells every feed what a verified backup holds, once', async () => {
    const feed = await (await atTwo(hall.window)).open({ live: 300, head: 0 });
    await feed.next();
    const ask = (path: string) =>
      one.send(new Request(`${CENTRE}/admin/${path}`, { method: 'POST', headers: { authorization: ADMIN } }));
    const { token } = (await (await ask('snapshots')).json()) as { token: string };
    const later = hall.chain.register();
    const { receipt } = await hall.window.push([later]);
    expect(receipt).toMatchObject({ seq: later.stationSeq, backed: 0 });
    expect((await ask(`snapshots/${token}/backed-up`)).status).toBe(200);
    let frame = await feed.next();
    while (frame?.kind === 'page' || frame?.kind === 'beat') frame = await feed.next();
    expect(frame).toEqual({ kind: 'state', state: { backed: later.stationSeq - 1 } });
    expect((await hall.window.push([later])).receipt.backed).toBe(later.stationSeq - 1);
    for (const again of [token, '0123456789abcdef'])
      expect((await ask(`snapshots/${again}/backed-up`)).status).toBe(404);
    await feed.close();
  });
});

const ADMIN = 'Bearer admin-token-of-the-tests';

describe('a centre that was restored from a backup', () => {
  let postgres: ThrowawayPostgres;
  beforeAll(async () => {
    const bin = findPostgres();
    if (!bin) throw new Error('PostgreSQL is not installed here: apt-get install postgresql, or set POSTGRES_BIN');
    postgres = await startPostgres(bin);
  }, 120_000);
  afterAll(() => postgres.stop());

  const beginning = (now = new Date()) => ({
    now,
    random: (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes)),
  });
  /** Another database as this one stands now; nobody may have it open. */
  const copy = async (from: string, name: string) => {
    const client = new pg.Client(new URL('/postgres', from).href);
    await client.connect();
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${new URL(from).pathname.slice(1)}`);
    await client.end();
    return new URL(`/${name}`, from).href;
  };

  it('says so to each station, and gets back what it lost', async () => {
    const url = postgres.newDatabase();
    let centre = centreOn(await openServer(url));
    const hall = await newHall(centre.send);
    const first = hall.chain.register();
    const second = hall.chain.note(first.caseId, '备份以前');
    const { epoch } = await hall.window.push([first, second]);
    await centre.opened.close();
    const backup = await copy(url, 'backup');

    centre = centreOn(await openServer(url));
    const third = hall.chain.note(first.caseId, '备份以后');
    const fromOffice = hall.officeChain.note(first.caseId, '督查室的话');
    const at = (station: Station, life = epoch) => stationWith(centre.send, station.key, CENTRE, life);
    await at(hall.window).push([third]);
    await at(hall.office).push([fromOffice]);
    expect((await at(hall.leader).feed()).items).toHaveLength(4);
    await centre.opened.close();

    const reopened = await openServer(backup);
    const next = await drawEpoch(reopened.db, beginning());
    centre = centreOn(reopened);
    // Who holds four positions is told that only the first two still count, and reads on from there.
    const feed = await at(hall.leader).open({ after: 4, rules: 5 });
    expect(await feed.next()).toEqual({ kind: 'state', state: { epoch: next, rewind: 2 } });
    const asked = await at(hall.window).open({ after: 1, head: 3, rules: 5 });
    expect(await asked.next()).toEqual({ kind: 'state', state: { epoch: next, rewind: 0, head: 2 } });
    // The office speaks first this time: its note takes the place that the window's had.
    expect((await at(hall.office).push([fromOffice])).answers[0]).toMatchObject({ result: 'stored', seq: 3 });
    expect((await at(hall.window).push([third])).answers[0]).toMatchObject({ result: 'stored', seq: 4 });
    const again = await at(hall.leader, next).feed(2);
    expect(again.items.map((item) => [item.pos, item.entry.id])).toEqual([
      [3, fromOffice.id],
      [4, third.id],
    ]);

    // A second restore: who names the first life is sent back to the earlier of both places.
    await drawEpoch(reopened.db, beginning());
    const both = [epoch, next].map(async (life) => (await at(hall.leader, life).feed(4)).state.rewind);
    expect(await Promise.all(both)).toEqual([2, 4]);
    await centre.opened.close();
  }, 120_000);

  it('hands no sequence of a rulebook out twice, be one backup restored twice or the clock a year behind', async () => {
    const url = postgres.newDatabase();
    const signer = testSigner();
    const handedOut: number[] = [];
    /** Three stations enrol, each a new directory; what the first station of all then gets of it. */
    const live = async (database: string, life: string, now?: Date): Promise<void> => {
      const opened = await openServer(database);
      if (now) await drawEpoch(opened.db, beginning(now));
      const { send } = centreOn(opened, {}, { signer });
      for (const n of [1, 2, 3]) {
        const station = await joinStation(send, { code: `${life}${n}`, kind: 'hall_window', institution: 'again' });
        const page = await station.request('GET', '/v2/rulebooks?after=0');
        const { items } = (await page.json()) as { items: { sequence: number }[] };
        handedOut.push(...items.map(({ sequence }) => sequence));
        expect((await station.feed()).state.rules).toBe(items.at(-1)?.sequence);
      }
      await opened.close();
    };
    await live(url, 'AA');
    const [first, second, late] = [await copy(url, 'first'), await copy(url, 'second'), await copy(url, 'late')];
    const now = Date.now();
    await live(url, 'BB');
    await live(first, 'CC', new Date(now));
    await live(second, 'DD', new Date(now + 60_000));
    // The same life restored once more in the same minute goes on above itself.
    await live(second, 'EE', new Date(now + 60_000));
    expect(new Set(handedOut).size).toBe(15);
    expect(handedOut).toEqual([...handedOut].sort((a, b) => a - b));
    handedOut.splice(6);
    await live(late, 'FF', new Date('2020-01-01T00:00:00Z'));
    expect(new Set(handedOut).size).toBe(9);
  }, 120_000);
});
