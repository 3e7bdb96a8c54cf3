import type { Entry } from '../../domain/contract/entries.ts';

const PAPERS = { accepted: 'acceptance_notice', refused: 'refusal_notice', assigned: 'assignment_slip' } as const;

/** Which numbers of which series an own entry gave out, by the names under which the counters keep them. */
export function seriesOf(entry: Entry): { series: string; number: number }[] {
  if (entry.kind === 'registered') {
    const [, date = '', counter] = entry.payload.number.split('-');
    const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
    return wholeNumber(`case ${day}`, counter);
  }
  if (entry.kind !== 'accepted' && entry.kind !== 'refused' && entry.kind !== 'assigned') return [];
  const number = entry.kind === 'assigned' ? entry.payload.slipNumber : entry.payload.noticeNumber;
  const [, year, counter] = /〔(\d{4})〕(\d+)号$/u.exec(number) ?? [];
  return year === undefined ? [] : wholeNumber(`${PAPERS[entry.kind]} ${year}`, counter);
}

function wholeNumber(series: string, counter: string | undefined): { series: string; number: number }[] {
  const number = Number(counter);
  return Number.isSafeInteger(number) ? [{ series, number }] : [];
}
