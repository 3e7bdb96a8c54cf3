import { refusalOf } from '../core/api/field-errors.ts';
import type { Profiles } from '../core/load-profiles.ts';
import { localDate } from '../domain/calendar/dates.ts';
import { STATE_COUNCIL_CALENDAR } from '../domain/calendar/holidays.ts';
import { foldCase } from '../domain/case-file/apply.ts';
import { caseNumber } from '../domain/case-file/number.ts';
import { type Entry, GENESIS_HASH, type NewFact } from '../domain/contract/entries.ts';
import { DeskError } from '../domain/contract/errors.ts';
import { recordSchema } from '../domain/contract/record.ts';
import type { DocumentContext } from '../domain/documents/context.ts';
import { paperKind } from '../domain/documents/form-kinds.ts';
import type { DocumentKindInfo } from '../domain/documents/kinds.ts';
import type { PrintableDocument } from '../domain/documents/model.ts';
import { clocksOf } from '../domain/regimes/clocks.ts';
import { validateIntake } from '../domain/regimes/intake.ts';
import { type Sample, sampleFacts } from './sample-facts.ts';

/** Code of the station that exists in memory only. */
const STATION = 'DEMO';
const OFFICER = { officerId: 'sample', name: '示例员', roles: [] };

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
 * a later paper needs to have happened is put in (see `sample-facts.ts`).
 *
 * @throws DeskError what registration would refuse, with fields; `document_unknown`, and what `sampleFacts` says
 */
export function samplePaper(
  profiles: Profiles,
  document: string,
  sample: Sample,
  ground: string | undefined,
): { kind: DocumentKindInfo; build: () => PrintableDocument } {
  const { record } = sample;
  const profile = profiles.get(record.regime);
  if (!profile) throw new DeskError('invalid', { fields: [{ path: 'regime', code: 'invalid' }] });
  const kind = paperKind(profile, document, null);
  if (!kind) throw new DeskError('document_unknown', { detail: document });
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
  const later = sampleFacts(kind.id, profile, sample, ground, { station: STATION, date });
  const state = foldCase([registered, ...later].map((fact, index) => entryOf(fact, index, record.received_at)));
  if (!state) throw new DeskError('internal');
  const context: DocumentContext = {
    state,
    profile,
    clocks: clocksOf(profile, state, STATE_COUNCIL_CALENDAR),
    station,
    printedAt: record.received_at,
    copy: 0,
  };
  return { kind, build: () => kind.build(context) };
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
