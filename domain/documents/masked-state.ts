import type { CaseState } from '../case-file/state.ts';
import type { Complainant } from '../contract/record.ts';
import { FREE_WORDS, NESTED_WORDS } from '../disclosure/mask.ts';
import { HIDDEN_WORDS, hideIdentity, maskName } from './masking.ts';

/** As in entries, and what of the record and of the feedback stands in the state. */
const FREE_MEMBERS: ReadonlySet<string> = new Set([...FREE_WORDS, 'narrative', 'request', 'result']);
/** Members all of whose texts people wrote, whatever they are keyed by. */
const FREE_PARTS: ReadonlySet<string> = new Set([...NESTED_WORDS, 'fields', 'six_elements', 'respondent']);

/**
 * The case as a paper for the handling unit may tell it: surname only, no numbers, no address, no signature, and what the
 * registration says of the complainant taken out of all words (see `masking.ts`). What was asked at night is left out:
 * it names the caller.
 */
export function stateForUnit(state: CaseState): CaseState {
  const hide = hideIdentity(state.record.complainant);
  const words = hideIn(state, hide, false) as CaseState;
  const { emergency: _caller, ...record } = words.record;
  return {
    ...words,
    record: {
      ...record,
      complainant: maskComplainant(state.record.complainant),
      evidence: record.evidence.map((item) => ({ ...item, name: hide(item.name) })),
      ...(record.enclosures ? { enclosures: record.enclosures.map((one) => ({ ...one, name: hide(one.name) })) } : {}),
    },
    signature: null,
    attachments: [],
    // No paper tells of a conflict, and the late version of an answer holds what the complainant signed.
    conflicts: [],
    feedback: words.feedback ? { ...words.feedback, signed: null } : null,
  };
}

function maskComplainant(complainant: Complainant): Complainant {
  const hidden = (text: string) => (text === '' ? '' : HIDDEN_WORDS);
  return {
    type: complainant.type,
    name: complainant.type === 'anonymous' ? '' : maskName(complainant),
    id_type: null,
    id_no: hidden(complainant.id_no),
    phone: hidden(complainant.phone),
    address: hidden(complainant.address),
    work_unit: hidden(complainant.work_unit ?? ''),
    job: hidden(complainant.job ?? ''),
    ...(complainant.wants_secret === undefined ? {} : { wants_secret: complainant.wants_secret }),
  };
}

function hideIn(value: unknown, hide: (text: string) => string, free: boolean): unknown {
  if (typeof value === 'string') return free ? hide(value) : value;
  if (Array.isArray(value)) return value.map((one) => hideIn(one, hide, free));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      typeof one === 'string' && FREE_MEMBERS.has(key) ? hide(one) : hideIn(one, hide, free || FREE_PARTS.has(key)),
    ]),
  );
}
