import type { ComplaintRecord } from '../../domain/contract/record.ts';
import { seeded } from '../../tests/harness/restarting-desk.ts';
import { inventRecord } from '../texts.ts';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The check digit of a Chinese identity number (GB 11643), so that the intake takes the invented ones. */
function withCheckDigit(first17: string): string {
  const sum = [...first17].reduce((total, digit, index) => total + Number(digit) * (WEIGHTS[index] ?? 0), 0);
  return first17 + ('10X98765432'[sum % 11] ?? '');
}

/** Complaints by telephone, which need no signature, as 唐河's procedure takes them. Same seed, same records. */
export function benchRecords(count: number, seed: number): ComplaintRecord[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, index) => {
    const at = new Date(Date.parse('2026-09-01T00:30:00Z') + index * 61_000).toISOString().replace('Z', '+08:00');
    const record = inventRecord(random, at);
    const { complainant } = record;
    return {
      ...record,
      channel: 'phone',
      complainant: { ...complainant, id_no: withCheckDigit(complainant.id_no.slice(0, 17)) },
      fields: { f_item: record.six_elements.cause },
    };
  });
}
