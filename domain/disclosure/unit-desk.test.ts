import { describe, expect, it } from 'vitest';
import { commandOf, FACT_OF } from '../case-file/command-of.ts';
import { COMMAND_WORDS, type CommandType } from '../contract/commands.ts';
import { ENTRY_WORDS, type Entry, type EntryKind } from '../contract/entries.ts';
import { refusalAtTheUnit } from './unit-desk.ts';

const kinds = Object.keys(ENTRY_WORDS) as EntryKind[];
const actions = Object.keys(COMMAND_WORDS) as CommandType[];

describe('what a unit that handles a case may do at its desk', () => {
  it('is its own work: reply, opinion, record, hand back, ask for more time, feed back, note', () => {
    const own = actions.filter((action) => refusalAtTheUnit(action) === null);
    expect(own.sort()).toEqual(
      [
        'contribute',
        'extend',
        'feed_back',
        'investigate',
        'note',
        'record',
        'reply',
        'request_extension',
        'return',
      ].sort(),
    );
  });

  it('is told by the fact that a command makes, the same that is turned back into that command at the centre', () => {
    const turnedBack = kinds.flatMap((kind) => {
      const command = commandOf({ kind, payload: {} } as Entry);
      return command ? [[command.type, kind] as const] : [];
    });
    expect(Object.fromEntries(turnedBack)).toEqual(FACT_OF);
  });
});
