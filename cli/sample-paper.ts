import { refusalOf } from '../core/api/field-errors.ts';
import type { Profiles } from '../core/load-profiles.ts';
import { localDate } from '../domain/calendar/dates.ts';
import { STATE_COUNCIL_CALENDAR } from '../domain/calendar/holidays.ts';
import { foldCase } from '../domain/case-file/apply.ts';
import { caseNumber } from '../domain/case-file/number.ts';
import { type Entry, GENESIS_HASH, type NewFact } from '../domain/contract/entries.ts';
import { DeskError } from '../domain/contract/errors.ts';
import type { DocumentKind } from '../domain/contract/printing.ts';
import { recordSchema } from '../domain/contract/record.ts';
import type { DocumentContext } from '../domain/documents/context.ts';
import { paperKind } from '../domain/documents/form-kinds.ts';
import type { DocumentKindInfo } from '../domain/documents/kinds.ts';
import type { PrintableDocument } from '../domain/documents/model.ts';
import { clocksOf } from '../domain/regimes/clocks.ts';
import { validateIntake } from '../domain/regimes/intake.ts';
import type { Profile } from '../domain/regimes/profile-schema.ts';
import { papersOf, type Sample, sampleFacts } from './sample-facts.ts';

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

/** A record that is in no database, as a case of a station in memory, from which papers are made. */
export interface SampleCase {
  profile: Profile;
  /** Ids of the papers that the record can lead to: see `papersOf` in `sample-facts.ts`. */
  documents: readonly DocumentKind[];
  /**
   * The case is made at the moment the record was received, and what a later paper needs to have happened is put in.
   *
   * @param ground refusal ground; else what the file says, else the regime's first
   * @throws DeskError `document_unknown`, and what `sampleFacts` says
   */
  paper(document: string, ground: string | undefined): { kind: DocumentKindInfo; build: () => PrintableDocument };
}

/**
 * @param counter the case's number on the day it was received
 * @throws DeskError what registration would refuse, with fields
 */
export function sampleCase(profiles: Profiles, sample: Sample, counter = 1): SampleCase {
  const { record } = sample;
  const profile = profiles.get(record.regime);
  if (!profile) throw new DeskError('invalid', { fields: [{ path: 'regime', code: 'invalid' }] });
  const errors = validateIntake(profile, record);
  if (errors.length > 0) throw new DeskError(errors[0]?.code ?? 'invalid', { fields: errors });
  return {
    profile,
    documents: papersOf(profile, sample),
    paper(document, ground) {
      const kind = paperKind(profile, document, null);
      if (!kind) throw new DeskError('document_unknown', { detail: document });
      const context = contextOf(profile, sample, kind.id, counter, ground);
      return { kind, build: () => ({ ...kind.build(context), printedAt: record.received_at }) };
    },
  };
}

function contextOf(
  profile: Profile,
  sample: Sample,
  document: DocumentKind,
  counter: number,
  ground: string | undefined,
): DocumentContext {
  const { record } = sample;
  const date = localDate(record.received_at);
  const organisation = organisationOf(profile);
  const station = { code: STATION, name: `${profile.short}受理台（样张）`, organisation };
  const registered: NewFact = {
    kind: 'registered',
    payload: {
      number: caseNumber(STATION, date, counter),
      regime: { id: profile.id, version: profile.version },
      stationName: station.name,
      record,
    },
  };
  const later = sampleFacts(document, profile, sample, ground, { station: STATION, organisation, date });
  const state = foldCase([registered, ...later].map((fact, index) => entryOf(fact, index, record.received_at)));
  if (!state) throw new DeskError('internal');
  const clocks = clocksOf(profile, state, STATE_COUNCIL_CALENDAR);
  return { state, profile, clocks, station, printedAt: record.received_at, copy: 0 };
}

/** The institution by its name alone: profiles say in brackets who of it does the work. */
function organisationOf({ organisation }: Profile): string {
  return organisation.replace(/[(（].*$/u, '') || organisation;
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
