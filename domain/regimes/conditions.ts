import type { ComplaintRecord } from '../contract/record.ts';
import { isBlank } from './blank.ts';

/** Channels by which a complaint comes in writing. */
const WRITTEN = new Set<ComplaintRecord['channel']>(['web', 'letter', 'fax', 'email', 'box', 'book', 'upstream']);

/**
 * Whether a condition of the profile (`CASE_CONDITION`) holds of a case.
 *
 * @param outOfArea where the handler is, as the assignment says; null while nobody said, which neither area condition takes
 */
export function conditionHolds(condition: string, record: ComplaintRecord, outOfArea: boolean | null): boolean {
  switch (condition) {
    case 'named':
      return record.complainant.type !== 'anonymous';
    case 'anonymous':
      return record.complainant.type === 'anonymous';
    case 'emergency':
      return isEmergency(record);
    case 'enclosures':
      return (record.enclosures ?? []).length > 0;
    case 'written':
      return WRITTEN.has(record.channel);
    case 'oral':
      return !WRITTEN.has(record.channel);
    case 'in_area':
      return outOfArea === false;
    case 'out_of_area':
      return outOfArea === true;
    default:
      return condition === `channel=${record.channel}` || isAnswer(condition, record);
  }
}

function isAnswer(condition: string, record: ComplaintRecord): boolean {
  const [, field, answer] = /^fields\.([a-z_]+)=(.+)$/.exec(condition) ?? [];
  return field !== undefined && String(record.fields?.[field] ?? '') === answer;
}

/** The night block was begun, or life is at risk. */
export function isEmergency(record: ComplaintRecord): boolean {
  return record.urgency === 'critical' || Object.values(record.emergency ?? {}).some((answer) => !isBlank(answer));
}
