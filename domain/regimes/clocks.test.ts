import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STATE_COUNCIL_CALENDAR as CALENDAR } from '../calendar/holidays.ts';
import { type ComplaintRecord, recordSchema } from '../contract/record.ts';
import { type Clock, clocksThatWouldStart } from './clocks.ts';
import { parseProfile } from './profile.ts';

const folder = new URL('./profiles/', import.meta.url);
const profiles = new Map(
  readdirSync(folder).map((name) => {
    const profile = parseProfile(readFileSync(new URL(name, folder), 'utf8'), name);
    return [profile.id, profile];
  }),
);
const raw: { id: string }[] = JSON.parse(
  readFileSync(new URL('../../tests/samples/complaints.json', import.meta.url), 'utf8'),
);

function recordOf(id: string): ComplaintRecord {
  return recordSchema.parse(raw.find((sample) => sample.id === id));
}
/** The clocks of a sample accepted the moment it was received, as the samples' notes count. */
function clocks(id: string, category: string | null): Clock[] {
  const record = recordOf(id);
  const profile = profiles.get(record.regime);
  if (!profile) throw new Error(record.regime);
  return clocksThatWouldStart(profile, record, category, record.received_at, CALENDAR);
}
const clock = (id: string, category: string, limitId: string) =>
  clocks(id, category).find((c) => c.limitId === limitId);

describe('due dates that the notes of the samples name', () => {
  it.each([
    ['tanghe-01', 'general', 'lim_general', '2026-03-05', false],
    ['tanghe-03', 'general', 'lim_general', '2026-02-26', false],
    ['chengdu-01', 'normal', 'lim_opinion', '2026-04-30', false],
    ['chengdu-01', 'normal', 'lim_handle', '2026-06-01', false],
    ['chengdu-02', 'out_of_scope', 'lim_transfer', '2026-10-08', false],
    ['jikong-02', 'investigate', 'lim_7', '2026-06-22', false],
    ['shequ-02', 'instructed', 'lim_superior', '2026-11-02', false],
    ['shequ-03', 'historic', 'lim_historic', '2027-02-12', true],
    // Notes that give the length and leave the date to be counted; counted by hand here.
    ['yunnan-02', 'offsite', 'lim_offsite', '2026-07-06', false],
    ['nanxi-01', 'general', 'lim_general', '2026-03-18', false],
    ['nanxi-01', 'general', 'lim_forward', '2026-03-12', false],
    ['nanxi-02', 'complex', 'lim_complex', '2026-08-12', false],
    ['yongji-02', 'coordinate', 'lim_answer', '2026-03-09', false],
    ['jisheng-01', 'in_scope', 'lim_handle', '2027-01-01', true],
    ['company-01', 'company_cause', 'lim_main', '2026-07-13', false],
    ['company-01', 'company_cause', 'lim_customer', '2026-07-15', false],
  ])('%s %s %s: %s', (id, category, limitId, due, provisional) => {
    expect(clock(id, category, limitId)).toMatchObject({ due, provisional, state: 'running' });
  });

  it('has no clock for an instant matter (tanghe-07) until the unit has replied', () => {
    expect(clocks('tanghe-07', 'instant')).toEqual([]);
    expect(clocks('tanghe-01', null)).toEqual([]);
    expect(clocks('tanghe-03', 'complex').map((c) => [c.limitId, c.due])).toEqual([['lim_complex', '2026-03-03']]);
  });

  it('runs minutes through the night (12312-01, 12312-03)', () => {
    expect(clock('12312-01', 'onsite', 'lim_dispatch')).toMatchObject({
      due: '2026-07-18T22:57:13',
      dueAt: '2026-07-18T22:57:13+08:00',
    });
    expect(clock('12312-03', 'onsite', 'lim_dispatch')?.due).toBe('2026-02-18T00:06:02');
  });

  it('shows no date where the text only says promptly, or where a person has yet to give one', () => {
    const handing = clock('shouban-02', 'qualified', 'lim_promise');
    expect(handing).toMatchObject({ state: 'no_date', due: null, dueAt: null });
    expect(handing?.proof.summary).toBe('等待填写日期');
    expect(clock('shequ-02', 'instructed', 'lim_instructed_given')?.state).toBe('no_date');
  });
});

describe('the proof', () => {
  it('names the sentence, the start and the end', () => {
    const proof = clock('tanghe-03', 'general', 'lim_general')?.proof;
    expect(proof?.summary).toBe('自2026年2月14日受理次日起算，第3个工作日为2026年2月26日');
    expect(proof?.days.filter((d) => d.counted).map((d) => d.date)).toEqual(['2026-02-24', '2026-02-25', '2026-02-26']);
    expect(proof?.days.filter((d) => d.reason.startsWith('国务院放假'))).toHaveLength(9);
  });

  it('says where a date was rolled, and what is provisional', () => {
    expect(clock('chengdu-01', 'normal', 'lim_handle')?.proof.summary).toBe(
      '自2026年4月30日受理次日起算，第30日为2026年5月30日，遇非工作日顺延至2026年6月1日',
    );
    expect(clock('shequ-03', 'historic', 'lim_historic')?.proof.summary).toContain('暂定');
  });

  it('does not run out of a bad date that somebody typed', () => {
    const record = recordOf('company-01');
    const profile = profiles.get('company');
    if (!profile) throw new Error('company');
    const typed = { ...record, fields: { ...record.fields, f_deadline: '下周' } };
    const asked = clocksThatWouldStart(profile, typed, 'company_cause', record.received_at, CALENDAR);
    expect(asked.find((c) => c.limitId === 'lim_customer')).toMatchObject({ state: 'no_date', due: null });
  });
});
