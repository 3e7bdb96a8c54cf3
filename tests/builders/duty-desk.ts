import { createDesk } from '../../core/desk.ts';
import { createEvents } from '../../core/events.ts';
import { fileKeyring } from '../../core/keys/file-keyring.ts';
import { loadProfiles } from '../../core/load-profiles.ts';
import type { Platform } from '../../core/options.ts';
import { systemPlatform } from '../../core/platform.ts';
import { systemOutside } from '../../core/sync/http-transport.ts';
import { STATE_COUNCIL_CALENDAR } from '../../domain/calendar/holidays.ts';
import type { Command } from '../../domain/contract/commands.ts';
import type { InputOf, OutputOf, ProcedureName } from '../../domain/contract/procedures.ts';
import { type ComplaintRecord, emptyRecord } from '../../domain/contract/record.ts';
import { CHEAP_PINS } from './cheap-pins.ts';

export const DUTY_PIN = '802413';

/** A 12312 duty room: its real core over a real database, at a time that the test sets. */
export interface DutyDesk {
  clock: { now: Date };
  /** Ids of the officers by name. */
  officers: Readonly<Record<string, string>>;
  call<N extends ProcedureName>(name: N, input: InputOf<N>): Promise<OutputOf<N>>;
  signInAs(name: string): Promise<void>;
  /** Registers a night call, reports and relays it, and accepts it in a category. */
  takeCall(draftId: string, category: string): Promise<{ caseId: string; number: string }>;
  fetch(request: Request): Promise<Response>;
  close(): Promise<void>;
}

/** Everybody in the duty room and their regime roles; the first looks after the station. */
const PEOPLE = {
  严守夜: ['station', 'station_head'],
  夏值班: ['duty_officer', 'operator'],
  秦接班: ['duty_officer', 'operator'],
  柏带班: ['duty_leader'],
  路闲人: ['brigade'],
} as const;

/** Opens it in a folder; one that holds a station already is opened again, as after a restart. */
export async function openDutyDesk(dataDir: string, now: Date): Promise<DutyDesk> {
  const clock = { now };
  const platform: Platform = { ...systemPlatform(() => {}), ...CHEAP_PINS, now: () => clock.now };
  const core = await createDesk({
    options: { dataDir, rendererDir: null, keyring: fileKeyring },
    platform,
    events: createEvents(),
    profiles: loadProfiles(),
    calendar: STATE_COUNCIL_CALENDAR,
    outside: systemOutside(),
  });
  let session = '';

  async function call<N extends ProcedureName>(name: N, input: InputOf<N>): Promise<OutputOf<N>> {
    const headers = { 'content-type': 'application/json', 'x-desk-session': session };
    const request = new Request(`http://desk/api/${name}`, { method: 'POST', headers, body: JSON.stringify(input) });
    const response = await core.fetch(request);
    if (!response.ok) throw new Error(`${name}: ${await response.text()}`);
    return (await response.json()) as OutputOf<N>;
  }

  const officers: Record<string, string> = {};
  const signInAs = async (name: string) => {
    session = (await call('session.signIn', { officerId: officers[name] ?? '', pin: DUTY_PIN })).token;
  };
  const [head, ...others] = Object.entries(PEOPLE).map(([name, roles]) => ({ name, roles: [...roles] }));
  if (!head) throw new Error('nobody');
  if (!(await call('setup.status', {})).configured) {
    await call('setup.create', {
      station: { code: 'ZB12', name: '样例应急值班室', organisation: '样例县商务局', phone: '12312' },
      regime: '12312',
      officer: { ...head, screenRole: '站长', pin: DUTY_PIN },
      printers: { slip: null, a4: null },
      centre: null,
    });
    for (const one of await call('session.officers', {})) officers[one.name] = one.id;
    await signInAs(head.name);
    for (const person of others)
      await call('settings.addOfficer', { ...person, screenRole: '', admin: false, pin: DUTY_PIN });
    await call('session.signOut', {});
  }
  for (const one of await call('session.officers', {})) officers[one.name] = one.id;

  return {
    clock,
    officers,
    call,
    signInAs,
    async takeCall(draftId, category) {
      const made = await call('case.register', {
        draftId,
        record: nightCall(clock.now),
        signingTaskId: null,
        print: false,
      });
      const commands: Command[] = [
        { type: 'record', step: 'report', values: { to: '柏带班', content: '充装点夜间仍在充装' } },
        { type: 'record', step: 'relay', values: { order: '立即到现场', notified: '样例一中队' } },
        { type: 'accept', category },
      ];
      for (const [place, command] of commands.entries()) {
        const { state } = await call('case.get', { caseId: made.caseId });
        const requestId = `${draftId} ${place}`;
        await call('case.act', { caseId: made.caseId, baseRevision: state.revision, requestId, command });
      }
      return { caseId: made.caseId, number: made.number };
    },
    fetch: core.fetch,
    close: () => core.close(),
  };
}

/** A call in the night as the duty room writes it down: every emergency question answered. */
export function nightCall(at: Date): ComplaintRecord {
  const received = `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
  const empty = emptyRecord('12312', received);
  return {
    ...empty,
    channel: 'phone',
    urgency: 'critical',
    complainant: { ...empty.complainant, name: '样例来电人', phone: '19900000012' },
    request: '请派人到现场',
    narrative: '液化气充装点夜间仍在充装，气味很大。',
    six_elements: { ...empty.six_elements, cause: '违规充装' },
    emergency: {
      e_name: '样例来电人',
      e_phone: '19900000012',
      e_time: '零点左右',
      e_place: '样例路8号',
      e_range: '周边两栋居民楼',
      e_degree: '有爆炸危险',
      e_scene: '已疏散，未报警',
    },
  };
}
