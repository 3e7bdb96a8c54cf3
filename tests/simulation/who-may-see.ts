import type { CaseState } from '../../domain/case-file/state.ts';
import type { Part } from './cast.ts';

/**
 * Who may see a case, written a second time from the page of the protocol and not from `domain/disclosure`, so that a slip
 * there is not repeated here. All stations of the simulation belong to one institution.
 */
function sees({ code, kind, units }: Part, state: CaseState): boolean {
  if (state.stationId === code) return true;
  if (kind === 'supervision_office' || kind === 'leader_desk') return true;
  if (kind !== 'handling_unit') return false;
  const unit = state.assignment?.unit;
  return unit !== undefined && (unit.station === code || units.includes(unit.id));
}

export const masked = ({ code, kind }: Part, registeredAt: string): boolean =>
  kind === 'handling_unit' && registeredAt !== code;

/**
 * How many entries of a case, in the centre's order, a station holds when all is delivered: up to the last one before or
 * after which it might see the case, because whoever loses a case learns of it by that very entry.
 *
 * @param states the case after its first, second … entry
 */
export function entriesFor(part: Part, states: readonly CaseState[]): number {
  let upTo = 0;
  for (const [index, state] of states.entries()) {
    const before = states[index - 1];
    if (sees(part, state) || (before && sees(part, before))) upTo = index + 1;
  }
  return upTo;
}
