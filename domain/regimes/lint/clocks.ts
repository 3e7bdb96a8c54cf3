import type { CommandType } from '../../contract/commands.ts';
import type { Limit, Profile, RegimeEvent } from '../profile-schema.ts';
import { error, type ProfileFault, warning } from './fault.ts';

/** What registering a case brings about by itself. */
const AT_INTAKE: readonly RegimeEvent[] = ['received', 'letter_received', 'assigned_by_superior', 'registered'];

const BY_ACTION: Partial<Record<CommandType, readonly RegimeEvent[]>> = {
  accept: ['accepted', 'accept_decided'],
  investigate: ['contacted'],
  approve: ['approved'],
  assign: ['forwarded', 'dispatched', 'order_received', 'dispatch_received'],
  reply: ['unit_replied'],
  feed_back: ['answered', 'written_reply', 'fed_back'],
  close: ['closed'],
  archive: ['archived'],
};

/** Limits that could never start or never stop, and those that count back from nothing. */
export function clockFaults(profile: Profile): ProfileFault[] {
  const happens = eventsOf(profile);
  return profile.limits.flatMap((limit, i) => {
    const path = ['limits', i];
    // Done once a day or period, in the period's own list and not on a case.
    if (limit.unit === 'every_day') return [];
    if (limit.before !== undefined) return beforeFaults(profile, limit).map((rule) => error(path, rule));
    const faults: ProfileFault[] = [];
    if (limit.when !== 'manual' && !(limit.startsAt ?? [limit.from]).some((event) => happens.has(event)))
      faults.push(error(path, `${limit.id} 没有起算的事件：本制度里没有一步会发生 ${limit.from}`));
    if (limit.when !== 'manual' && !(limit.stopsAt ?? [limit.to]).some((event) => happens.has(event)))
      faults.push(warning(path, `${limit.id} 只有归档才停：本制度里没有一步会发生 ${limit.to}`));
    if (COUNTED.has(limit.unit) && limit.amount === null) faults.push(error(path, `${limit.id} 没有写数量`));
    return faults;
  });
}

const COUNTED = new Set<Limit['unit']>(['minute', 'working_day', 'calendar_day', 'month']);

function beforeFaults(profile: Profile, limit: Limit): string[] {
  const rules: string[] = [];
  if (limit.amount === null || limit.amount <= 0) rules.push(`${limit.id} 须写明提前多久`);
  if (limit.unit !== 'working_day' && limit.unit !== 'calendar_day') rules.push(`${limit.id} 只能按日向前倒数`);
  if (limit.from !== 'due') rules.push(`${limit.id} 从到期日倒数，from 须为 due`);
  for (const id of limit.before ?? []) {
    const base = profile.limits.find((l) => l.id === id);
    if (base?.before !== undefined) rules.push(`${limit.id} 不能从另一个倒数的时限 ${id} 倒数`);
  }
  return rules;
}

function eventsOf(profile: Profile): ReadonlySet<RegimeEvent> {
  const happens = new Set<RegimeEvent>(AT_INTAKE);
  for (const step of profile.workflow) {
    for (const event of (step.action && BY_ACTION[step.action]) ?? []) happens.add(event);
    if (step.event) happens.add(step.event);
  }
  if (profile.acceptance.refusals.length > 0) happens.add('accept_decided');
  if (profile.returns?.some((r) => r.kind === 'return')) happens.add('returned');
  if (profile.extensions.length > 0) happens.add('extension_requested');
  if (profile.urging.length > 0) happens.add('urged');
  return happens;
}
