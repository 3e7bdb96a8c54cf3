import { describe, expect, it } from 'vitest';
import { ChainBuilder, sampleRecord } from '../../tests/builders/entries.ts';
import { INSTITUTIONS } from '../../tests/random-commands/institutions.ts';
import { applyEntry } from '../case-file/apply.ts';
import type { CaseState } from '../case-file/state.ts';
import type { ComplaintRecord } from '../contract/record.ts';
import { namesIn, type SeeingOfficer, type SeeingStation, sightOf } from './officer.ts';

const PROFILE = INSTITUTIONS.find(({ profile }) => profile.id === 'tanghe')?.profile ?? null;
const HERE: SeeingStation = { code: 'TH03', names: ['县政务服务中心投诉台', '医保窗口'], windows: ['21'] };
const ELSEWHERE: SeeingStation = { ...HERE, code: 'TH01' };
const officer = (more: Partial<SeeingOfficer> = {}): SeeingOfficer => ({
  id: 'o-2',
  name: '示一鸣',
  roles: ['intake_officer'],
  ...more,
});

/** Registered at TH03 by o-1. */
function caseAbout(respondent: Partial<ComplaintRecord['respondent']>, wantsSecret = false): CaseState {
  const record = sampleRecord('tanghe-02');
  return applyEntry(
    null,
    new ChainBuilder('TH03').register({
      ...record,
      complainant: { ...record.complainant, wants_secret: wantsSecret },
      respondent: { unit: '', window_no: '', staff: '', ...respondent },
    }),
  );
}

describe('what an officer sees of a case', () => {
  it('is all of it for those whom it does not concern', () => {
    const state = caseAbout({ unit: '不动产窗口', window_no: '3', staff: '某某' });
    for (const at of [HERE, ELSEWHERE]) expect(sightOf(officer(), at, state, PROFILE)).toBe('full');
  });

  it.each(['示一鸣', '示 一鸣', '示一鸣(胸牌07)', '某某、示一鸣', '（示一鸣）'])(
    'is masked for the person named %s',
    (staff) => {
      for (const at of [HERE, ELSEWHERE]) expect(sightOf(officer(), at, caseAbout({ staff }), PROFILE)).toBe('masked');
      expect(sightOf(officer({ name: '示一' }), HERE, caseAbout({ staff }), PROFILE)).toBe('full');
      expect(sightOf(officer({ name: ' ' }), HERE, caseAbout({ staff: ' ' }), PROFILE)).toBe('full');
    },
  );

  it.each([{ unit: '医保窗口' }, { window_no: '21' }])(
    'is masked at a desk of the unit or window complained about',
    (about) => {
      expect(sightOf(officer(), ELSEWHERE, caseAbout(about), PROFILE)).toBe('masked');
      // The desk that registered it is where the regime has it received.
      expect(sightOf(officer(), HERE, caseAbout(about), PROFILE)).toBe('full');
    },
  );

  it('is all for whoever registered it, and nothing for whoever withdrew, even that one', () => {
    const state = caseAbout({ staff: '示一鸣' });
    const registrar = officer({ id: 'o-1' });
    expect(sightOf(registrar, HERE, state, PROFILE)).toBe('full');
    // The same id at another station is another person.
    expect(sightOf(registrar, ELSEWHERE, state, PROFILE)).toBe('masked');
    const recusals = [{ ...state.registered, officerId: 'o-1', name: '某', reason: '亲属' }];
    expect(sightOf(registrar, HERE, { ...state, recusals }, PROFILE)).toBe('none');
  });

  it('is masked, where secrecy was asked for, for those who neither receive nor answer it', () => {
    const state = caseAbout({}, true);
    expect(sightOf(officer({ roles: ['archivist'] }), HERE, state, PROFILE)).toBe('masked');
    expect(sightOf(officer(), HERE, state, PROFILE)).toBe('full');
    expect(sightOf(officer(), HERE, state, null)).toBe('masked');
  });

  it('is open by the regime’s own sentence only', () => {
    const state = caseAbout({ staff: '示一鸣' });
    const open = PROFILE && { ...PROFILE, openToRespondent: { id: 'open', text: '告知被投诉人', source: null } };
    expect(sightOf(officer(), HERE, state, open)).toBe('full');
    expect(sightOf(officer(), HERE, state, null)).toBe('masked');
    expect(INSTITUTIONS.filter(({ profile }) => profile.openToRespondent)).toEqual([]);
  });

  it('reads names out of what was written', () => {
    expect(namesIn('示一鸣(胸牌07)')).toEqual(['示一鸣(胸牌07)', '示一鸣', '胸牌07']);
    expect(namesIn(' ')).toEqual([]);
  });
});
