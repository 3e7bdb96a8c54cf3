import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../domain/case-file/chain.ts';
import { HEARTBEAT_S, MAX_LIVE_S } from '../domain/contract/wire.ts';
import { joinStation, type Send, stationWith } from '../tests/builders/centre.ts';
import { engines } from '../tests/builders/engines.ts';
import { centreOn, type Hall, newHall, type TestCentre } from '../tests/builders/hall.ts';
import type { Timers } from './timers.ts';

const [embedded] = engines();

/** Time that passes when it is told to. */
class HandTimers implements Timers {
  #now = 0;
  readonly #tasks = new Set<{ at: number; task: () => void }>();

  after(ms: number, task: () => void): () => void {
    const waiting = { at: this.#now + ms, task };
    this.#tasks.add(waiting);
    return () => this.#tasks.delete(waiting);
  }

  pass(ms: number): void {
    this.#now += ms;
    for (const waiting of [...this.#tasks].sort((a, b) => a.at - b.at)) {
      if (waiting.at > this.#now || !this.#tasks.delete(waiting)) continue;
      waiting.task();
    }
  }

  get waiting(): number {
    return this.#tasks.size;
  }
}

describe('an open feed', () => {
  const timers = new HandTimers();
  const closing = new AbortController();
  let centre: TestCentre;
  let hall: Hall;
  let queries = 0;
  let send: Send;

  beforeAll(async () => {
    if (!embedded) throw new Error('no engine');
    const opened = await embedded.open();
    const client = (opened.db as unknown as { $client: { query: (...words: unknown[]) => unknown } }).$client;
    const original = client.query.bind(client);
    client.query = (...words) => {
      queries += 1;
      return original(...words);
    };
    centre = centreOn(opened, {}, { timers, closing: closing.signal });
    send = centre.send;
    hall = await newHall(send);
  }, 180_000);

  /** Lets everything that is ready run. */
  const settle = async () => {
    for (let n = 0; n < 20; n += 1) await new Promise((resolve) => setImmediate(resolve));
  };

  it('asks the database nothing while there is no news, says that it lives, and ends in time', async () => {
    // It has read the directories of its hall.
    const feed = await hall.window2.open({ live: MAX_LIVE_S, rules: 1000 });
    let next = feed.next();
    await settle();
    queries = 0;
    for (const silence of [1, 2]) {
      timers.pass(HEARTBEAT_S * 1000);
      expect([silence, await next]).toEqual([silence, { kind: 'beat' }]);
      next = feed.next();
      await settle();
    }
    expect(queries).toBe(0);
    let ended = false;
    for (let passed = 2 * HEARTBEAT_S; passed < MAX_LIVE_S; passed += HEARTBEAT_S) {
      timers.pass(HEARTBEAT_S * 1000);
      await settle();
      const frame = await Promise.race([next, Promise.resolve('waiting')]);
      if (frame === 'waiting') continue;
      ended = frame === null;
      if (!ended) next = feed.next();
      await settle();
    }
    expect(ended || (await next) === null).toBe(true);
    // A rare look, should a bell have been lost: no more than two questions a minute.
    expect(queries).toBeLessThanOrEqual((2 * MAX_LIVE_S) / 60);
    expect(timers.waiting).toBe(0);
  });

  it('reads no further than one page ahead of its reader, and lets go of one who leaves', async () => {
    const first = hall.chain.register();
    const notes = Array.from({ length: 60 }, (_, n) => hall.chain.note(first.caseId, `第${n}条`));
    await hall.window.push([first, ...notes]);
    const feed = await hall.office.open({ live: MAX_LIVE_S, page: 1_000 });
    let frame = await feed.next();
    while (frame?.kind === 'state') frame = await feed.next();
    await settle();
    queries = 0;
    await settle();
    expect(queries).toBeLessThanOrEqual(1);
    const second = await feed.next();
    await settle();
    expect(second?.kind).toBe('page');
    expect(queries).toBeLessThanOrEqual(2);
    await feed.close();
    await settle();
    expect(timers.waiting).toBe(0);
  });

  it('has an edit before the answer to it is signed', async () => {
    const own = await newHall(send);
    const first = own.chain.register();
    await own.window.push([first]);
    const feed = await own.office.open({ live: MAX_LIVE_S });
    let frame = await feed.next();
    while (frame?.kind === 'state') frame = await feed.next();
    expect(frame?.kind).toBe('page');
    const order: string[] = [];
    const read = feed.next().then((news) => order.push(`${news?.kind}`));
    await settle();
    const answered = own.window.pushLines([canonicalJson(own.chain.note(first.caseId, '一'))]);
    await Promise.all([read, answered.then(() => order.push('answer'))]);
    expect(order).toEqual(['page', 'answer']);
    await feed.close();
    await settle();
  });

  it('is not woken by what is none of its business', async () => {
    const other = await joinStation(send, { code: 'ZZ77', kind: 'supervision_office', institution: 'elsewhere' });
    const feed = await stationWith(send, other.key).open({ live: MAX_LIVE_S });
    await feed.next();
    const next = feed.next();
    await settle();
    const first = hall.chain.register();
    await hall.window.push([first]);
    queries = 0;
    await settle();
    expect(queries).toBe(0);
    closing.abort();
    expect(await next).toBeNull();
    expect((await stationWith(send, other.key).open({ live: MAX_LIVE_S })).status).toBe(200);
  });
});
