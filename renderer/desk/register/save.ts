import { CallError, call } from '../client.ts';
import { setPreferences } from '../preferences.ts';
import { focusField } from './focus.ts';
import { flush, intakeNow, setErrors, setResult, setTask } from './intake-store.ts';
import { recordToSend } from './record.ts';

export type NextStep = 'fix' | 'signing' | 'saved';

/**
 * Ctrl+Enter: what is missing is shown at its field; then the citizen reads and signs where the regime wants it; then the
 * case is saved and printed. A refusal keeps everything that was typed.
 *
 * @throws CallError for a refusal that is about no field
 */
export async function signOrSave(): Promise<NextStep> {
  await flush();
  const intake = intakeNow();
  if (!intake) return 'fix';
  const record = recordToSend(intake.record);
  const { draftId, signature } = intake;
  const advice = await call('intake.advise', { record, category: null, draftId });
  const open = advice.errors.filter(({ path }) => path !== 'signature');
  if (open.length > 0) return showErrors(open);
  if (advice.signatureRequired && !signature?.current) {
    await startSigning();
    return 'signing';
  }
  try {
    const signingTaskId = signature?.current ? signature.taskId : null;
    setResult(await call('case.register', { draftId, record, signingTaskId, print: true }));
    return 'saved';
  } catch (problem) {
    if (problem instanceof CallError && problem.fields.length > 0) return showErrors(problem.fields);
    throw problem;
  }
}

/** Opens the citizen's page for exactly the text that is on disk now; answers when the core has made the task. */
export async function startSigning(): Promise<void> {
  await flush();
  const intake = intakeNow();
  if (!intake) return;
  setPreferences({ sidePanel: true });
  const task = await call('signing.start', { purpose: 'registration', draftId: intake.draftId, lan: true });
  setTask(task.taskId);
}

function showErrors(errors: readonly { path: string; message: string }[]): 'fix' {
  setErrors(Object.fromEntries(errors.map(({ path, message }) => [path, message])));
  const first = firstOnPage(errors.map(({ path }) => path));
  if (first) focusField(first);
  return 'fix';
}

/** Of several fields the one that stands first in the form, whatever order the regime lists them in. */
function firstOnPage(paths: readonly string[]): string | undefined {
  const inOrder = [...document.querySelectorAll<HTMLElement>('[data-path]')].map((element) => element.dataset.path);
  return inOrder.find((path) => path !== undefined && paths.includes(path)) ?? paths[0];
}
