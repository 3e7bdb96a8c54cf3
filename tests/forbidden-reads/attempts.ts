import type { Dice } from '../random-commands/dice.ts';
import type { Ask } from './worlds.ts';

/** What somebody who may not read a case might know, guess or have heard of it. */
export interface Known {
  caseIds: string[];
  /** Numbers, names, phones, identity numbers, words. */
  words: string[];
  records: unknown[];
  files: string[];
  jobIds: string[];
  taskIds: string[];
  entryIds: string[];
  shiftIds: string[];
}

const DOCUMENTS = ['registration_slip', 'registration_form', 'acceptance_notice', 'assignment_slip', 'verbatim', 'x'];
const VIEWS = ['mine', 'open', 'overdue', 'cards', 'all', 'archived'];
const GROUPS = ['flow', 'kind', 'channel', 'category', 'unit', 'unit_verified', 'status', 'satisfaction', 'day'];
const DAYS = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-12-31'];

/** One attempt; about one in three hundred asks for what takes long to draw. */
export function attempt(dice: Dice, known: Known): Ask {
  const call = (name: string, body: unknown): Ask => ({ method: 'POST', path: `/api/${name}`, body });
  const page = { offset: dice.below(4), limit: 1 + dice.below(50) };
  const caseId = dice.one(known.caseIds);
  const period = { from: dice.one(DAYS.slice(0, 4)), to: dice.one(DAYS.slice(3)) };
  const requestId = `attempt-${dice.below(1_000_000_000)}`;
  const commands = [
    { type: 'note', text: '看看' },
    { type: 'accept', category: 'general' },
    { type: 'close', outcome: 'resolved', verified: 'true', summary: '完' },
    { type: 'recuse', officerId: 'o', name: '某', reason: '无' },
  ];
  const asks: (() => Ask)[] = [
    () => call('worklist', { view: dice.one(VIEWS), ...page }),
    () => call('search', { query: wordOf(dice, known), ...page }),
    () => call('search', { query: wordOf(dice, known), ...page }),
    () => call('intake.advise', { record: dice.one(known.records), category: null }),
    () => call('intake.regime', { caseId }),
    () => call('case.get', { caseId }),
    () => call('case.act', { caseId, baseRevision: dice.below(9), requestId, command: dice.one(commands) }),
    () => call('print.enqueue', { caseId, document: dice.one(DOCUMENTS), width: null, requestId }),
    () => call('print.jobs', { caseId: dice.rarely(2) ? null : caseId, ...page }),
    () =>
      call('print.answer', { jobId: dice.one(known.jobIds), paperCameOut: dice.rarely(2), reprint: dice.rarely(2) }),
    () => call(dice.one(['print.cancel', 'print.redirect']), { jobId: dice.one(known.jobIds) }),
    () => call('signing.start', { purpose: 'feedback', caseId, result: '已解决', lan: false }),
    () => call(dice.one(['signing.get', 'signing.cancel']), { taskId: dice.one(known.taskIds) }),
    () => call('sync.problems', {}),
    () => call('sync.status', {}),
    () => call('sync.retry', { entryId: dice.one(known.entryIds) }),
    () => call('status', {}),
    () => call('duty.get', {}),
    () => call('duty.log', {}),
    () => call('duty.timers', {}),
    () => call('duty.mute', { caseId, limitId: dice.one(['lim_accept', 'lim_handle', 'x']) }),
    () => call('statistics', period),
    () =>
      call('statistics.cases', {
        of: {
          type: 'figure',
          ...period,
          group: dice.one(GROUPS),
          value: dice.one(['phone', 'web', 'registered', 'x']),
        },
        ...page,
      }),
    () => call('statistics.consequences', { day: dice.one(DAYS) }),
    () => call(dice.one(['statistics.reports', 'worklist.today', 'draft.list', 'session.current']), {}),
    () => ({ method: 'GET', path: `/files/${dice.one(known.files)}` }),
    () => ({ method: 'GET', path: `/handover/${dice.one(known.shiftIds)}` }),
    () =>
      dice.rarely(6)
        ? { method: 'GET', path: `/paper/${caseId}/${dice.one(DOCUMENTS)}?width=${dice.one(['58', 'a4'])}` }
        : { method: 'GET', path: `/paper/${caseId}/${dice.one(DOCUMENTS)}?width=b5` },
    () =>
      dice.rarely(8)
        ? {
            method: 'GET',
            path: `/${dice.one(['workbook?', 'register/投诉登记簿?'])}from=${period.from}&to=${period.to}`,
          }
        : { method: 'GET', path: `/register/none?from=${period.from}&to=${period.to}` },
  ];
  return dice.one(asks)();
}

/** A word that is known, a piece of it, or two of them. */
function wordOf(dice: Dice, known: Known): string {
  const word = dice.one(known.words);
  const letters = Array.from(word);
  if (dice.rarely(3)) return word;
  if (dice.rarely(3)) return `${word} ${dice.one(known.words)}`;
  const from = dice.below(letters.length);
  return letters.slice(from, from + 1 + dice.below(6)).join('');
}
