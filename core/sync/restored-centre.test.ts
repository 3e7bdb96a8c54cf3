import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entriesOfCase } from '../../db/entries.ts';
import { nextOutgoing, outboxCounts } from '../../db/outbox.ts';
import { canonicalJson } from '../../domain/case-file/chain.ts';
import type { CaseState } from '../../domain/case-file/state.ts';
import type { Entry } from '../../domain/contract/entries.ts';
import type { PushAnswer } from '../../domain/contract/wire.ts';
import { ChainBuilder } from '../../tests/builders/entries.ts';
import { openBareWorkspace } from '../../tests/builders/workspace.ts';
import { appendFacts } from '../services/append-facts.ts';
import type { Workspace } from '../workspace.ts';
import { acknowledge, PlacesCollide } from './acknowledge.ts';
import { doubtPlacesOf, followCentre } from './follow-centre.ts';
import { readMark } from './marks.ts';
import { knownOf, packBatch } from './outgoing.ts';
import { receivePage } from './receive.ts';

const OFFICER = { id: 'o', name: '示例员', roles: ['window_chief'] };
const EPOCH = '00c0ffee';
const REFUSED: PushAnswer = ['rejected', 'step_not_allowed'];

let workspace: Workspace;
let close: () => void;
let other: ChainBuilder;
beforeEach(() => {
  ({ workspace, close } = openBareWorkspace('TH03'));
  other = new ChainBuilder('TH04');
});
afterEach(() => close());

const note = (caseId: string, text: string, seen: number): CaseState =>
  workspace.db.raw.transaction(() =>
    appendFacts(workspace, caseId, [{ kind: 'noted', payload: { text } }], OFFICER, seen),
  )();
const item = (entry: Entry, pos: number, seq = pos) => ({ pos, seq, masked: false, text: canonicalJson(entry) });
const batchOfAll = () => packBatch(nextOutgoing(workspace.db, 0, 9, 1e9), knownOf(workspace));
const answer = (batch: Awaited<ReturnType<typeof batchOfAll>>, ...said: PushAnswer[]) =>
  acknowledge(workspace, batch, {
    answers: batch.entries.map((_, index) => said[index] ?? (said[0] as PushAnswer)),
    epoch: EPOCH,
    receipt: { seq: batch.entries.at(-1)?.stationSeq ?? 0, backed: 0, signature: '' },
  });

describe('a centre that was restored from a backup', () => {
  it('is asked again at once what it refused while the feed was bringing what it lacked', async () => {
    const first = other.register();
    const seen = other.note(first.caseId, '依据');
    receivePage(workspace, [item(first, 1), item(seen, 2)]);
    note(first.caseId, '依据它写的', 2);
    followCentre(workspace, { epoch: EPOCH, rewind: 1 }, { epoch: '11111111', head: 0 });
    const flying = await batchOfAll();
    receivePage(workspace, [item(seen, 2)]);
    expect(answer(flying, REFUSED).goBack).toBe(true);
    expect(outboxCounts(workspace.db)).toEqual({ pending: 1, rejected: 0 });
    expect(answer(await batchOfAll(), REFUSED).goBack).toBe(false);
    expect(outboxCounts(workspace.db)).toEqual({ pending: 0, rejected: 1 });
  });

  it('is asked again also where the answer is to a batch from before the feed was gone back in', async () => {
    const first = other.register();
    const seen = other.note(first.caseId, '依据');
    receivePage(workspace, [item(first, 1), item(seen, 2)]);
    note(first.caseId, '依据它写的', 2);
    const flying = await batchOfAll();
    followCentre(workspace, { epoch: EPOCH, rewind: 0 }, { epoch: '11111111', head: 0 });
    receivePage(workspace, [item(first, 1)]);
    expect(answer(flying, REFUSED).goBack).toBe(true);
    expect(outboxCounts(workspace.db)).toEqual({ pending: 1, rejected: 0 });
  });

  it('does not hide from the officers what it refuses for want of an entry that it has lost', async () => {
    const first = other.register();
    receivePage(workspace, [item(first, 1), item(other.note(first.caseId, '依据'), 2)]);
    note(first.caseId, '一', 2);
    followCentre(workspace, { epoch: EPOCH, rewind: 1 }, { epoch: '11111111', head: 0 });
    answer(await batchOfAll(), REFUSED);
    const next = note(first.caseId, '二', 3);
    expect(next.notes.map(({ text }) => text)).toEqual(['依据', '一', '二']);
    expect(entriesOfCase(workspace.db, first.caseId).at(-1)?.entry.baseRevision).toBe(3);
  });

  it('does not keep what its former life acknowledged while the question was on its way (seeds 94281, 97349)', async () => {
    followCentre(workspace, { epoch: '11111111' }, { epoch: '', head: 0 });
    const first = other.register();
    receivePage(workspace, [item(first, 1)]);
    note(first.caseId, '回执在路上', 1);
    const flying = await batchOfAll();
    const asked = { epoch: '11111111', head: readMark(workspace, 'centre head') };
    answer(flying, 2);
    followCentre(workspace, { epoch: EPOCH, rewind: 1 }, asked);
    expect(outboxCounts(workspace.db)).toEqual({ pending: 1, rejected: 0 });
    expect(readMark(workspace, 'centre head')).toBe(0);
    // Within one life it was acknowledged by whom the question asks.
    answer(await batchOfAll(), 3);
    followCentre(workspace, { backed: 1 }, { epoch: EPOCH, head: 0 });
    expect(outboxCounts(workspace.db)).toEqual({ pending: 0, rejected: 0 });
    expect(readMark(workspace, 'centre head')).toBe(1);
  });
});

describe('a place that was told wrong on the way', () => {
  it('is asked for again when the centre’s word on an own entry contradicts it, and reporting goes on', async () => {
    const first = other.register();
    const beside = other.note(first.caseId, '旁注');
    receivePage(workspace, [item(first, 1), item(beside, 2, 3)]);
    note(first.caseId, '本站', 2);
    const batch = await batchOfAll();
    expect(() => answer(batch, 3)).toThrow(PlacesCollide);
    expect(doubtPlacesOf(workspace, first.caseId)).toEqual([first.caseId]);
    expect(readMark(workspace, 'feed cursor')).toBe(0);
    receivePage(workspace, [item(first, 1), item(beside, 2)]);
    answer(batch, 3);
    expect(entriesOfCase(workspace.db, first.caseId).map(({ serverSeq }) => serverSeq)).toEqual([1, 2, 3]);
  });

  it('told for an own entry, is asked for again: what is believed to be reported is sent once more (seed 1701)', async () => {
    const first = other.register();
    receivePage(workspace, [item(first, 1)]);
    note(first.caseId, '一', 1);
    answer(await batchOfAll(), 3);
    note(first.caseId, '二', 2);
    const late = await batchOfAll();
    expect(() => answer(late, 3)).toThrow(PlacesCollide);
    doubtPlacesOf(workspace, first.caseId);
    expect(outboxCounts(workspace.db).pending).toBe(2);
    receivePage(workspace, [item(first, 1)]);
    answer(await batchOfAll(), ['duplicate', 2], 3);
    expect(entriesOfCase(workspace.db, first.caseId).map(({ serverSeq }) => serverSeq)).toEqual([1, 2, 3]);
    expect(outboxCounts(workspace.db).pending).toBe(0);
  });
});
