import { readFileSync } from 'node:fs';
import type { ErrorCode } from '../../domain/contract/errors.ts';
import type { ComplaintRecord } from '../../domain/contract/record.ts';

export interface Sample {
  id: string;
  record: ComplaintRecord;
  expect: { valid: boolean; errors?: { path: string; code: ErrorCode }[]; refusal?: string; category?: string };
}

/** The sixty invented records, each parted into what is typed and what is expected of it. */
export const SAMPLES: readonly Sample[] = (
  JSON.parse(readFileSync(new URL('../samples/complaints.json', import.meta.url), 'utf8')) as (ComplaintRecord &
    Omit<Sample, 'record'>)[]
).map(({ id, expect, ...record }) => ({ id, expect, record }));

export function sampleRecord(id: string): ComplaintRecord {
  const found = SAMPLES.find((one) => one.id === id);
  if (!found) throw new Error(`no sample ${id}`);
  return found.record;
}
