import { describe, expect, it } from 'vitest';
import { mayHaveCome, whatToDo } from './testWords.ts';

const answer = (error: string | null) => ({ ok: error === null, error, message: '' });

describe('what follows from a printer test', () => {
  it('says what to do about a fault, and nothing when all is well', () => {
    expect(whatToDo(answer('printer_refused'))).toContain('9100');
    expect(whatToDo(answer(null))).toBe('');
  });

  it('asks about a page only where one may have come out', () => {
    for (const error of [null, 'printer_one_way', 'printer_interrupted', 'printer_no_answer'])
      expect(mayHaveCome(answer(error)), String(error)).toBe(true);
    for (const error of ['printer_refused', 'printer_paper_out', 'printer_missing', 'document_unavailable'])
      expect(mayHaveCome(answer(error)), error).toBe(false);
  });
});
