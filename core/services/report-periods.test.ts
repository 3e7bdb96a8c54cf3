import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Life, openLife } from '../../tests/lives/life.ts';

const today = async (life: Life, role: string) =>
  (await life.call(role, 'worklist.today', {})).tasks.map(({ task, periodId }) => `${task} ${periodId}`);

describe('the daily check at the desk (唐河)', () => {
  let life: Life;
  beforeAll(async () => {
    life = await openLife('tanghe', '2026-03-02T09:00:00+08:00');
  });
  afterAll(() => life.close());

  const mark = (role: string, periodId: string, done: boolean, note = '') =>
    life.call(role, 'statistics.markReport', { task: 'lim_webcheck', periodId, done, note });
  const row = async (periodId: string) =>
    (await life.call('leader', 'statistics.reports', {})).find((one) => one.periodId === periodId);

  it('is asked of those who accept, in the words of the text, and of nobody else', async () => {
    const { tasks } = await life.call('ducha', 'worklist.today', {});
    expect(tasks).toMatchObject([{ kind: 'daily', task: 'lim_webcheck', periodId: '2026-03-02', done: null }]);
    expect(tasks[0]?.source).toContain('每日排查');
    expect(await today(life, 'intake_officer')).toHaveLength(1);
    expect(await today(life, 'unit')).toEqual([]);
  });

  it('is gone for everybody once it is done, and the statistics say who did it when', async () => {
    await mark('intake_officer', '2026-03-02', true, ' 三条，均未超期 ');
    expect(await today(life, 'ducha')).toEqual([]);
    const by = life.officerOf('intake_officer').name;
    const done = { at: '2026-03-02T09:00:00.000+08:00', by, note: '三条，均未超期' };
    expect((await row('2026-03-02'))?.done).toEqual(done);
    // Who said it first stays.
    life.at('2026-03-02T10:00:00+08:00');
    await mark('ducha', '2026-03-02', true, '又一次');
    expect((await row('2026-03-02'))?.done).toEqual(done);
  });

  it('is asked again after it was taken back', async () => {
    await mark('intake_officer', '2026-03-02', false);
    expect(await today(life, 'ducha')).toEqual(['lim_webcheck 2026-03-02']);
    await mark('ducha', '2026-03-02', true);
  });

  it('is asked anew the next day; a missed day stays to be seen and none before the station is asked for', async () => {
    life.at('2026-03-05T00:00:30+08:00');
    expect(await today(life, 'ducha')).toEqual(['lim_webcheck 2026-03-05']);
    const days = (await life.call('leader', 'statistics.reports', {})).filter(({ kind }) => kind === 'daily');
    expect(days.map(({ periodId, done }) => [periodId, done !== null])).toEqual([
      ['2026-03-02', true],
      ['2026-03-03', false],
      ['2026-03-04', false],
      ['2026-03-05', false],
    ]);
  });

  it('cannot be marked for a day or a task that is not asked for', async () => {
    await expect(mark('ducha', '2026-03-06', true)).rejects.toMatchObject({ code: 'not_found' });
    await expect(mark('ducha', '2026-02-28', true)).rejects.toMatchObject({ code: 'not_found' });
    const other = { task: 'lim_general', periodId: '2026-03-05', done: true, note: '' };
    await expect(life.call('ducha', 'statistics.markReport', other)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('reports at the desk (云南)', () => {
  let life: Life;
  beforeAll(async () => {
    life = await openLife('yunnan', '2026-07-06T09:00:00+08:00');
  });
  afterAll(() => life.close());

  it('are named to their role when the date comes near, and go when they are marked as sent', async () => {
    expect(await today(life, 'agency')).toEqual([]);
    // 15 July is a Wednesday; three working days before it is Friday the 10th.
    life.at('2026-07-10T08:30:00+08:00');
    expect(await today(life, 'agency')).toEqual(['st_quarter 2026-Q2']);
    expect(await today(life, 'admin_dept')).toEqual(['st_half 2026-H1']);
    const sent = { task: 'st_quarter', periodId: '2026-Q2', done: true, note: '已邮寄' };
    const rows = await life.call('agency', 'statistics.markReport', sent);
    expect(rows.find((one) => one.periodId === '2026-Q2')?.done).toMatchObject({
      by: life.officerOf('agency').name,
      note: '已邮寄',
    });
    expect(await today(life, 'agency')).toEqual([]);
    expect(await today(life, 'admin_dept')).toEqual(['st_half 2026-H1']);
  });

  it('stay after their date until they are sent, and can be taken back', async () => {
    life.at('2026-07-20T08:30:00+08:00');
    expect(await today(life, 'admin_dept')).toEqual(['st_half 2026-H1']);
    const taken = { task: 'st_quarter', periodId: '2026-Q2', done: false, note: '' };
    await life.call('agency', 'statistics.markReport', taken);
    expect(await today(life, 'agency')).toEqual(['st_quarter 2026-Q2']);
  });
});
