import type { Command, CommandType } from '../contract/commands.ts';
import type { Entry, EntryKind } from '../contract/entries.ts';

/** The kind of fact that each command makes of the case it is given for. */
export const FACT_OF: Readonly<Record<CommandType, EntryKind>> = {
  accept: 'accepted',
  refuse: 'refused',
  investigate: 'investigated',
  approve: 'approved',
  assign: 'assigned',
  contribute: 'contributed',
  reply: 'replied',
  feed_back: 'fed_back',
  close: 'closed',
  archive: 'archived',
  extend: 'extended',
  request_extension: 'extension_requested',
  decide_extension: 'extension_decided',
  record: 'recorded',
  reclassify: 'reclassified',
  return: 'returned',
  redo: 'redo_ordered',
  urge: 'urged',
  follow_up: 'followed_up',
  recuse: 'recused',
  merge: 'merged',
  mark: 'marked',
  settle: 'settled',
  note: 'noted',
};

/**
 * The command that a decided fact came from: what `decide` added by itself (numbers, names, the sentence of a ground) is
 * left out, so that deciding anew shows whether it was rightly added.
 *
 * @returns null for facts that no command makes: registration, signature, attachment, paper, the other side of a merge
 */
export function commandOf(entry: Entry): Command | null {
  switch (entry.kind) {
    case 'registered':
    case 'signed':
    case 'attached':
    case 'absorbed':
    case 'printed':
      return null;
    case 'accepted': {
      const { noticeNumber: _drawn, ...words } = entry.payload;
      return { type: 'accept', ...words };
    }
    case 'refused':
      return { type: 'refuse', ground: entry.payload.ground, explanation: entry.payload.explanation };
    case 'investigated':
      return { type: 'investigate', ...entry.payload };
    case 'approved':
      return { type: 'approve', ...entry.payload };
    case 'assigned': {
      const { slipNumber: _drawn, ...words } = entry.payload;
      return { type: 'assign', ...words };
    }
    case 'contributed':
      return { type: 'contribute', ...entry.payload };
    case 'replied':
      return { type: 'reply', opinion: entry.payload.opinion };
    case 'fed_back': {
      const { signed: _collected, ...words } = entry.payload;
      return { type: 'feed_back', ...words };
    }
    case 'closed':
      return { type: 'close', ...entry.payload };
    case 'archived':
      return { type: 'archive', ...entry.payload };
    case 'extended':
      return { type: 'extend', ...entry.payload };
    case 'extension_requested':
      return { type: 'request_extension', ...entry.payload };
    case 'extension_decided': {
      const { promisedDate: _asked, ...words } = entry.payload;
      return { type: 'decide_extension', ...words };
    }
    case 'recorded':
      return { type: 'record', step: entry.payload.step, values: entry.payload.values };
    case 'reclassified':
      return { type: 'reclassify', category: entry.payload.category, reason: entry.payload.reason };
    case 'returned': {
      const { unit: _holder, ...words } = entry.payload;
      return { type: 'return', ...words };
    }
    case 'redo_ordered':
      return { type: 'redo', rule: entry.payload.rule, reason: entry.payload.reason };
    case 'urged': {
      const { kind: _ofRule, slipNumber: _drawn, ...words } = entry.payload;
      return { type: 'urge', ...words };
    }
    case 'followed_up':
      return { type: 'follow_up', ...entry.payload };
    case 'recused':
      return { type: 'recuse', ...entry.payload };
    case 'merged':
      return { type: 'merge', intoCaseId: entry.payload.into, reason: entry.payload.reason };
    case 'marked': {
      const { of: _ofRule, ...words } = entry.payload;
      return { type: 'mark', ...words };
    }
    case 'settled': {
      const { against: _whatStood, ...words } = entry.payload;
      return { type: 'settle', ...words };
    }
    case 'noted':
      return { type: 'note', ...entry.payload };
  }
}
