import { createHash } from 'node:crypto';
import { dispatch } from '../../core/api/dispatch.ts';
import { createEvents } from '../../core/events.ts';
import { fileKeyring } from '../../core/keys/file-keyring.ts';
import { loadProfiles } from '../../core/load-profiles.ts';
import { systemPlatform } from '../../core/platform.ts';
import { openDatabase, type Station, type StationParts, startStation } from '../../core/station.ts';
import { systemOutside } from '../../core/sync/http-transport.ts';
import { STATE_COUNCIL_CALENDAR } from '../../domain/calendar/holidays.ts';
import type { InputOf, OutputOf, ProcedureName } from '../../domain/contract/procedures.ts';
import { type Directory, directoryBody } from '../../domain/rulebook/directory.ts';
import type { PinnedKey } from '../../domain/rulebook/rulebook.ts';
import type { RulebookSigner } from '../../server/rulebook-signer.ts';
import { newKey } from './centre.ts';
import { CHEAP_PINS } from './cheap-pins.ts';
import { openDemoDesk } from './desk.ts';
import { signed } from './rulebooks.ts';

/** A demonstration station whose rulebooks arrive from the test's hand instead of a line. */
export interface CentralDesk {
  station: Station;
  /** Calls a procedure under a session's token. @throws Error with the answer's text */
  call<N extends ProcedureName>(name: N, input: InputOf<N>, session?: string): Promise<OutputOf<N>>;
  /** Signs in the demonstration officer who holds a role, and gives the session's token. */
  signInAs(role: string): Promise<string>;
  /** Hands the station a directory as the centre signed it. */
  receive(directory: Directory, sequence: number, by?: RulebookSigner): void;
  close(): Promise<void>;
}

export async function openCentralDesk(dataDir: string, signer: RulebookSigner): Promise<CentralDesk> {
  const first = await openDemoDesk(dataDir);
  await first.close();
  const parts: StationParts = {
    options: { dataDir, rendererDir: null, keyring: fileKeyring },
    platform: { ...systemPlatform(() => {}), ...CHEAP_PINS },
    events: createEvents(),
    profiles: loadProfiles(),
    calendar: STATE_COUNCIL_CALENDAR,
    outside: systemOutside(),
  };
  const db = await openDatabase(parts.options);
  const station = startStation(parts, db);
  if (!station) throw new Error('no station');
  const context = { parts, db, station, settingUp: null, enrolment: null };
  const pinned: PinnedKey = { id: signer.keyId, publicKey: signer.publicKey };
  async function call<N extends ProcedureName>(name: N, input: InputOf<N>, session = ''): Promise<OutputOf<N>> {
    const headers = { 'content-type': 'application/json', 'x-desk-session': session };
    const request = new Request('http://desk/', { method: 'POST', headers, body: JSON.stringify(input) });
    const response = await dispatch(context, name, request);
    if (!response.ok) throw new Error(`${name}: ${await response.text()}`);
    return (await response.json()) as OutputOf<N>;
  }
  return {
    station,
    call,
    async signInAs(role) {
      const officer = first.officers.find((one) => one.roles.includes(role));
      if (!officer) throw new Error(`no officer is ${role}`);
      return (await call('session.signIn', { officerId: officer.id, pin: officer.pin })).token;
    },
    receive(directory, sequence, by = signer) {
      const body = directoryBody(directory);
      const version = `${sequence}-${createHash('sha256').update(body).digest('hex').slice(0, 8)}`;
      station.rulebooks.receive(pinned, [
        signed(by, { kind: 'directory', id: 'd0123456789abcdef', version, sequence, body }),
      ]);
    },
    close: () => station.close(),
  };
}

/** A directory that names the demonstration station and another one, and as much more as told. */
export function directoryWith(more: Partial<Directory> = {}): Directory {
  const station = (code: string) => {
    const { publicKey, sealingKey } = newKey(code);
    return { code, name: '样例站点', kind: 'hall_window' as const, units: [], publicKey, sealingKey, revoked: false };
  };
  return {
    institution: 'tanghe',
    stations: [station('TH03'), station('TH90')],
    units: [],
    windows: [],
    officers: [],
    ...more,
  };
}
