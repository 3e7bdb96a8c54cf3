import { describe, expect, it } from 'vitest';
import { loadProfiles } from '../../core/load-profiles.ts';
import { STATE_COUNCIL_CALENDAR as CALENDAR } from '../calendar/holidays.ts';
import { DeskError } from '../contract/errors.ts';
import { askDue } from './ask-due.ts';
import { dueQuestionSchema } from './due-question.ts';

const profiles = loadProfiles();

function ask(regime: string, question: Record<string, unknown>) {
  const profile = profiles.get(regime);
  if (!profile) throw new Error(regime);
  return askDue(profile, dueQuestionSchema.parse({ id: 'q-1', regime, ...question }), CALENDAR);
}

describe('a question that cannot be answered', () => {
  it.each([
    ['an unknown limit', { limit: 'lim_nowhere' }, 'not_found', 'limit'],
    ['an unknown base', { kind: 'urge_on', base_limit: 'lim_nowhere' }, 'not_found', 'base_limit'],
    ['an unknown extension', { kind: 'extension_max', extension: 'ext_nowhere' }, 'not_found', 'extension'],
    ['an unknown report', { kind: 'report_due', limit: 'st_nowhere' }, 'not_found', 'limit'],
    ['a day that no calendar has', { start: '2026-02-30' }, 'invalid', 'start'],
    ['an hour that no clock has', { start: '2026-02-03T25:00:00' }, 'invalid', 'start'],
    ['no start', { start: null }, 'required', 'start'],
    ['a promised date that is none', { promised_date: '下周' }, 'invalid', 'promised_date'],
  ])('is refused by name: %s', (_, wrong, code, path) => {
    const asked = { kind: 'due', limit: 'lim_general', start: '2026-03-02', ...wrong };
    try {
      ask('tanghe', asked);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(DeskError);
      expect((error as DeskError).fields).toEqual([{ path, code }]);
      expect((error as DeskError).detail).toContain('q-1');
    }
  });
});

describe('an answer', () => {
  it('guesses nothing when the question leaves open which limit is meant', () => {
    const asked = { kind: 'extension_max', limit: 'ext_main', start: '2026-03-02' };
    expect(ask('suzhou12345', asked)).toMatchObject({ due: null, proof: { summary: '没有写明延长的是哪个时限' } });
    expect(ask('suzhou12345', { ...asked, category: 'help' }).due).toBe('2026-03-16');
  });

  it('shows the sentence of the extension, and the end that a reminder counts back from', () => {
    const asked = { kind: 'extension_request_latest', limit: 'lim_consult', start: '2026-02-13T09:00:00' };
    const { due, proof } = ask('suzhou12345', asked);
    expect(due).toBe('2026-02-14');
    expect(proof.rule).toContain('屆滿前1個工作日');
    expect(proof.summary).toContain('第2个工作日为2026年2月24日');
    expect(proof.days[0]).toEqual({ date: '2026-02-24', counted: false, reason: '到期日不计' });
    expect(proof.days.at(-1)).toEqual({ date: '2026-02-14', counted: true, reason: '前第1个工作日' });
  });

  it('is provisional when the end was, although the day itself lies in a known year', () => {
    const asked = { kind: 'urge_on', limit: 'lim_urge', base_limit: 'lim_general', start: '2026-12-11' };
    expect(ask('shequ', asked)).toMatchObject({ due: '2026-12-29', provisional: true });
    expect(ask('shequ', { ...asked, kind: 'due', limit: 'lim_general' })).toMatchObject({ provisional: true });
  });

  it('warns of an agreed date on a day off, and keeps it', () => {
    const asked = { kind: 'due', limit: 'lim_main', start: '2026-02-10', agreed_date: '2026-02-21' };
    const { due, proof } = ask('company', asked);
    expect([due, proof.summary]).toEqual(['2026-02-21', expect.stringContaining('春节')]);
  });

  it("shows a customer's wish beside the limit, without moving it until the company agrees", () => {
    const asked = { kind: 'due', limit: 'lim_main', start: '2026-07-06', customer_date: '2026-07-08' };
    expect(ask('company', asked).due).toBe('2026-07-13');
    expect(ask('company', { ...asked, limit: 'lim_customer' }).due).toBe('2026-07-08');
  });
});
