import { describe, expect, it } from 'vitest';
import { jobWords, waitingSince } from './jobWords.ts';

const createdAt = '2026-11-22T09:41:00+08:00';

describe('the trouble of a print job in words', () => {
  it('says what is wrong and what to do while the job waits, and since when', () => {
    const job = { state: 'queued', lastError: 'printer_paper_out', createdAt } as const;
    expect(jobWords(job)).toBe('打印机缺纸：请装纸。装好纸后自动继续。');
    expect(waitingSince(job, '2026-11-22T10:00:00+08:00')).toBe('09:41 起等待');
  });

  it('promises nothing of a doubtful paper: a person looks', () => {
    expect(jobWords({ state: 'unconfirmed', lastError: 'printer_paper_out' })).toMatch(/请看一眼出纸口/);
    expect(jobWords({ state: 'unconfirmed', lastError: 'printer_paper_out' })).not.toContain('自动继续');
    expect(jobWords({ state: 'unconfirmed', lastError: 'printer_one_way' })).toBe(
      '这台打印机不报告结果，请看一眼出纸口。',
    );
  });

  it('has nothing to say of what is well', () => {
    expect(jobWords({ state: 'queued', lastError: null })).toBe('');
    expect(jobWords({ state: 'confirmed', lastError: 'printer_paper_out' })).toBe('');
    expect(waitingSince({ state: 'queued', lastError: null, createdAt }, createdAt)).toBe('');
    expect(waitingSince({ state: 'sent', lastError: 'printer_paper_out', createdAt }, createdAt)).toBe('');
  });
});
