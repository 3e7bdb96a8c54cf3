import type { CommandType } from '../../../../domain/contract/commands.ts';
import type { ActionOffer } from '../../../../domain/regimes/workflow.ts';
import { ACTION_KEYS } from './actionWords.ts';

export const offerGroups = ['handling', 'time', 'supervision', 'file'] as const;
export type OfferGroup = (typeof offerGroups)[number];

export const GROUP_WORDS: Record<OfferGroup, string> = {
  handling: '办理',
  time: '时限',
  supervision: '督办',
  file: '案卷',
};

const GROUPS: Record<CommandType, OfferGroup> = {
  accept: 'handling',
  refuse: 'handling',
  investigate: 'handling',
  approve: 'handling',
  assign: 'handling',
  contribute: 'handling',
  reply: 'handling',
  feed_back: 'handling',
  close: 'handling',
  archive: 'handling',
  record: 'handling',
  return: 'handling',
  redo: 'handling',
  extend: 'time',
  request_extension: 'time',
  decide_extension: 'time',
  urge: 'supervision',
  follow_up: 'supervision',
  mark: 'supervision',
  settle: 'handling',
  reclassify: 'file',
  recuse: 'file',
  merge: 'file',
  note: 'file',
};

/** An action that may be taken now, and the key that opens it; empty where keys ran out. */
export interface KeyedOffer {
  offer: ActionOffer;
  hotkey: string;
}

export interface OfferShelf {
  /** What the case waits for, when the officer may do it. */
  next: KeyedOffer | null;
  groups: { group: OfferGroup; offers: KeyedOffer[] }[];
  /** What may not be done now, with the reason on each. */
  refused: ActionOffer[];
}

/**
 * Puts a case's offers on their shelves, each in the regime's order.
 *
 * @param nextName name of the step that the case waits for; null when it waits for nothing
 */
export function shelve(offers: readonly ActionOffer[], nextName: string | null): OfferShelf {
  const may = offers.filter((offer) => offer.allowed);
  const first = may.find((offer) => offer.name === nextName && offer.step !== null);
  const allowed = withKeys(first ? [first, ...may.filter((offer) => offer !== first)] : may);
  const next = (first && allowed[0]) ?? null;
  const groups = offerGroups.flatMap((group) => {
    const its = allowed.filter((one) => one !== next && GROUPS[one.offer.action] === group);
    return its.length === 0 ? [] : [{ group, offers: its }];
  });
  return { next, groups, refused: offers.filter((offer) => !offer.allowed) };
}

/** The letter of the action, given to the first of its kind; records and whatever finds its letter taken get digits. */
function withKeys(offers: readonly ActionOffer[]): KeyedOffer[] {
  const taken = new Set<string>();
  let digit = 0;
  return offers.map((offer) => {
    const letter = ACTION_KEYS[offer.action];
    if (letter !== '' && !taken.has(letter)) {
      taken.add(letter);
      return { offer, hotkey: letter };
    }
    digit += 1;
    return { offer, hotkey: digit <= 9 ? String(digit) : '' };
  });
}

/** Refused offers with the same reason and sentence in one line, in the order in which each reason first comes up. */
export function byReason(offers: readonly ActionOffer[]): { names: string[]; reason: string; source: string | null }[] {
  const lines = new Map<string, { names: string[]; reason: string; source: string | null }>();
  for (const { name, reason: why, source } of offers) {
    const reason = why ?? '按制度，现在还不能办理此项';
    const place = `${reason}\n${source ?? ''}`;
    const line = lines.get(place) ?? { names: [], reason, source: source === reason ? null : source };
    if (!line.names.includes(name)) line.names.push(name);
    lines.set(place, line);
  }
  return [...lines.values()];
}
