import { expect, it } from 'vitest';
import { ChainBuilder } from '../../tests/builders/entries.ts';
import type { EntryOf } from '../contract/entries.ts';
import { foldCase } from './apply.ts';
import { packState, unpackState } from './packed-state.ts';

// That nothing is lost whatever happens to a case is asked of every random command (`tests/random-commands`).
it('keeps nothing of a case that was only registered, and what came after in another', () => {
  const chain = new ChainBuilder('TH03');
  const first = chain.register() as EntryOf<'registered'>;
  const fresh = foldCase([first]);
  expect(fresh && packState(fresh)).toBe('{}');
  expect(unpackState(first, '{}')).toEqual(fresh);
  const noted = foldCase([first, chain.note(first.caseId, '一')]);
  const packed = noted ? packState(noted) : '';
  expect(Object.keys(JSON.parse(packed))).toEqual(['revision', 'notes', 'written']);
  expect(unpackState(first, packed)).toEqual(noted);
});
