import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendFacts } from '../core/services/append-facts.ts';
import type { Workspace } from '../core/workspace.ts';
import { nextUuid, sampleRecord } from '../tests/builders/entries.ts';
import { openBareWorkspace } from '../tests/builders/workspace.ts';
import { nextOutgoing } from './outbox.ts';

const OFFICER = { id: 'o', name: '示例员', roles: ['window_chief'] };
const ENTRIES = 130;

let workspace: Workspace;
let close: () => void;
beforeEach(() => {
  ({ workspace, close } = openBareWorkspace('TH03'));
  const { db } = workspace;
  const record = sampleRecord('tanghe-01');
  const regime = { id: 'tanghe', version: '1' };
  const registered = {
    kind: 'registered',
    payload: { number: 'TH03-20260302-0001-K', regime, stationName: '样例', record },
  };
  const notes = Array.from({ length: ENTRIES - 1 }, (_, index) => ({
    kind: 'noted',
    payload: { text: `第${index}条` },
  }));
  const facts = [registered, ...notes] as Parameters<typeof appendFacts>[2];
  db.raw.transaction(() => appendFacts(workspace, nextUuid(), facts, OFFICER, 0))();
});
afterEach(() => close());

const placesSent = (after: number, entries: number, bytes: number) =>
  nextOutgoing(workspace.db, after, entries, bytes).map(({ stationSeq }) => stationSeq);
const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

test('gives all that waits in the order of the chain, none left out and none twice', () => {
  expect(placesSent(0, 500, 1e9)).toEqual(from(1, ENTRIES));
  expect(placesSent(57, 500, 1e9)).toEqual(from(58, ENTRIES));
  expect(placesSent(ENTRIES, 500, 1e9)).toEqual([]);
});

test('stops at the number of entries and at their length, but gives one whatever its length', () => {
  for (const most of [1, 2, 101]) expect(placesSent(0, most, 1e9)).toEqual(from(1, most));
  const lengths = nextOutgoing(workspace.db, 0, 500, 1e9).map(({ body }) => body.length);
  const ofSeventy = lengths.slice(0, 70).reduce((sum, length) => sum + length, 0);
  expect(placesSent(0, 500, ofSeventy)).toEqual(from(1, 70));
  expect(placesSent(0, 500, 1)).toEqual([1]);
});
