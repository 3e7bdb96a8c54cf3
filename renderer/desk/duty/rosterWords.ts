import type { DutyPost, RosterFault } from '../../../domain/duty/roster.ts';
import { date, time } from '../format.ts';

export const POST_WORDS: Record<DutyPost, string> = { leader: '带班领导', officer: '值班员' };

/** `08:00 至 20:00`, or `20:00 至 11-23 08:00` when it ends on another day. */
export function spanWords(from: string, to: string): string {
  // Midnight belongs to the day that ends with it.
  const last = new Date(Date.parse(to) - 1);
  const end = time(to) === '00:00' ? '24:00' : time(to);
  const day = date(last) === date(from) ? '' : `${date(last).slice(5)} `;
  return `${time(from)} 至 ${day}${end}`;
}

/** What is wrong with the roster, in one plain sentence. */
export function faultWords(fault: RosterFault): string {
  const span = `${date(fault.from).slice(5)} ${spanWords(fault.from, fault.to)}`;
  if (fault.kind === 'gap') return `${span} 没有人值班`;
  const post = POST_WORDS[fault.post];
  if (fault.kind === 'post') return `${span} ${fault.person}的岗位不能任${post}`;
  const { people, wanted } = fault;
  if (fault.kind === 'many') return `${span} ${post}${people.length}人（${people.join('、')}），最多${wanted}人`;
  return people.length === 0
    ? `${span} 没有${post}，至少要${wanted}人`
    : `${span} ${post}只有${people.join('、')}，至少要${wanted}人`;
}
