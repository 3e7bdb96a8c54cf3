import { fieldOf } from '../../documents/form.ts';
import { formValueFault } from '../../documents/form-values.ts';
import { actionTypes, type Profile } from '../profile-schema.ts';
import { error, type Path, type ProfileFault } from './fault.ts';

/** Lists whose members bear a name that must occur once: the list's place, the members' name, and the word for people. */
const LISTS: readonly [path: Path, key: string, word: string][] = [
  [['roles'], 'id', '岗位'],
  [['channels'], 'id', '渠道'],
  [['intake', 'fields'], 'id', '登记项'],
  [['categories'], 'id', '类别'],
  [['acceptance', 'grounds'], 'code', '受理情形'],
  [['acceptance', 'refusals'], 'code', '不予受理情形'],
  [['limits'], 'id', '时限'],
  [['extensions'], 'id', '延期办法'],
  [['urging'], 'id', '催办办法'],
  [['workflow'], 'step', '步骤'],
  [['feedback'], 'id', '反馈办法'],
  [['forms'], 'id', '文书'],
  [['returns'], 'id', '退回办法'],
  [['followup'], 'id', '回访办法'],
  [['closing', 'criteria'], 'id', '结案审核项'],
  [['archiving'], 'id', '归档项'],
  [['consequences'], 'id', '后果'],
  [['reports'], 'id', '报表'],
  [['duty', 'handoverItems'], 'id', '交接事项'],
];

/** Names that occur twice, and names that lead nowhere. */
export function nameFaults(profile: Profile): ProfileFault[] {
  return [...duplicates(profile), ...unknownNames(profile), ...unknownValues(profile)];
}

/** Fields of forms whose value is none of the words that papers know. */
function unknownValues(profile: Profile): ProfileFault[] {
  return profile.forms.flatMap((form, i) => {
    const fields = form.fields.map((field, j) => [fieldOf(field).value, ['forms', i, 'fields', j]] as const);
    const number = form.number === undefined ? [] : [[form.number, ['forms', i, 'number']] as const];
    return [...fields, ...number].flatMap(([value, path]) => {
      const fault = formValueFault(value, profile);
      return fault === null ? [] : [error(path, fault)];
    });
  });
}

function duplicates(profile: Profile): ProfileFault[] {
  return LISTS.flatMap(([path, key, word]) => {
    const seen = new Set<unknown>();
    return listAt(profile, path).flatMap((member, at) => {
      const name = member[key];
      const again = seen.has(name);
      seen.add(name);
      return again ? [error([...path, at], `${word}重名：${String(name)}`)] : [];
    });
  });
}

function listAt(profile: Profile, path: Path): Record<string, unknown>[] {
  let value: unknown = profile;
  for (const key of path) value = (value as Record<string | number, unknown> | undefined)?.[key];
  return Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
}

type Names = readonly (string | null | undefined)[];

function unknownNames(profile: Profile): ProfileFault[] {
  const faults: ProfileFault[] = [];
  const of = (word: string, known: readonly string[]) => {
    const set = new Set(known);
    return (names: Names | null | undefined, path: Path) => {
      for (const name of names ?? []) if (name && !set.has(name)) faults.push(error(path, `没有这个${word}：${name}`));
    };
  };
  const ids = (list: readonly { id: string }[] | undefined) => (list ?? []).map((one) => one.id);
  const steps = profile.workflow.map((s) => s.step);
  const role = of('岗位', ids(profile.roles));
  const category = of('类别', ids(profile.categories));
  const limit = of('时限', ids(profile.limits));
  const extension = of('延期办法', ids(profile.extensions));
  const form = of('文书', ids(profile.forms));
  const step = of('步骤', steps);
  const refusal = of(
    '不予受理情形',
    profile.acceptance.refusals.map((r) => r.code),
  );
  const channel = of('渠道', ids(profile.channels));
  const skippable = of('可略去的步骤', [...actionTypes, ...steps]);

  role(profile.acceptance.roles, ['acceptance', 'roles']);
  role(profile.acceptance.reclassify?.roles, ['acceptance', 'reclassify']);
  form([profile.acceptance.noticeForm], ['acceptance', 'noticeForm']);
  profile.acceptance.refusals.forEach((one, i) => {
    category([one.category], ['acceptance', 'refusals', i]);
  });
  profile.intake.fields.forEach((one, i) => {
    const path = ['intake', 'fields', i];
    refusal([one.ground], path);
    if (one.when?.startsWith('step=')) step([one.when.slice('step='.length)], path);
    if (one.when?.startsWith('channel=')) channel([one.when.slice('channel='.length)], path);
  });
  profile.categories.forEach((one, i) => {
    role([one.decidedBy, ...(one.answeredBy ?? [])], ['categories', i]);
    skippable(one.skips, ['categories', i]);
  });
  profile.limits.forEach((one, i) => {
    const path = ['limits', i];
    category(
      one.categories.filter((c) => c !== 'any'),
      path,
    );
    extension([one.extension], path);
    role(one.datedBy, path);
    limit(one.before, path);
  });
  profile.extensions.forEach((one, i) => {
    role([...one.roles, ...(one.approver ?? [])], ['extensions', i]);
    form([one.form], ['extensions', i]);
  });
  profile.urging.forEach((one, i) => {
    const path = ['urging', i];
    role(one.roles, path);
    form([one.form], path);
    limit([one.limit, ...(one.cards?.limits ?? [])], path);
    category(one.categories, path);
  });
  profile.workflow.forEach((one, i) => {
    const path = ['workflow', i];
    role(one.roles, path);
    form(one.forms, path);
    limit([one.limit], path);
    category(one.categories, path);
    refusal(one.grounds, path);
  });
  profile.feedback.forEach((one, i) => {
    role(one.roles, ['feedback', i]);
    category(one.categories, ['feedback', i]);
  });
  profile.returns?.forEach((one, i) => {
    role([...one.roles, ...(one.approver ?? [])], ['returns', i]);
  });
  profile.followup?.forEach((one, i) => {
    role(one.roles, ['followup', i]);
  });
  profile.reports?.forEach((one, i) => {
    role(one.roles, ['reports', i]);
  });
  const satisfied = profile.closing?.requireSatisfied;
  category(satisfied?.categories, ['closing', 'requireSatisfied']);
  role(satisfied?.unless, ['closing', 'requireSatisfied']);
  const { duty } = profile;
  if (duty) role([...duty.leaders.roles, ...duty.officers.roles, ...duty.restrictedTo], ['duty']);
  profile.phrases.forEach((one, i) => {
    channel(one.channels, ['phrases', i]);
  });
  return faults;
}
