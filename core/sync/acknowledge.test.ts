import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chainHead, entriesOfCase } from '../../db/entries.ts';
import { nextOutgoing, outboxCounts } from '../../db/outbox.ts';
import { canonicalJson } from '../../domain/case-file/chain.ts';
import type { Entry, NewFact } from '../../domain/contract/entries.ts';
import type { PushAnswer } from '../../domain/contract/wire.ts';
import { ChainBuilder, nextUuid, sampleRecord } from '../../tests/builders/entries.ts';
import { openBareWorkspace } from '../../tests/builders/workspace.ts';
import { appendFacts } from '../services/append-facts.ts';
import { projectCase } from '../services/project-case.ts';
import type { Workspace } from '../workspace.ts';
import { acknowledge } from './acknowledge.ts';
import { followCentre } from './follow-centre.ts';
import { readMark } from './marks.ts';
import { knownOf, packBatch } from './outgoing.ts';
import { receivePage, receiveUnplaced, retryAside } from './receive.ts';

const OFFICER = { id: 'o', name: '示例员', roles: ['window_chief'] };
const EPOCH = '00c0ffee';

let workspace: Workspace;
let close: () => void;
beforeEach(() => {
  ({ workspace, close } = openBareWorkspace('TH03'));
});
afterEach(() => close());

const write = (caseId: string, facts: NewFact[], seen: number) =>
  workspace.db.raw.transaction(() => appendFacts(workspace, caseId, facts, OFFICER, seen))();
const note = (text: string): NewFact => ({ kind: 'noted', payload: { text } });
const accepted: NewFact = { kind: 'accepted', payload: { category: 'general', noticeNumber: 'S-1' } };
const registered = (): NewFact => ({
  kind: 'registered',
  payload: {
    number: 'TH03-20260302-0001-K',
    regime: { id: 'tanghe', version: '1' },
    stationName: '样例',
    record: sampleRecord('tanghe-01'),
  },
});
const rowOf = (caseId: string) => {
  const { seq, ...row } = workspace.db.raw.prepare('SELECT * FROM cases WHERE case_id = ?').get(caseId) as {
    seq: number;
  };
  const figures = workspace.db.raw.prepare('SELECT figures FROM case_figures WHERE seq = ?').pluck().get(seq);
  return { ...row, figures };
};
const answerTo = async (count: number, answers: (caseId: string, index: number) => PushAnswer, seq?: number) => {
  const batch = await packBatch(nextOutgoing(workspace.db, 0, count, 1e9), knownOf(workspace));
  const receipt = { seq: seq ?? batch.entries.at(-1)?.stationSeq ?? 0, backed: 0, signature: '' };
  return acknowledge(workspace, batch, {
    answers: batch.entries.map(({ caseId }, index) => answers(caseId, index)),
    epoch: EPOCH,
    receipt,
  });
};

/** A life of one case between this station and another, the centre's order in between. */
const step = fc.oneof(
  fc.record({ do: fc.constant('write' as const), exclusive: fc.boolean() }),
  fc.record({ do: fc.constant('other' as const), exclusive: fc.boolean() }),
  fc.record({ do: fc.constant('feed' as const) }),
  fc.record({ do: fc.constant('bundle' as const) }),
  fc.record({ do: fc.constant('push' as const), count: fc.integer({ min: 1, max: 4 }), refused: fc.nat(9) }),
);

