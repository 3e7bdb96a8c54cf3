import type { Entry, EntryOf } from '../contract/entries.ts';
import type { ErrorCode } from '../contract/errors.ts';
import { isEmptySignature } from '../contract/signature.ts';
import { paperKind } from '../documents/form-kinds.ts';
import { validateIntake } from '../regimes/intake.ts';
import type { Profile } from '../regimes/profile-schema.ts';
import { isCaseNumber } from './number.ts';
import type { CaseState } from './state.ts';

/** Facts that no command makes. */
export type PlainEntry = Extract<Entry, { kind: 'signed' | 'attached' | 'absorbed' | 'printed' }>;

/**
 * A registration, by the rules of the desk: the regime's intake, and a number of the station's own series. The
 * signature is the entry after it and is asked for by what the station writes next, see `admit`.
 */
export function admitRegistration(profile: Profile, { stationId, payload }: EntryOf<'registered'>): ErrorCode | null {
  const { number, regime, record } = payload;
  if (!number.startsWith(`${stationId}-`) || !isCaseNumber(number)) return 'entry_invalid';
  if (regime.id !== profile.id || regime.version !== profile.version) return 'entry_invalid';
  return validateIntake(profile, record)[0]?.code ?? null;
}

/** What the desk itself writes down beside the commands of people. */
export function admitPlain(profile: Profile, seen: CaseState, entry: PlainEntry): ErrorCode | null {
  switch (entry.kind) {
    case 'signed':
      return admitSignature(seen, entry);
    case 'attached':
      return seen.archived ? 'step_not_allowed' : null;
    case 'absorbed': {
      if (entry.payload.from === seen.caseId) return 'merge_self';
      return seen.archived || seen.refused || seen.mergedInto ? 'merge_refused' : null;
    }
    // Whether there was anything to print is not asked: a paper says what the case said when the job was made.
    case 'printed':
      return paperKind(profile, entry.payload.document, seen) ? null : 'document_unknown';
  }
}

/** A signature under the registration: one, by the station that registered, while nothing was decided. Those under an answer stand in it. */
function admitSignature(seen: CaseState, { stationId, payload }: EntryOf<'signed'>): ErrorCode | null {
  if (payload.purpose !== 'registration' || stationId !== seen.stationId) return 'entry_invalid';
  if (seen.signature !== null || seen.accepted || seen.refused) return 'already_done';
  return isEmptySignature(payload.signature) ? 'signature_empty' : null;
}
