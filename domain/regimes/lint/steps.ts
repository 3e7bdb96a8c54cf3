import type { CommandType } from '../../contract/commands.ts';
import type { Profile, Step } from '../profile-schema.ts';
import { error, type ProfileFault, warning } from './fault.ts';

/** Actions without which a case could not come to its end. */
const NEEDED: readonly CommandType[] = ['accept', 'feed_back', 'close', 'archive'];
/** What may be a step; all else the interpreter offers by itself, or by a rule of its own. */
const STEPS: ReadonlySet<CommandType> = new Set<CommandType>([
  'accept',
  'investigate',
  'approve',
  'assign',
  'reply',
  'feed_back',
  'close',
  'archive',
  'record',
]);

/** Steps that contradict themselves or each other. */
export function stepFaults(profile: Profile): ProfileFault[] {
  const faults: ProfileFault[] = [];
  const done = new Set<CommandType>();
  profile.workflow.forEach((step, i) => {
    const path = ['workflow', i];
    faults.push(...shapeFaults(step).map((rule) => error(path, `${step.step} ${rule}`)));
    if (!step.action) return;
    if (!STEPS.has(step.action)) faults.push(error(path, `${step.action} 不能作为步骤`));
    else if (step.action !== 'record' && done.has(step.action)) faults.push(error(path, `${step.action} 只能出现一次`));
    if (step.action === 'reply' && !done.has('assign')) faults.push(error(path, 'reply 须在 assign 之后'));
    done.add(step.action);
  });
  for (const action of NEEDED)
    if (!done.has(action)) faults.push(error(['workflow'], `缺少 ${action} 步骤，案卷无法走完`));
  const assign = profile.workflow.findIndex((s) => s.action === 'assign');
  const accept = profile.workflow.findIndex((s) => s.action === 'accept');
  if (assign > accept && !done.has('reply') && NEEDED.every((a) => done.has(a))) {
    faults.push(error(['workflow', assign], 'assign 之后没有 reply，案卷会停在承办单位'));
  }
  return [...faults, ...placeFaults(profile), ...fieldFaults(profile), ...roleFaults(profile)];
}

/** Steps to which no case comes, or which nobody here can take. */
function placeFaults(profile: Profile): ProfileFault[] {
  const accept = profile.workflow.findIndex((s) => s.action === 'accept');
  const archive = profile.workflow.findIndex((s) => s.action === 'archive');
  const outside = new Set(profile.roles.filter((r) => r.outside).map((r) => r.id));
  return profile.workflow.flatMap((step, i) => {
    if (step.action === null) return [];
    const path = ['workflow', i];
    const faults: ProfileFault[] = [];
    if (archive >= 0 && i > archive) faults.push(error(path, `${step.step} 在归档之后，案卷到不了`));
    if (i < accept && step.categories)
      faults.push(warning(path, `${step.step} 写在受理之前却限定类别，要等受理定了类别才办`));
    if (step.roles.every((role) => outside.has(role)))
      faults.push(error(path, `${step.step} 只有外单位能办，案卷会停在这里`));
    return faults;
  });
}

function shapeFaults(step: Step): string[] {
  const rules: string[] = [];
  if (step.action !== 'record') {
    for (const key of ['fields', 'event', 'repeat', 'per', 'restricted', 'deferred'] as const)
      if (step[key] !== undefined) rules.push(`不是记录步骤（record），不能写 ${key}`);
  }
  for (const field of step.fields ?? [])
    if ((field.type === 'choice') !== (field.choices !== undefined))
      rules.push(`的 ${field.id} 须写明 choices，且只有 choice 才写`);
  const ids = (step.fields ?? []).map((f) => f.id);
  if (new Set(ids).size < ids.length) rules.push('的 fields 有重名');
  return rules;
}

function fieldFaults(profile: Profile): ProfileFault[] {
  return profile.intake.fields.flatMap((field, i) => {
    const path = ['intake', 'fields', i];
    const faults: ProfileFault[] = [];
    if ((field.required === 'conditional') !== (field.when !== undefined))
      faults.push(error(path, `${field.id} 须写明 when，且只有 conditional 才写`));
    if ((field.type === 'choice') !== (field.choices !== undefined))
      faults.push(error(path, `${field.id} 须写明 choices，且只有 choice 才写`));
    return faults;
  });
}

/** Categories that nobody can decide on. A body outside the institution decides in the letter it sends. */
function roleFaults(profile: Profile): ProfileFault[] {
  const deciders = new Set([...profile.acceptance.roles, ...(profile.acceptance.reclassify?.roles ?? [])]);
  const acting = new Set([...deciders, ...profile.workflow.filter((s) => s.action).flatMap((s) => s.roles)]);
  const outside = new Set(profile.roles.filter((r) => r.outside).map((r) => r.id));
  return profile.categories.flatMap(({ id, decidedBy }, i) => {
    if (outside.has(decidedBy) || deciders.has(decidedBy)) return [];
    const path = ['categories', i];
    return acting.has(decidedBy)
      ? [warning(path, `类别 ${id} 由 ${decidedBy} 决定，但该岗位不受理也不调整类别，只能由受理人代为选定`)]
      : [error(path, `类别 ${id} 到不了：决定它的 ${decidedBy} 不参加任何一步，也不是外部单位（outside）`)];
  });
}