describe('an acknowledgement', () => {
  it('leaves the case as folding all of it anew would, whatever came in between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(step, { maxLength: 14 }), async (isOwn, steps) => {
        const caseId = nextUuid();
        const other = new ChainBuilder(`TH${nextUuid().slice(-10).toUpperCase()}`);
        /** The centre's order of the case; what is `null` is this station's. */
        const centre: (Entry | null)[] = [];
        let fed = 0;
        if (isOwn) write(caseId, [registered()], 0);
        else centre.push(other.register(sampleRecord('tanghe-01'), caseId));
        const feed = () => {
          const cursor = readMark(workspace, 'feed cursor');
          const items = centre
            .map((entry, index) => ({ entry, seq: index + 1 }))
            .slice(fed)
            .filter(({ entry }) => entry !== null);
          fed = centre.length;
          receivePage(
            workspace,
            items.map(({ entry, seq }, i) => ({ pos: cursor + 1 + i, seq, masked: false, text: canonicalJson(entry) })),
          );
        };
        if (!isOwn) feed();
        for (const one of steps) {
          const seen = entriesOfCase(workspace.db, caseId).length;
          const isKnown = centre.length > 0;
          if (one.do === 'write') write(caseId, [one.exclusive ? accepted : note('本站')], seen);
          else if (one.do === 'other' && isKnown)
            centre.push(one.exclusive ? other.accept(caseId) : other.note(caseId, '他站'));
          else if (one.do === 'feed') feed();
          else if (one.do === 'bundle' && isKnown)
            receiveUnplaced(
              workspace,
              centre.filter((entry) => entry !== null).map((entry) => ({ masked: false, text: canonicalJson(entry) })),
            );
          else if (one.do === 'push') {
            await answerTo(one.count, (of, index) => {
              if (of !== caseId || (one.refused === index && isKnown)) return ['rejected', 'entry_invalid'];
              centre.push(null);
              return centre.length;
            });
            const before = rowOf(caseId);
            projectCase(workspace, caseId, 'anew');
            expect(rowOf(caseId)).toEqual(before);
          }
        }
        workspace.db.raw.exec('DELETE FROM outbox');
      }),
      { numRuns: 100 },
    );
  }, 120_000);

  it('is taken back whole when two entries would stand at one place', async () => {
    const caseId = nextUuid();
    write(caseId, [registered(), note('一'), note('二')], 0);
    await expect(answerTo(9, () => 1)).rejects.toThrow('centre_protocol');
    expect(outboxCounts(workspace.db)).toEqual({ pending: 3, rejected: 0 });
  });

  it('sends again from where the centre’s chain ends when it misses what it had acknowledged', async () => {
    const caseId = nextUuid();
    write(caseId, [registered(), note('一')], 0);
    await answerTo(9, (_of, index) => index + 1);
    expect(outboxCounts(workspace.db).pending).toBe(0);
    write(caseId, [note('二')], 2);
    const done = await answerTo(9, () => ['rejected', 'entry_gap'], 1);
    expect(done.goBack).toBe(true);
    expect(nextOutgoing(workspace.db, 0, 9, 1e9).map(({ stationSeq }) => stationSeq)).toEqual([2, 3]);
  });

  it('refuses by name, instead of for ever, what the centre says has a gap where there is none', async () => {
    write(nextUuid(), [registered()], 0);
    const done = await answerTo(9, () => ['rejected', 'entry_gap'], 0);
    expect(done.goBack).toBe(false);
    expect(outboxCounts(workspace.db)).toEqual({ pending: 0, rejected: 1 });
  });
});

