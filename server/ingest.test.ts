import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../domain/case-file/chain.ts';
import type { Entry } from '../domain/contract/entries.ts';
import { engines } from '../tests/builders/engines.ts';
import { ChainBuilder, nextUuid, sampleRecord, sampleRecords, seal } from '../tests/builders/entries.ts';
import { centreOn, newHall, type TestCentre } from '../tests/builders/hall.ts';

const results = (reply: { answers: { result: string; code?: string }[] }) =>
  reply.answers.map((answer) => answer.code ?? answer.result);
const idsOf = (entries: readonly { id: string }[]) => entries.map((entry) => entry.id);

describe.each(engines({ partitioned: true }))('push on $name', ({ open }) => {
  let centre: TestCentre;
  beforeAll(async () => {
    centre = centreOn(await open());
  }, 60_000);

  it('keeps all sample records byte for byte, NUL, lone surrogates and formulas included', async () => {
    const { window, office, chain } = await newHall(centre.send);
    const odd = {
      ...sampleRecord('tanghe-01'),
      narrative: "a\u0000b\ud800c\u2028=cmd|calc <script>'; DROP TABLE entries;--",
    };
    const entries = [...sampleRecords().values(), odd].map((record) => chain.register(record));
    const reply = await window.push(entries);
    expect(reply.answers).toEqual(entries.map(({ id }) => ({ id, result: 'stored', seq: 1 })));
    const { items } = await office.feed();
    expect(items.map((item) => item.text)).toEqual(entries.map((entry) => canonicalJson(entry)));
  });

  it('keeps members it does not know, because they were hashed', async () => {
    const { window, office, chain } = await newHall(centre.send);
    const { hash: _old, ...rest } = chain.register();
    const entry = seal({ ...rest, later: { kept: ['é', 1e21, 0.1] } } as unknown as Omit<Entry, 'hash'>);
    expect(results(await window.push([entry]))).toEqual(['stored']);
    expect((await office.feed()).items[0]?.entry).toEqual(entry);
  });

  it('takes no case under another station’s number', async () => {
    const { window, window2, chain, chain2 } = await newHall(centre.send);
    const first = chain.register();
    await window.push([first]);
    const { number } = first.payload as { number: string };
    const { hash: _old, ...rest } = chain2.register();
    const stolen = seal({ ...rest, payload: { ...rest.payload, number } } as Omit<Entry, 'hash'>);
    expect(results(await window2.push([stolen]))).toEqual(['entry_invalid']);
  });

  it('answers a repetition with duplicate and stores nothing twice', async () => {
    const { window, office, chain } = await newHall(centre.send);
    const first = chain.register();
    const second = chain.note(first.caseId, '第二条');
    await window.push([first, second]);
    const again = await window.push([first, second]);
    expect(again.answers).toEqual([
      { id: first.id, result: 'duplicate', seq: 1 },
      { id: second.id, result: 'duplicate', seq: 2 },
    ]);
    expect((await office.feed()).items).toHaveLength(2);
  });

  it('gives one row per entry however a batch is split and repeated', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ back: fc.nat(4), forward: fc.integer({ min: 1, max: 5 }) }), {
          minLength: 3,
          maxLength: 8,
        }),
        async (steps) => {
          const { window, office, unit, unitId, chain } = await newHall(centre.send);
          const first = chain.register();
          const assigned = { id: unitId, name: '承办', station: null };
          const entries = [
            first,
            chain.accept(first.caseId),
            chain.assign(first.caseId, assigned),
            chain.note(first.caseId, '甲'),
            chain.assign(first.caseId, { ...assigned, id: 'u-elsewhere' }),
            chain.note(first.caseId, '乙'),
            chain.assign(first.caseId, assigned),
            chain.note(first.caseId, '丙'),
          ];
          let sent = 0;
          for (const { back, forward } of [...steps, { back: 8, forward: 16 }]) {
            const from = Math.max(0, sent - back);
            const batch = entries.slice(from, sent + forward);
            if (batch.length === 0) continue;
            const expected = batch.map((_, index) => (from + index < sent ? 'duplicate' : 'stored'));
            expect(results(await window.push(batch))).toEqual(expected);
            sent = Math.min(entries.length, sent + forward);
          }
          expect((await office.feed()).items.map((item) => [item.pos, item.seq, item.entry.id])).toEqual(
            entries.map((entry, index) => [index + 1, index + 1, entry.id]),
          );
          expect((await unit.feed()).items.map((item) => item.entry.id)).toEqual(idsOf(entries));
        },
      ),
      { numRuns: 8 },
    );
  });

  it('says gap for what is missing before, and takes it once that has come', async () => {
    const { window, chain } = await newHall(centre.send);
    const first = chain.register();
    const second = chain.note(first.caseId, '二');
    const third = chain.note(first.caseId, '三');
    expect(results(await window.push([third]))).toEqual(['entry_gap']);
    expect(results(await window.push([first, third]))).toEqual(['stored', 'entry_gap']);
    expect(results(await window.push([second, third]))).toEqual(['stored', 'stored']);
  });

  it('puts a fork beside the chain and overwrites nothing', async () => {
    const { window, office, chain } = await newHall(centre.send);
    const first = chain.register();
    await window.push([first]);
    const other = new ChainBuilder(first.stationId).register(sampleRecord('tanghe-02'));
    expect(results(await window.push([other, other]))).toEqual(['entry_fork', 'entry_fork']);
    const onOther = seal({ ...chain.note(first.caseId, '接在别处'), prevHash: other.hash });
    expect(results(await window.push([onOther]))).toEqual(['entry_fork']);
    expect((await office.feed()).items.map((item) => item.entry)).toEqual([first]);
    const kept = await centre.opened.db.execute<{ n: number }>(
      sql`SELECT count(*)::integer AS n FROM forks WHERE station = ${first.stationId}`,
    );
    expect(kept.rows[0]?.n).toBe(2);
  });

  it('refuses an entry whose hash is not that of its content', async () => {
    const { window, chain } = await newHall(centre.send);
    const entry = chain.register();
    expect(results(await window.push([{ ...entry, wallTime: '2026-03-02T09:42:11+08:00' }]))).toEqual(['entry_hash']);
    expect(results(await window.push([entry]))).toEqual(['stored']);
  });

  it("refuses another station's entry and is not moved by it", async () => {
    const { window, window2, chain, chain2 } = await newHall(centre.send);
    const own = chain.register();
    const foreign = chain2.register();
    expect(results(await window.push([foreign, own]))).toEqual(['forbidden', 'stored']);
    expect(results(await window2.push([foreign]))).toEqual(['stored']);
  });

  it('keeps a wrong entry in its chain, so that those after it are not blocked', async () => {
    const { window, office, chain } = await newHall(centre.send);
    const first = chain.register();
    const unknownKind = seal({ ...chain.note(first.caseId, 'x'), kind: 'vanished' } as unknown as Omit<Entry, 'hash'>);
    const rest = new ChainBuilderAfter(unknownKind);
    const nowhere = rest.note(nextUuid(), '没有这个案卷');
    const twice = rest.register(first.caseId);
    const good = rest.note(first.caseId, '好的');
    const reply = await window.push([first, unknownKind, nowhere, twice, good]);
    expect(results(reply)).toEqual(['stored', 'entry_invalid', 'entry_invalid', 'entry_invalid', 'stored']);
    expect((await office.feed()).items.map((item) => item.entry.id)).toEqual([first.id, good.id]);
    expect(results(await window.push([unknownKind, good]))).toEqual(['entry_invalid', 'duplicate']);
  });

  it('tells a unit by name that the case went to another before it put it off (seed 38317)', async () => {
    const { window, unit, unitId, chain, unitChain } = await newHall(centre.send);
    const { caseId, ...rest } = chain.register();
    const away = { id: 'u-elsewhere', name: '别的单位', station: null };
    const given = chain.assign(caseId, { id: unitId, name: '样例单位', station: null }, 1);
    await window.push([{ caseId, ...rest } as Entry, given]);
    const extension = () =>
      unitChain.add(
        'extension_requested',
        caseId,
        { promisedDate: '2026-04-01', reason: '待鉴定' },
        { baseRevision: 2 },
      );
    expect(results(await unit.push([extension()]))).toEqual(['stored']);
    await window.push([chain.assign(caseId, away, 3)]);
    const closed = unitChain.add('archived', caseId, { note: '' }, { baseRevision: 2 });
    expect(results(await unit.push([closed, extension()]))).toEqual(['role_not_allowed', 'case_moved']);
    const reply = unitChain.add('replied', caseId, { unit: '样例单位', opinion: '已办' }, { baseRevision: 2 });
    expect(results(await unit.push([reply]))).not.toContain('case_moved');
  });

  it('judges a refused entry again when it is sent again', async () => {
    const { window, office, chain, officeChain } = await newHall(centre.send);
    const registered = chain.register();
    const early = officeChain.note(registered.caseId, '先到');
    const after = officeChain.note(registered.caseId, '再来');
    expect(results(await office.push([early]))).toEqual(['entry_invalid']);
    await window.push([registered]);
    expect(results(await office.push([early, after]))).toEqual(['stored', 'stored']);
    expect((await window.feed()).items.map((item) => item.entry.id)).toEqual([early.id, after.id]);
  });

  it('refuses an id that another entry bears, and garbage, one by one', async () => {
    const { window, chain } = await newHall(centre.send);
    const first = chain.register();
    const sameId = chain.add('noted', first.caseId, { text: '同号' }, { id: first.id });
    const good = chain.note(first.caseId, '好的');
    let deep: unknown = 1;
    for (let i = 0; i < 100; i += 1) deep = [deep];
    const garbage = [null, 7, 'x', [], {}, { id: 5 }, { ...first, stationSeq: 1e12 }, { ...first, caseId: deep }];
    const reply = await window.push([first, ...garbage, sameId, good]);
    expect(results(reply)).toEqual(['stored', ...garbage.map(() => 'entry_invalid'), 'entry_invalid', 'stored']);
  });

  it('tells an author nothing of a case that it may not see', async () => {
    const { window, window2, unit, chain, chain2, unitChain } = await newHall(centre.send);
    const stranger = await newHall(centre.send);
    const secret = chain.register();
    await window.push([secret]);
    for (const [station, own] of [
      [window2, chain2],
      [unit, unitChain],
      [stranger.office, stranger.officeChain],
    ] as const) {
      const reply = await station.push([own.note(secret.caseId, '看看'), own.note(nextUuid(), '看看')]);
      expect(results(reply)).toEqual(['entry_invalid', 'entry_invalid']);
    }
    expect((await window.feed()).items).toEqual([]);
  });

  it('stores an exclusive fact written without knowing its rival, and says conflict, also when asked again', async () => {
    const { window, office, leader, chain, officeChain } = await newHall(centre.send);
    const registered = chain.register();
    const accepted = chain.accept(registered.caseId);
    await window.push([registered, accepted]);
    const late = officeChain.add(
      'refused',
      registered.caseId,
      { ground: 'g', groundText: '', explanation: '', noticeNumber: 'B-1' },
      { baseRevision: 1 },
    );
    expect((await office.push([late])).answers).toEqual([{ id: late.id, result: 'conflict', seq: 3 }]);
    expect((await office.push([late])).answers).toEqual([{ id: late.id, result: 'conflict', seq: 3 }]);
    const noted = officeChain.note(registered.caseId, '不冲突', 1);
    expect(results(await office.push([noted]))).toEqual(['stored']);
    expect((await leader.feed()).items.map((item) => item.entry.id)).toEqual(
      idsOf([registered, accepted, late, noted]),
    );
    expect((await window.feed()).items.map((item) => item.entry.id)).toEqual(idsOf([late, noted]));
  });

  it('takes the full batch and refuses a larger one', async () => {
    const { window, chain } = await newHall(centre.send);
    const first = chain.register();
    const notes = Array.from({ length: 499 }, (_, i) => chain.note(first.caseId, `第${i}条`));
    const reply = await window.push([first, ...notes]);
    expect(new Set(results(reply))).toEqual(new Set(['stored']));
    expect((await window.push([first, ...notes, chain.note(first.caseId, '多')])).status).toBe(400);
    expect((await window.push([])).status).toBe(400);
  });
});

/** Goes on after an entry that the ordinary builder would not write. */
class ChainBuilderAfter {
  readonly #chain: ChainBuilder;
  #last: Entry;

  constructor(last: Entry) {
    this.#chain = new ChainBuilder(last.stationId);
    this.#last = last;
  }

  note(caseId: string, text: string): Entry {
    return this.#next(this.#chain.note(caseId, text));
  }

  register(caseId: string): Entry {
    return this.#next(this.#chain.register(sampleRecord('tanghe-01'), caseId));
  }

  #next(entry: Entry): Entry {
    const { hash: _old, ...rest } = entry;
    this.#last = seal({ ...rest, stationSeq: this.#last.stationSeq + 1, prevHash: this.#last.hash });
    return this.#last;
  }
}
