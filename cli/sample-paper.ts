import { refusalOf } from '../core/api/field-errors.ts';
import type { Profiles } from '../core/load-profiles.ts';
import { PAPER_MARKS } from '../core/services/act-on-case.ts';
import { localDate } from '../domain/calendar/dates.ts';
import { STATE_COUNCIL_CALENDAR } from '../domain/calendar/holidays.ts';
import { foldCase } from '../domain/case-file/apply.ts';
import { caseNumber, paperNumber } from '../domain/case-file/number.ts';
import { type Entry, GENESIS_HASH, type NewFact } from '../domain/contract/entries.ts';
import { DeskError } from '../domain/contract/errors.ts';
import type { DocumentKind } from '../domain/contract/printing.ts';
import { type ComplaintRecord, recordSchema } from '../domain/contract/record.ts';
import type { DocumentKindInfo } from '../domain/documents/kinds.ts';
import type { PrintableDocument } from '../domain/documents/model.ts';
import { clocksOf } from '../domain/regimes/clocks.ts';
import { validateIntake } from '../domain/regimes/intake.ts';
import type { Profile, Refusal } from '../domain/regimes/profile-schema.ts';

/** Code of the station that exists in memory only. */
const STATION = 'DEMO';
const OFFICER = { officerId: 'sample', name: '示例员', roles: [] };

export interface Sample {
  record: ComplaintRecord;
  /** What the file itself says of the decision, where it does. */
  category: string | null;
  refusal: string | null;
}

/** Reads one record in the form of the sample files. @throws DeskError `invalid`, `too_long` with the fields */
export function sampleOf(value: unknown): Sample {
  const parsed = recordSchema.safeParse(value);
  if (!parsed.success) throw refusalOf(parsed.error.issues);
  const expect = (value as { expect?: { category?: unknown; refusal?: unknown } }).expect;
  const text = (member: unknown) => (typeof member === 'string' ? member : null);
  return { record: parsed.data, category: text(expect?.category), refusal: text(expect?.refusal) };
}

/**
 * A paper of a record that is in no database: the case is made in memory at the moment the record was received, and what
 * a later paper needs to have happened is put in, plainly marked as a sample.
 *
 * @param ground refusal ground; else what the file says, else the regime's first
 * @throws DeskError what registration would refuse, with fields; `no_refusal_in_regime`, `ground_unknown`
 */
export function samplePaper(
  profiles: Profiles,
  kind: DocumentKindInfo,
  sample: Sample,
  ground: string | undefined,
): PrintableDocument {
  const { record } = sample;
  const profile = profiles.get(record.regime);
  if (!profile) throw new DeskError('invalid', { fields: [{ path: 'regime', code: 'invalid' }] });
  const errors = validateIntake(profile, record);
  if (errors.length > 0) throw new DeskError(errors[0]?.code ?? 'invalid', { fields: errors });

  const date = localDate(record.received_at);
  const station = { code: STATION, name: `${profile.short}受理台（样张）`, organisation: profile.organisation };
  const registered: NewFact = {
    kind: 'registered',
    payload: {
      number: caseNumber(STATION, date, 1),
      regime: { id: profile.id, version: profile.version },
      stationName: station.name,
      record,
    },
  };
  const later = laterFacts(kind.id, profile, sample, ground, Number(date.slice(0, 4)));
  const state = foldCase([registered, ...later].map((fact, index) => entryOf(fact, index, record.received_at)));
  if (!state) throw new DeskError('internal');
  return kind.build({
    state,
    profile,
    clocks: clocksOf(profile, state, STATE_COUNCIL_CALENDAR),
    station,
    printedAt: record.received_at,
    copy: 0,
  });
}

function laterFacts(
  document: DocumentKind,
  profile: Profile,
  sample: Sample,
  ground: string | undefined,
  year: number,
): NewFact[] {
  const numberOf = (paper: keyof typeof PAPER_MARKS) =>
    paperNumber(profile.organisation, STATION, PAPER_MARKS[paper], year, 1);
  const unit = { id: 'sample', name: sample.record.respondent.unit.slice(0, 200) || '（承办单位）', station: null };
  const accepted: NewFact = {
    kind: 'accepted',
    payload: { category: categoryOf(profile, sample), noticeNumber: numberOf('acceptance_notice') },
  };
  const assigned: NewFact = {
    kind: 'assigned',
    payload: { unit, mode: 'handle', opinion: '（样张：转办意见）', slipNumber: numberOf('assignment_slip') },
  };
  switch (document) {
    case 'registration_slip':
    case 'registration_form':
      return [];
    case 'acceptance_notice':
      return [accepted];
    case 'refusal_notice': {
      const { code, text } = groundOf(profile, ground ?? sample.refusal);
      const noticeNumber = numberOf('refusal_notice');
      return [{ kind: 'refused', payload: { ground: code, groundText: text, explanation: '', noticeNumber } }];
    }
    case 'assignment_slip':
      return [accepted, assigned];
    case 'feedback_record':
      return [
        accepted,
        assigned,
        { kind: 'replied', payload: { unit: unit.name, opinion: '（样张：承办单位的回复意见）' } },
        { kind: 'fed_back', payload: { means: 'in_person', result: '（样张：办理结果）', satisfaction: null } },
      ];
  }
}

function categoryOf(profile: Profile, sample: Sample): string {
  const named = profile.categories.find((category) => category.id === sample.category);
  return named?.id ?? profile.categories[0]?.id ?? '';
}

function groundOf(profile: Profile, code: string | null): Refusal {
  const { refusals } = profile.acceptance;
  const found = code === null ? refusals[0] : refusals.find((refusal) => refusal.code === code);
  if (refusals.length === 0) throw new DeskError('no_refusal_in_regime', { detail: profile.short });
  if (!found) throw new DeskError('ground_unknown', { detail: refusals.map((refusal) => refusal.code).join('、') });
  return found;
}

/** An entry outside any chain: it is folded here and never stored. */
function entryOf(fact: NewFact, index: number, at: string): Entry {
  return {
    id: '00000000-0000-7000-8000-000000000000',
    caseId: '00000000-0000-7000-8000-000000000000',
    stationId: STATION,
    stationSeq: index + 1,
    actor: OFFICER,
    wallTime: at,
    baseRevision: index,
    prevHash: GENESIS_HASH,
    hash: GENESIS_HASH,
    ...fact,
  };
}
