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
    // A form with a moment of its own is offered in the case file from then on, a book over a period by itself.
    printed.has(form.id) || form.after !== undefined || form.layout === 'register'
      ? []
      : [error(['forms', i], `没有一步会出具文书“${form.name}”`)],
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
