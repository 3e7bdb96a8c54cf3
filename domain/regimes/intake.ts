import type { FieldError } from '../contract/errors.ts';
import type { ComplaintRecord, IdType } from '../contract/record.ts';
import { checkIdCard } from '../identity/id-card.ts';
import { checkUscc } from '../identity/uscc.ts';
import { isBlank } from './blank.ts';
import { conditionHolds } from './conditions.ts';
import type { IntakeField, Profile, Refusal } from './profile-schema.ts';

/** Paths of the citizen's own data, which an anonymous complaint leaves empty where the regime takes anonymous complaints. */
const IDENTITY = new Set(['complainant.name', 'complainant.id_no', 'complainant.phone', 'complainant.address']);
/** Of these the agent's own will do when somebody complains for another. */
const AGENT_MAY_GIVE = new Set(['complainant.id_no', 'complainant.phone', 'complainant.address']);

/**
 * Checks a record against what the regime demands before it may be registered: the channel, required and conditional fields,
 * and the check characters of identity numbers. The in-person signature is not part of the record; see `requiresSignature`.
 *
 * @returns one error per path, in the order of the regime's fields; empty when the record may be registered as typed
 */
export function validateIntake(profile: Profile, record: ComplaintRecord): FieldError[] {
  const errors: FieldError[] = [];
  const add = (error: FieldError) => {
    if (!errors.some((e) => e.path === error.path)) errors.push(error);
  };
  if (record.regime !== profile.id) add({ path: 'regime', code: 'invalid' });
  if (!profile.channels.some((c) => c.id === record.channel)) add({ path: 'channel', code: 'channel_not_offered' });
  for (const field of profile.intake.fields) {
    if (isDemanded(profile, field, record) && !isAnswered(field, record)) add({ path: field.path, code: 'required' });
  }
  if (record.complainant.type === 'proxy' && isBlank(record.complainant.agent?.name ?? '')) {
    add({ path: 'complainant.agent.name', code: 'required' });
  }
  for (const error of identityErrors(record)) add(error);
  for (const error of unknownFields(profile, record)) add(error);
  return errors;
}

/**
 * Whether the citizen must sign what was written down before the case is registered (`path: signature` in the profile).
 * Who may stay anonymous is not made to sign with a name.
 */
export function requiresSignature(profile: Profile, record: ComplaintRecord): boolean {
  if (mayStayAnonymous(profile, record)) return false;
  return profile.intake.fields.some((field) => field.path === 'signature' && applies(field, record));
}

export interface LikelyChecks {
  /** What this channel obliges the officer to do. */
  duties: { id: string; text: string; do: readonly string[] }[];
  /** Sentences to say, in the order of the text. */
  phrases: { when: string; text: string }[];
  /** What to tell the citizen about truthfulness, anonymity and acting for another. */
  notices: { id: 'truthfulness' | 'anonymity' | 'proxy'; text: string }[];
  /** Refusal grounds that the empty fields of this record speak for; a person decides. */
  grounds: Refusal[];
}

/** What the regime wants at the desk now, for the side panel. */
export function likelyChecks(profile: Profile, record: ComplaintRecord): LikelyChecks {
  const { truthfulness, anonymity, proxy } = profile.intake;
  const notices: LikelyChecks['notices'] = [];
  if (truthfulness) notices.push({ id: 'truthfulness', text: truthfulness.text });
  if (record.complainant.type === 'anonymous' && anonymity.text)
    notices.push({ id: 'anonymity', text: anonymity.text });
  if (record.complainant.type === 'proxy' && proxy.text) notices.push({ id: 'proxy', text: proxy.text });
  const emptyGrounds = new Set(
    profile.intake.fields.filter((f) => f.ground !== undefined && !isAnswered(f, record)).map((f) => f.ground),
  );
  return {
    duties: profile.channels.find((c) => c.id === record.channel)?.duties ?? [],
    phrases: profile.phrases.filter((p) => p.channels === undefined || p.channels.includes(record.channel)),
    notices,
    grounds: profile.acceptance.refusals.filter((r) => emptyGrounds.has(r.code)),
  };
}

/** Whether the regime asks for this field in this very record: what a form marks with a star. */
export function isDemanded(profile: Profile, field: IntakeField, record: ComplaintRecord): boolean {
  if (field.path === 'signature' || field.ground !== undefined || !applies(field, record)) return false;
  if (profile.intake.criticalWaivesRequired && record.urgency === 'critical') return false;
  return !(mayStayAnonymous(profile, record) && IDENTITY.has(field.path));
}

function mayStayAnonymous(profile: Profile, record: ComplaintRecord): boolean {
  return record.complainant.type === 'anonymous' && profile.intake.anonymity.policy !== 'silent';
}

function applies(field: IntakeField, record: ComplaintRecord): boolean {
  if (field.required !== 'conditional') return field.required === true;
  const when = field.when ?? '';
  // `step=…` is asked later, when that step is taken.
  if (when.startsWith('step=')) return false;
  if (when === 'proxy') return record.complainant.type === 'proxy';
  return conditionHolds(when, record, null);
}

function isAnswered(field: IntakeField, record: ComplaintRecord): boolean {
  const paths = [field.path];
  if (field.or !== undefined) paths.push(field.or);
  if (record.complainant.type === 'proxy' && AGENT_MAY_GIVE.has(field.path)) {
    paths.push(field.path.replace('complainant.', 'complainant.agent.'));
  }
  return paths.some((path) => hasAnswer(valueAt(record, path)));
}

function hasAnswer(value: unknown): boolean {
  if (typeof value === 'string') return !isBlank(value);
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null;
}

function valueAt(record: ComplaintRecord, path: string): unknown {
  let value: unknown = record;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function identityErrors(record: ComplaintRecord): FieldError[] {
  const { complainant } = record;
  const holders = [
    { path: 'complainant.id_no', type: complainant.id_type, value: complainant.id_no },
    {
      path: 'complainant.agent.id_no',
      type: complainant.agent?.id_type ?? null,
      value: complainant.agent?.id_no ?? '',
    },
  ];
  return holders.flatMap(({ path, type, value }) => {
    const code = isBlank(value) ? null : checkNumber(type, value);
    return code === null ? [] : [{ path, code }];
  });
}

/** Passports of the world follow no common rule. */
function checkNumber(type: IdType | null, value: string): FieldError['code'] | null {
  if (type === 'id_card') return checkIdCard(value);
  return type === 'uscc' ? checkUscc(value) : null;
}

function unknownFields(profile: Profile, record: ComplaintRecord): FieldError[] {
  const isKnown = (id: string) => profile.intake.fields.some((f) => f.id === id);
  const given = [
    ...Object.entries(record.fields ?? {}).map(([id, value]) => ({ id, value, path: `fields.${id}` })),
    ...Object.entries(record.emergency ?? {}).map(([id, value]) => ({ id, value, path: `emergency.${id}` })),
  ];
  return given
    .filter((g) => hasAnswer(g.value) && !isKnown(g.id))
    .map((g) => ({ path: g.path, code: 'unknown_field' }));
}
