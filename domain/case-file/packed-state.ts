import type { EntryOf } from '../contract/entries.ts';
import { begin } from './begin.ts';
import type { CaseState } from './state.ts';

/** Members that the registration alone decides: they are in its entry, and no later entry changes them. */
const OF_REGISTRATION: ReadonlySet<string> = new Set<keyof CaseState>([
  'caseId',
  'number',
  'regime',
  'stationId',
  'stationName',
  'record',
  'registered',
]);

/** What the other members are at the beginning, whatever the registration says. */
const BEGINNING: Readonly<Record<string, unknown>> = { ...begin({ payload: {} } as EntryOf<'registered'>) };

/**
 * A state as JSON without what its registration says and without what is as at the beginning: a case is kept beside its
 * entries, and would otherwise lie on the disk twice.
 */
export function packState(state: CaseState): string {
  // Nothing but the registration was folded: so it is with most of what the centre sends at once.
  if (state.revision === 1) return '{}';
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(state)) {
    if (OF_REGISTRATION.has(name) || isAsBegun(name, value)) continue;
    kept[name] = value;
  }
  return JSON.stringify(kept);
}

/** @param packed as `packState` made it of a case with this registration */
export function unpackState(registration: EntryOf<'registered'>, packed: string): CaseState {
  return { ...begin(registration), ...(JSON.parse(packed) as Partial<CaseState>) };
}

const isAsBegun = (name: string, value: unknown): boolean =>
  value === BEGINNING[name] || (isEmpty(value) && isEmpty(BEGINNING[name]));

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;
