import { describe, expect, it } from 'vitest';
import { standInFor } from './standIn.ts';

const printer = (id: string, width: '58' | '80' | 'a4') => ({
  id,
  name: id,
  kind: 'tcp' as const,
  width,
  waiting: 0,
  asking: 0,
  lastError: null,
});
const job = {
  state: 'queued' as const,
  lastError: 'printer_paper_out' as const,
  printerId: 'slip',
  width: '80' as const,
};

describe('the printer that stands in', () => {
  const all = [printer('slip', '80'), printer('a4', 'a4'), printer('spare', '80')];

  it('is the spare one of the same paper width', () => {
    expect(standInFor(job, all)?.id).toBe('spare');
    expect(standInFor({ ...job, printerId: 'spare' }, all)?.id).toBe('slip');
    expect(standInFor(job, [printer('slip', '80'), printer('spare', '58')])).toBeNull();
    expect(standInFor({ ...job, printerId: 'a4', width: 'a4' }, all)).toBeNull();
  });

  it('is offered only while no byte has left and something is wrong', () => {
    expect(standInFor({ ...job, lastError: null }, all)).toBeNull();
    expect(standInFor({ ...job, state: 'sending' }, all)).toBeNull();
    expect(standInFor({ ...job, state: 'unconfirmed' }, all)).toBeNull();
  });
});
