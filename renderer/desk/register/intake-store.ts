import { useSyncExternalStore } from 'react';
import type { OutputOf } from '../../../domain/contract/procedures.ts';
import { type ComplaintRecord, emptyRecord } from '../../../domain/contract/record.ts';
import type { DraftView, SignatureView } from '../../../domain/contract/views/cases.ts';
import type { RegimeView } from '../../../domain/contract/views/station.ts';
import { CallError, call } from '../client.ts';
import { nowIso } from '../format.ts';
import { writePath } from './path.ts';
import { recordToSend } from './record.ts';

/** How the draft stands on disk. `saved` is said only of exactly what is on the screen. */
export interface DraftSave {
  state: 'none' | 'waiting' | 'saved' | 'failed';
  at: string | null;
  error: CallError | null;
}

/** The one complaint being written down. It lives outside the page: changing pages, or officers, loses nothing. */
export interface Intake {
  draftId: string;
  record: ComplaintRecord;
  save: DraftSave;
  /** Chinese sentences by field path. */
  errors: Readonly<Record<string, string>>;
  signature: SignatureView | null;
  /** The signing task that is open now. */
  taskId: string | null;
  elementsOpen: boolean;
  result: OutputOf<'case.register'> | null;
}

/** A pause after the last keystroke, and the longest wait while typing goes on: on disk within two seconds. */
const PAUSE_MS = 600;
const LONGEST_MS = 1_400;
const RETRY_MS = 2_000;

let current: Intake | null = null;
let version = 0;
let savedVersion = 0;
let dirtySince = 0;
let timer = 0;
let writing: Promise<void> | null = null;
const listeners = new Set<() => void>();

function put(next: Intake | null): void {
  current = next;
  for (const listener of listeners) listener();
}

export function useIntake(): Intake | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

/** What is being written down, for those who act between two paints. */
export function intakeNow(): Intake | null {
  return current;
}

function open(draftId: string, record: ComplaintRecord, save: DraftSave, signature: SignatureView | null): void {
  window.clearTimeout(timer);
  version = 0;
  savedVersion = 0;
  put({ draftId, record, save, errors: {}, signature, taskId: null, elementsOpen: false, result: null });
}

/** An empty sheet. Nothing is on disk until something is typed. */
export function beginIntake(regime: Pick<RegimeView, 'id' | 'channels' | 'hotline'>): void {
  const record = emptyRecord(regime.id, nowIso());
  const offered = regime.channels.map(({ id }) => id);
  const usual = regime.hotline ? 'phone' : record.channel;
  const channel = offered.includes(usual) ? usual : (offered[0] ?? usual);
  open(crypto.randomUUID(), { ...record, channel }, { state: 'none', at: null, error: null }, null);
}

export function resumeIntake(draft: DraftView): void {
  open(draft.draftId, draft.record, { state: 'saved', at: draft.savedAt, error: null }, draft.signed);
}

/** Sets one field, as typed; the draft follows to disk by itself. */
export function changeField(path: string, value: unknown): void {
  if (!current || current.result) return;
  const first = current.save.state === 'none';
  const received = first ? { received_at: nowIso() } : {};
  const { [path]: _gone, ...errors } = current.errors;
  version += 1;
  put({
    ...current,
    record: { ...writePath(current.record, path, value), ...received },
    errors,
    save: { ...current.save, state: current.save.state === 'failed' ? 'failed' : 'waiting' },
    signature: current.signature ? { ...current.signature, current: false } : null,
  });
  schedule();
}

export function setErrors(errors: Readonly<Record<string, string>>): void {
  if (current) put({ ...current, errors });
}

export function setError(path: string, message: string | null): void {
  if (!current || (current.errors[path] ?? null) === message) return;
  const { [path]: _gone, ...others } = current.errors;
  put({ ...current, errors: message ? { ...others, [path]: message } : others });
}

export function setTask(taskId: string | null): void {
  if (current) put({ ...current, taskId });
}

export function setSignature(signature: SignatureView | null): void {
  if (current) put({ ...current, signature });
}

export function setElementsOpen(elementsOpen: boolean): void {
  if (current) put({ ...current, elementsOpen });
}

export function setResult(result: OutputOf<'case.register'>): void {
  window.clearTimeout(timer);
  if (current) put({ ...current, result, taskId: null });
}

/** Who leaves a saved case behind comes back to an empty sheet. */
export function leaveSaved(): void {
  if (current?.result) put(null);
}

function schedule(): void {
  const now = Date.now();
  if (dirtySince === 0) dirtySince = now;
  window.clearTimeout(timer);
  timer = window.setTimeout(
    () => void flush().catch(() => undefined),
    Math.max(0, Math.min(PAUSE_MS, dirtySince + LONGEST_MS - now)),
  );
}

/** Brings what is on the screen to disk now; resolves when it is there. @throws CallError */
export async function flush(): Promise<void> {
  window.clearTimeout(timer);
  if (writing) await writing.catch(() => undefined);
  if (!current || current.result || savedVersion >= version) return;
  writing ??= write(current, version).finally(() => {
    writing = null;
  });
  await writing;
}

async function write({ draftId, record }: Intake, writtenVersion: number): Promise<void> {
  dirtySince = 0;
  try {
    const { savedAt, signatureCurrent } = await call('draft.save', { draftId, record: recordToSend(record) });
    if (current?.draftId !== draftId) return;
    savedVersion = Math.max(savedVersion, writtenVersion);
    const latest = savedVersion >= version;
    const { signature } = current;
    put({
      ...current,
      save: { state: latest ? 'saved' : 'waiting', at: savedAt, error: null },
      signature: signature && latest ? { ...signature, current: signatureCurrent === true } : signature,
    });
    if (!latest) schedule();
  } catch (cause) {
    const error = cause instanceof CallError ? cause : new CallError('internal', '草稿没有存上，正在重试');
    if (current?.draftId === draftId) {
      put({ ...current, save: { ...current.save, state: 'failed', error } });
      timer = window.setTimeout(() => void flush().catch(() => undefined), RETRY_MS);
    }
    throw error;
  }
}

// Closing the window or going to sleep: what was typed in the last moment goes to disk as well.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') void flush().catch(() => undefined);
});
