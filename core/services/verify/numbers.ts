import { counterValues } from '../../../db/inspect.ts';
import { PER_MINUTE, readFloor, SPARE_MINUTES } from '../../../db/number-floor.ts';
import { isCaseNumber } from '../../../domain/case-file/number.ts';
import { LEAST_SKIPPED } from '../../backup/floor-after.ts';
import type { EntriesSeen } from './entries.ts';
import type { Report, VerifyParts } from './finding.ts';

/**
 * Numbers are unique, carry the right check character and their station's code; the own series have no holes, and their
 * counters stand at or behind the last number given out, so that none is given twice. Holes say nothing where another PC was
 * used by turns with this one: what it gave out and never reported is not known here, nor how far it was ahead.
 */
export function verifyNumbers(parts: VerifyParts, own: string, seen: EntriesSeen, report: Report): void {
  const series = new Map<string, number[]>();
  const draw = (name: string, counter: number) => series.set(name, [...(series.get(name) ?? []), counter]);
  const given = new Set<string>();
  const once = (number: string) => {
    if (given.has(number)) report('number', number, '编号重复');
    given.add(number);
  };

  for (const { stationId, payload } of seen.registrations) {
    const number = String(payload?.number);
    once(number);
    if (!isCaseNumber(number) || !number.startsWith(`${stationId}-`)) {
      report('number', number, '编号的格式或校验码不对');
      continue;
    }
    const [, date = '', counter] = number.split('-');
    if (stationId === own) draw(`case ${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`, Number(counter));
  }
  for (const entry of seen.papers) {
    const number = String(entry.kind === 'assigned' ? entry.payload?.slipNumber : entry.payload?.noticeNumber);
    once(number);
    const [, year, counter] = /〔(\d{4})〕(\d+)号$/u.exec(number) ?? [];
    if (year === undefined) report('number', number, '文书编号的格式不对');
    else draw(`${PAPERS[entry.kind]} ${year}`, Number(counter));
  }

  const counters = counterValues(parts.db);
  const floor = readFloor(parts.db.orm);
  for (const [name, drawn] of series) {
    const last = drawn.reduce((a, b) => Math.max(a, b), 0);
    const holes = floor?.mixed ? [] : holesOf(drawn, floor?.below ?? 0, name.startsWith('case '));
    if (holes.length > 0) report('number', name, `编号不连续，缺第 ${holes.join('、')} 号`);
    if ((counters.get(name) ?? 0) < last) report('counter', name, `计数器落后于已用的第 ${last} 号`);
  }
}

/**
 * Numbers that were never given out although later ones were. What a restored desk skipped on purpose is no hole: in a
 * year's series as many in a row as one restoration skips at least, and no more than all of them together; in a day's what
 * ends where a minute's numbers begin.
 *
 * @param floor 0 on a desk that was never restored
 */
function holesOf(drawn: readonly number[], floor: number, isDaily: boolean): number[] {
  const holes: number[] = [];
  let before = 0;
  for (const number of [...new Set(drawn)].sort((a, b) => a - b)) {
    const missing = number - before - 1;
    const begins = isDaily && number > PER_MINUTE * SPARE_MINUTES && (number - 1) % PER_MINUTE === 0;
    const skipped = floor > 0 && (begins || (missing >= LEAST_SKIPPED && missing <= floor));
    if (!skipped) for (let hole = before + 1; hole < number && holes.length < 5; hole += 1) holes.push(hole);
    before = number;
  }
  return holes;
}

const PAPERS = { accepted: 'acceptance_notice', refused: 'refusal_notice', assigned: 'assignment_slip' } as const;
