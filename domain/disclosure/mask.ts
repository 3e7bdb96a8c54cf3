import type { Entry, EntryOf } from '../contract/entries.ts';
import type { Complainant, ComplaintRecord } from '../contract/record.ts';
import type { SignedText } from '../contract/signature.ts';
import { maskedName, redactor } from './redact.ts';

const BLANK_HASH = '0'.repeat(64);
const WITHHELD = '（按规定不提供）';

/**
 * The entry as the handling unit may read it: what the matter is, not who brought it.
 *
 * The complainant keeps a surname (nothing at all when secrecy was asked for); identity, contact data, agents,
 * representatives, strokes, verbatim signed text, attachments and the regime's own answers are withheld; names and
 * numbers that the registration holds are blanked wherever they recur in this entry's words. Hashes are blanked too:
 * a hash over text of which all but a name is known gives the name away to whoever tries them out.
 *
 * The masked entry still fits `entrySchema`, and there is one for every entry, so that revisions count the same.
 *
 * @param record the case's registration, which says what must not be seen
 */
export function maskEntry(entry: Entry, record: ComplaintRecord): Entry {
  const redact = redactor(record.complainant);
  const masked = { ...entry, prevHash: BLANK_HASH, hash: BLANK_HASH };
  switch (masked.kind) {
    case 'registered':
      return { ...masked, payload: maskRegistration(masked.payload, redact) };
    case 'signed':
      return { ...masked, payload: maskSigned(masked.payload, record.complainant) };
    case 'attached':
      return { ...masked, payload: { evidence: { kind: WITHHELD, name: WITHHELD, sha256: BLANK_HASH } } };
    case 'fed_back': {
      const { signed: _withheld, ...rest } = masked.payload;
      return { ...masked, payload: { ...rest, result: redact(rest.result) } };
    }
    // Why somebody stands aside, or two matters are one, is told by whose relative it is and who else complained: the words
    // of another registration cannot be found by this one's names.
    case 'recused':
    case 'merged':
      return { ...masked, payload: { ...masked.payload, reason: WITHHELD } } as Entry;
    case 'urged':
      return redactWords({ ...masked, payload: { ...masked.payload, unit: redact(masked.payload.unit) } }, redact);
    default:
      return redactWords(masked, redact);
  }
}

/** Members in which people write what they like; all others are ids, codes and numbers, which must stay as they are. */
export const FREE_WORDS: ReadonlySet<string> = new Set([
  'note',
  'groundText',
  'explanation',
  'text',
  'opinion',
  'summary',
  'reason',
  'notified',
  'basis',
  'progress',
  'person',
  'subject',
  'approvedBy',
]);

/** Members that hold words deeper down. */
export const NESTED_WORDS: ReadonlySet<string> = new Set(['values', 'review', 'items']);

function redactWords<E extends Entry>(entry: E, redact: (text: string) => string): E {
  const members = Object.entries(entry.payload).map(([name, member]) => [
    name,
    // What a recorded step holds is keyed by the regime's field ids: all of it is people's words.
    // What an archive or a review lists, likewise.
    NESTED_WORDS.has(name) ? redactNested(member, redact) : redactMember(name, member, redact),
  ]);
  return { ...entry, payload: Object.fromEntries(members) };
}

function redactMember(name: string, member: unknown, redact: (text: string) => string): unknown {
  return typeof member === 'string' && FREE_WORDS.has(name) ? redact(member) : member;
}

function redactNested(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((one) => redactNested(one, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, redactNested(one, redact)]));
}

function redactAll<T extends Record<string, string>>(words: T, redact: (text: string) => string): T {
  return Object.fromEntries(Object.entries(words).map(([name, text]) => [name, redact(text)])) as T;
}

function maskRegistration(
  payload: EntryOf<'registered'>['payload'],
  redact: (text: string) => string,
): EntryOf<'registered'>['payload'] {
  const { record } = payload;
  return {
    ...payload,
    record: {
      regime: record.regime,
      kind: record.kind,
      channel: record.channel,
      received_at: record.received_at,
      complainant: maskComplainant(record.complainant),
      respondent: redactAll(record.respondent, redact),
      request: redact(record.request),
      narrative: redact(record.narrative),
      six_elements: redactAll(record.six_elements, redact),
      evidence: [],
      urgency: record.urgency,
    },
  };
}

function maskComplainant(complainant: Complainant): Complainant {
  return {
    type: complainant.type,
    name: maskedName(complainant),
    id_type: null,
    id_no: '',
    phone: '',
    address: '',
    ...(complainant.wants_secret === undefined ? {} : { wants_secret: complainant.wants_secret }),
    ...(complainant.group ? { group: { count: complainant.group.count, representatives: [] } } : {}),
  };
}

function maskSigned(signed: SignedText, complainant: Complainant): SignedText {
  return {
    purpose: signed.purpose,
    signer: maskedName(complainant),
    text: WITHHELD,
    textHash: BLANK_HASH,
    signature: { width: signed.signature.width, height: signed.signature.height, strokes: [] },
    signedAt: signed.signedAt,
    device: signed.device,
  };
}

/** Whether an entry is one that was masked on its way: its hashes, which would vouch for what it hides, are zeros. */
export const isMasked = ({ hash }: Pick<Entry, 'hash'>): boolean => /^0+$/.test(hash);
