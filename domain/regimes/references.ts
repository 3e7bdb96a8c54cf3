import type { CommandType } from '../contract/commands.ts';
import { fieldOf } from '../documents/form.ts';
import { formValueFault } from '../documents/form-values.ts';
import type { Profile } from './profile-schema.ts';

export interface ProfileFault {
  path: readonly (string | number)[];
  rule: string;
}

/** Actions without which a case could not come to its end. */
const NEEDED: readonly CommandType[] = ['accept', 'feed_back', 'close', 'archive'];
/** Offered by the interpreter itself, never by a step. */
const NOT_A_STEP: ReadonlySet<CommandType> = new Set<CommandType>(['refuse', 'extend', 'note']);

/** Names in a profile that lead nowhere, and workflows in which a case would get stuck. Empty: all is well. */
export function referenceFaults(profile: Profile): ProfileFault[] {
  const roles = new Set(profile.roles.map((r) => r.id));
  const categories = new Set(profile.categories.map((c) => c.id));
  const limits = new Set(profile.limits.map((l) => l.id));
  const extensions = new Set(profile.extensions.map((e) => e.id));
  const forms = new Set(profile.forms.map((f) => f.id));
  const refusals = new Set(profile.acceptance.refusals.map((r) => r.code));
  const faults: ProfileFault[] = [];
  const need = (
    known: ReadonlySet<string>,
    word: string,
    ids: readonly (string | null | undefined)[],
    path: (string | number)[],
  ) => {
    for (const id of ids) if (id && !known.has(id)) faults.push({ path, rule: `没有这个${word}：${id}` });
  };

  need(roles, '岗位', profile.acceptance.roles, ['acceptance', 'roles']);
  need(forms, '文书', [profile.acceptance.noticeForm], ['acceptance', 'noticeForm']);
  profile.acceptance.refusals.forEach((refusal, i) => {
    need(categories, '类别', [refusal.category], ['acceptance', 'refusals', i]);
  });
  profile.intake.fields.forEach((field, i) => {
    const path = ['intake', 'fields', i];
    need(refusals, '不予受理情形', [field.ground], path);
    if ((field.required === 'conditional') !== (field.when !== undefined))
      faults.push({ path, rule: `${field.id} 须写明 when，且只有 conditional 才写` });
  });
  profile.categories.forEach((category, i) => {
    need(roles, '岗位', [category.decidedBy, ...(category.answeredBy ?? [])], ['categories', i]);
  });
  profile.limits.forEach((limit, i) => {
    const path = ['limits', i];
    need(
      categories,
      '类别',
      limit.categories.filter((c) => c !== 'any'),
      path,
    );
    need(extensions, '延期办法', [limit.extension], path);
    need(roles, '岗位', limit.datedBy ?? [], path);
  });
  profile.extensions.forEach((extension, i) => {
    need(roles, '岗位', extension.roles, ['extensions', i]);
  });
  profile.urging.forEach((urging, i) => {
    need(roles, '岗位', urging.roles, ['urging', i]);
    need(forms, '文书', [urging.form], ['urging', i]);
    need(limits, '时限', [urging.limit], ['urging', i]);
  });
  profile.feedback.forEach((rule, i) => {
    need(roles, '岗位', rule.roles, ['feedback', i]);
  });
  profile.forms.forEach((form, i) => {
    form.fields.forEach((field, j) => {
      const fault = formValueFault(fieldOf(field).value, profile);
      if (fault) faults.push({ path: ['forms', i, 'fields', j], rule: fault });
    });
    const fault = form.number === undefined ? null : formValueFault(form.number, profile);
    if (fault) faults.push({ path: ['forms', i, 'number'], rule: fault });
  });
  const done = new Set<CommandType>();
  profile.workflow.forEach((step, i) => {
    const path = ['workflow', i];
    need(roles, '岗位', step.roles, path);
    need(forms, '文书', step.forms, path);
    need(limits, '时限', [step.limit], path);
    if (!step.action) return;
    if (NOT_A_STEP.has(step.action)) faults.push({ path, rule: `${step.action} 不能作为步骤` });
    if (done.has(step.action)) faults.push({ path, rule: `${step.action} 只能出现一次` });
    if (step.action === 'reply' && !done.has('assign')) faults.push({ path, rule: 'reply 须在 assign 之后' });
    done.add(step.action);
  });
  for (const action of NEEDED)
    if (!done.has(action)) faults.push({ path: ['workflow'], rule: `缺少 ${action} 步骤，案卷无法走完` });
  if (done.has('assign') && !done.has('reply') && NEEDED.every((a) => done.has(a))) {
    const assign = profile.workflow.findIndex((s) => s.action === 'assign');
    const accept = profile.workflow.findIndex((s) => s.action === 'accept');
    if (assign > accept) faults.push({ path: ['workflow', assign], rule: 'assign 之后没有 reply，案卷会停在承办单位' });
  }
  return faults;
}
