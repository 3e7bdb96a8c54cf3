import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nextOutgoing, outboxCounts, retryAllRejected } from '../../db/outbox.ts';
import type { PushAnswer } from '../../domain/contract/wire.ts';
import { nextUuid, sampleRecord } from '../../tests/builders/entries.ts';
import { openBareWorkspace } from '../../tests/builders/workspace.ts';
import { appendFacts } from '../services/append-facts.ts';
import type { Workspace } from '../workspace.ts';
import { acknowledge } from './acknowledge.ts';
import { readMark } from './marks.ts';
import { type Batch, holdsBack, knownOf, packBatch } from './outgoing.ts';

const OFFICER = { id: 'o', name: '示例员', roles: ['window_chief'] };

let workspace: Workspace;
let close: () => void;
beforeEach(() => {
  ({ workspace, close } = openBareWorkspace('TH03'));
  const caseId = nextUuid();
  const record = sampleRecord('tanghe-01');
  const regime = { id: 'tanghe', version: '1' };
  const registered = { number: 'TH03-20260302-0001-K', regime, stationName: '样例', record };
  workspace.db.raw.transaction(() =>
    appendFacts(
      workspace,
      caseId,
      [
        { kind: 'registered', payload: registered },
        ...['一', '二', '三'].map((text) => ({ kind: 'noted' as const, payload: { text } })),
      ],
      OFFICER,
      0,
    ),
  )();
});
afterEach(() => close());

const batch = (after: number, count: number) =>
  packBatch(nextOutgoing(workspace.db, after, count, 1e9), knownOf(workspace));
const answer = (of: Batch, head: number, answers: PushAnswer[]) =>
  acknowledge(workspace, of, { answers, epoch: '00c0ffee', receipt: { seq: head, backed: 0, signature: '' } });

describe('two batches under way at a time', () => {
  it('are such that the chain holds the second back until the first is there', async () => {
    const first = await batch(0, 2);
    expect(holdsBack(first, await batch(2, 2))).toBe(true);
    expect(holdsBack(first, await batch(3, 1))).toBe(false);
    expect(holdsBack(first, await batch(1, 2))).toBe(false);
  });

  it('are not what was refused and is sent again: nothing holds the later of them back (seed 295)', async () => {
    answer(await batch(0, 4), 4, [1, ['rejected', 'internal'], ['rejected', 'internal'], ['rejected', 'internal']]);
    retryAllRejected(workspace.db);
    expect(holdsBack(await batch(0, 1), await batch(2, 2))).toBe(false);
  });

  it('arrive in the wrong order, and only what was held back is sent again', async () => {
    const [first, second] = [await batch(0, 2), await batch(2, 2)];
    answer(first, 2, [1, 2]);
    const late = answer(second, 0, [
      ['rejected', 'entry_gap'],
      ['rejected', 'entry_gap'],
    ]);
    expect(late.goBack).toBe(true);
    expect(outboxCounts(workspace.db)).toEqual({ pending: 2, rejected: 0 });
    expect(readMark(workspace, 'centre head')).toBe(2);
    expect((await batch(0, 9)).entries.map(({ stationSeq }) => stationSeq)).toEqual([3, 4]);
  });
});