describe('a centre that was restored from a backup', () => {
  it('gets what it lost first where that waits already, and what came behind it is not refused for the gap', async () => {
    const caseId = nextUuid();
    write(caseId, [registered(), note('一')], 0);
    await answerTo(9, (_of, index) => index + 1);
    write(caseId, [note('二')], 2);
    const flying = await packBatch(nextOutgoing(workspace.db, 0, 9, 1e9), { feedPos: 0, wentBack: 0, head: 0 });
    followCentre(workspace, { epoch: '11111111', rewind: 0, head: 0 }, { epoch: EPOCH, head: 2 });
    const receipt = { seq: 0, backed: 0, signature: '' };
    const done = acknowledge(workspace, flying, { answers: [['rejected', 'entry_gap']], epoch: '11111111', receipt });
    expect(done.goBack).toBe(true);
    expect(outboxCounts(workspace.db)).toEqual({ pending: 3, rejected: 0 });
  });

  it('gets also what was refused for a gap, once the gap is filled by a batch that has another', async () => {
    const caseId = nextUuid();
    write(caseId, [registered(), note('一'), note('二')], 0);
    workspace.db.raw.exec("UPDATE outbox SET state = 'rejected', code = 'entry_gap' WHERE station_seq = 2");
    const done = await answerTo(9, (_of, index) => (index === 0 ? 1 : ['rejected', 'entry_gap']), 1);
    expect(done.goBack).toBe(true);
    expect(outboxCounts(workspace.db)).toEqual({ pending: 2, rejected: 0 });
  });

  it('is asked again what it refused before it had what stands in front of that in the chain (seed 34209)', async () => {
    const caseId = nextUuid();
    write(caseId, [registered(), accepted, note('依据受理写的')], 0);
    // As after a restore: what stands behind overtook what was refused and waits again.
    workspace.db.raw.exec("UPDATE outbox SET state = 'rejected', code = 'step_not_allowed' WHERE station_seq = 3");
    const done = await answerTo(9, (_of, index) => index + 1);
    expect(done.goBack).toBe(true);
    expect(nextOutgoing(workspace.db, 0, 9, 1e9).map(({ stationSeq }) => stationSeq)).toEqual([3]);
  });

  it('is not asked again for ever: what it refuses in one batch with what stands in front stays refused', async () => {
    write(nextUuid(), [registered(), note('一'), note('二')], 0);
    const done = await answerTo(9, (_of, index) => (index === 1 ? ['rejected', 'step_not_allowed'] : index + 1));
    expect(done.goBack).toBe(false);
    expect(outboxCounts(workspace.db)).toEqual({ pending: 0, rejected: 1 });
  });

  it('is asked again what it refused for want of an entry that it has now', () => {
    const other = new ChainBuilder('TH04');
    const first = other.register();
    const item = { pos: 1, seq: 1, masked: false, text: canonicalJson(first) };
    receivePage(workspace, [item]);
    write(first.caseId, [note('依据它写的')], 1);
    followCentre(workspace, { epoch: '11111111', rewind: 0 }, { epoch: EPOCH, head: 0 });
    workspace.db.raw.exec("UPDATE outbox SET state = 'rejected', code = 'entry_invalid'");
    receivePage(workspace, [item]);
    expect(outboxCounts(workspace.db)).toEqual({ pending: 1, rejected: 0 });
  });

  it('gets back what it lost; what it gave since is forgotten, and read again at other places', async () => {
    const own = nextUuid();
    const other = new ChainBuilder('TH04');
    write(own, [registered(), note('备份之前')], 0);
    await answerTo(9, (_of, index) => index + 1);
    const first = other.register();
    const late = [other.note(first.caseId, '甲'), other.note(first.caseId, '乙')];
    const item = (entry: Entry, pos: number, seq: number) => ({ pos, seq, masked: false, text: canonicalJson(entry) });
    receivePage(workspace, [item(first, 1, 1), ...late.map((entry, i) => item(entry, 2 + i, 2 + i))]);
    write(own, [note('备份之后')], 2);
    await answerTo(9, () => 3);
    const asked = { epoch: EPOCH, head: 3 };

    followCentre(workspace, { epoch: '11111111', rewind: 1, head: 2 }, asked);
    expect(nextOutgoing(workspace.db, 0, 9, 1e9).map(({ stationSeq }) => stationSeq)).toEqual([3]);
    expect(readMark(workspace, 'feed cursor')).toBe(1);
    expect(readMark(workspace, 'centre restored')).toMatchObject({ again: 1 });
    const places = () => entriesOfCase(workspace.db, first.caseId).map(({ entry, serverSeq }) => [entry.id, serverSeq]);
    expect(places()).toEqual([
      [first.id, 1],
      [late[0]?.id, null],
      [late[1]?.id, null],
    ]);
    receivePage(workspace, [item(late[1] as Entry, 2, 2), item(late[0] as Entry, 3, 3)]);
    expect(places()).toEqual([
      [first.id, 1],
      [late[1]?.id, 2],
      [late[0]?.id, 3],
    ]);
    expect(chainHead(workspace.db, 'TH03').seq).toBe(3);
  });

  it('is followed back within one life too, and what then comes is taken', () => {
    const other = new ChainBuilder('TH04');
    const first = other.register();
    const entries = [first, other.note(first.caseId, '甲'), other.note(first.caseId, '乙')];
    const items = entries.map((entry, i) => ({ pos: i + 1, seq: i + 1, masked: false, text: canonicalJson(entry) }));
    receivePage(workspace, items);
    workspace.db.raw.exec("UPDATE meta SET value = '7' WHERE key = 'feed cursor'");
    expect(() => receivePage(workspace, items.slice(1))).toThrow('centre_protocol');
    followCentre(workspace, { epoch: EPOCH, rewind: 1 }, { epoch: EPOCH, head: 0 });
    receivePage(workspace, items.slice(1));
    expect(readMark(workspace, 'feed cursor')).toBe(3);
    expect(entriesOfCase(workspace.db, first.caseId).map(({ serverSeq }) => serverSeq)).toEqual([1, 2, 3]);
  });

  it('is not believed to have lost what was sent while it spoke', async () => {
    write(nextUuid(), [registered()], 0);
    await answerTo(9, () => 1);
    followCentre(workspace, { head: 0 }, { epoch: EPOCH, head: 0 });
    expect(outboxCounts(workspace.db).pending).toBe(0);
  });
});

describe('what stands aside', () => {
  const aside = () => workspace.db.raw.prepare('SELECT code FROM quarantine').pluck().all();

  it('comes into its case when the registration that it waited for arrives', () => {
    const other = new ChainBuilder('TH04');
    const first = other.register();
    const early = other.note(first.caseId, '先到');
    const text = (entry: Entry) => canonicalJson(entry);
    receivePage(workspace, [{ pos: 1, seq: 2, masked: false, text: text(early) }]);
    expect(aside()).toEqual(['entry_gap']);
    receivePage(workspace, [{ pos: 2, seq: 1, masked: false, text: text(first) }]);
    expect(aside()).toEqual([]);
    expect(entriesOfCase(workspace.db, first.caseId).map(({ entry }) => entry.kind)).toEqual(['registered', 'noted']);
  });

  it('is kept through a rewind, without its place, until the feed brings it again', () => {
    const other = new ChainBuilder('TH04');
    const first = other.register();
    const early = canonicalJson(other.note(first.caseId, '先到'));
    receivePage(workspace, [{ pos: 1, seq: 2, masked: false, text: early }]);
    followCentre(workspace, { epoch: '11111111', rewind: 0 }, { epoch: EPOCH, head: 0 });
    expect(retryAside(workspace)).toEqual([]);
    expect(aside()).toEqual(['entry_gap']);
    receivePage(workspace, [{ pos: 1, seq: 1, masked: false, text: canonicalJson(first) }]);
    expect(aside()).toEqual(['entry_gap']);
    receivePage(workspace, [{ pos: 2, seq: 3, masked: false, text: early }]);
    expect(aside()).toEqual([]);
    expect(entriesOfCase(workspace.db, first.caseId).map(({ serverSeq }) => serverSeq)).toEqual([1, 3]);
  });
});
