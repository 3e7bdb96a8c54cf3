import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stationKinds } from '../contract/wire.ts';
import { type CaseFacts, maySee, mayWrite, mayWriteKind, seesMasked, type Viewer } from './see.ts';

const facts: CaseFacts = { institution: 'tanghe', stationId: 'TH03', assignment: null, everAssigned: [] };
const viewer = (kind: Viewer['kind'], more: Partial<Viewer> = {}): Viewer => ({
  code: 'TH99',
  kind,
  institution: 'tanghe',
  units: [],
  ...more,
});
const toUnit = (id: string, station: string | null = null): CaseFacts => {
  const unit = { id, station };
  return { ...facts, assignment: unit, everAssigned: [unit] };
};

describe('who sees a case', () => {
  it.each([
    ['supervision_office', true],
    ['leader_desk', true],
    ['hall_window', false],
    ['township', false],
    ['duty_room', false],
    ['handling_unit', false],
  ] as const)('registered elsewhere in the institution: %s %s', (kind, expected) => {
    expect(maySee(viewer(kind), facts)).toBe(expected);
  });

  it('shows a station what it registered itself, whatever its kind', () => {
    for (const kind of stationKinds) expect(maySee(viewer(kind, { code: 'TH03' }), facts)).toBe(true);
  });

  it('shows a handling unit what is assigned to one of its units or to its station, and nothing else', () => {
    const unit = viewer('handling_unit', { code: 'TH12', units: ['u-bdc', 'u-x'] });
    expect(maySee(unit, toUnit('u-bdc'))).toBe(true);
    expect(maySee(unit, toUnit('u-other', 'TH12'))).toBe(true);
    expect(maySee(unit, toUnit('u-other', 'TH13'))).toBe(false);
    expect(maySee(viewer('hall_window', { units: ['u-bdc'] }), toUnit('u-bdc'))).toBe(false);
  });

  it('lets a unit add its own work to a case, never a decision about it', () => {
    const unit = viewer('handling_unit', { units: ['u-bdc'] });
    const decisions = ['accepted', 'refused', 'approved', 'assigned', 'closed', 'archived', 'settled'] as const;
    for (const kind of decisions) expect(mayWriteKind(unit, toUnit('u-bdc'), kind), kind).toBe(false);
    expect(mayWriteKind(unit, toUnit('u-bdc'), 'replied')).toBe(true);
    expect(mayWriteKind(viewer('supervision_office'), toUnit('u-bdc'), 'closed')).toBe(true);
  });

  it('hears a unit that the case was taken from, but shows it no more', () => {
    const unit = viewer('handling_unit', { units: ['u-bdc'] });
    const moved: CaseFacts = { ...toUnit('u-gac'), everAssigned: [{ id: 'u-bdc', station: null }] };
    expect(maySee(unit, moved)).toBe(false);
    expect(mayWrite(unit, moved)).toBe(true);
    expect(mayWrite(viewer('handling_unit', { units: ['u-sjj'] }), moved)).toBe(false);
    expect(mayWrite(viewer('hall_window', { units: ['u-bdc'] }), moved)).toBe(false);
  });

  it('lets a unit hand back or put off only what it holds', () => {
    const unit = viewer('handling_unit', { units: ['u-bdc'] });
    const moved: CaseFacts = { ...toUnit('u-gac'), everAssigned: [{ id: 'u-bdc', station: null }] };
    for (const kind of ['returned', 'extension_requested', 'extended'] as const) {
      expect(mayWriteKind(unit, toUnit('u-bdc'), kind)).toBe(true);
      expect(mayWriteKind(unit, moved, kind)).toBe(false);
      expect(mayWriteKind(viewer('leader_desk'), moved, kind)).toBe(true);
    }
    expect(mayWriteKind(unit, moved, 'replied')).toBe(true);
  });

  it('masks for handling units only, and not what they registered', () => {
    for (const kind of stationKinds) expect(seesMasked(viewer(kind), facts)).toBe(kind === 'handling_unit');
    expect(seesMasked(viewer('handling_unit', { code: 'TH03' }), facts)).toBe(false);
  });

  it('never crosses institutions', () => {
    const anyUnit = fc.record({ id: fc.constantFrom('u-1', 'u-2'), station: fc.constantFrom(null, 'A1', 'A2') });
    fc.assert(
      fc.property(
        fc.record({
          code: fc.constantFrom('A1', 'A2'),
          kind: fc.constantFrom(...stationKinds),
          units: fc.subarray(['u-1', 'u-2']),
        }),
        fc.record({
          stationId: fc.constantFrom('A1', 'A2'),
          assignment: fc.option(anyUnit),
          everAssigned: fc.array(anyUnit, { maxLength: 3 }),
        }),
        (who, what) => {
          const stranger = { ...who, institution: 'nanxi' };
          const caseFacts = { ...what, institution: 'tanghe' };
          return !maySee(stranger, caseFacts) && !mayWrite(stranger, caseFacts);
        },
      ),
    );
  });
});
