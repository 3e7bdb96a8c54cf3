import type { Profile } from '../profile-schema.ts';
import { error, type ProfileFault, warning } from './fault.ts';

/** Forms that nothing prints, and refusals that leave the citizen standing. */
export function formFaults(profile: Profile): ProfileFault[] {
  const printed = new Set<string | null | undefined>([
    profile.acceptance.noticeForm,
    ...profile.workflow.flatMap((step) => step.forms),
    ...profile.urging.map((rule) => rule.form),
    ...profile.extensions.map((rule) => rule.form),
  ]);
  const unprinted = profile.forms.flatMap((form, i) =>
    printed.has(form.id) ? [] : [error(['forms', i], `没有一步会出具文书“${form.name}”`)],
  );
  const nowhere = profile.acceptance.refusals.flatMap((refusal, i) =>
    refusal.next === null
      ? [warning(['acceptance', 'refusals', i], `${refusal.code} 没有写明群众应当去哪里（next）`)]
      : [],
  );
  const empty = profile.forms.flatMap((form, i) =>
    form.fields.length === 0 ? [warning(['forms', i], `文书“${form.name}”没有任何栏目`)] : [],
  );
  return [...unprinted, ...nowhere, ...empty];
}
