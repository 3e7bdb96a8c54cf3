import { insertOfficer, writeMeta } from '../../db/settings.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { ParsedInputOf } from '../../domain/contract/procedures.ts';
import type { OfficerView } from '../../domain/contract/views/station.ts';
import type { DeskContext } from '../api/context.ts';
import { demandStrongPin, hashPin } from '../keys/pin.ts';
import { shanghaiIso } from '../platform.ts';
import { openDatabase, startStation } from '../station.ts';
import { type CentreLink, enrol, enrolmentKey } from '../sync/centre-link.ts';
import type { StationSettings } from '../workspace.ts';
import { DEMO_OFFICERS, DEMO_SETTINGS } from './demo-station.ts';
import { writeStation } from './station-settings.ts';

interface NewOfficer {
  name: string;
  roles: readonly string[];
  screenRole: string;
  /** Looks after the station: officers, printers, units, centre. */
  admin: boolean;
  pin: string;
}

/**
 * First start: keys, encrypted database, station and first officer. A wrong enrolment code or a centre out of reach is
 * said before anything is written, so that the page can be corrected; the centre can be left empty and set later.
 *
 * @throws DeskError `already_configured`, `pin_weak`, `invalid`, `enrol_code_wrong`, `centre_unreachable`
 */
export async function createStation(
  context: DeskContext,
  input: ParsedInputOf<'setup.create'>,
): Promise<{ officerId: string }> {
  return alone(context, () => create(context, input));
}

async function create(context: DeskContext, input: ParsedInputOf<'setup.create'>): Promise<{ officerId: string }> {
  refuseSecond(context);
  const profile = context.parts.profiles.get(input.regime);
  if (!profile) throw new DeskError('invalid', { fields: [{ path: 'regime', code: 'invalid' }] });
  demandStrongPin(input.officer.pin, 'officer.pin');
  const link = input.centre ? await enrolFirst(context, input.centre, input.station) : null;
  const { code, name, phone } = input.station;
  const settings: StationSettings = {
    station: {
      code,
      name,
      phone,
      organisation: input.station.organisation || profile.organisation,
      regime: profile.id,
    },
    printers: input.printers,
    units: [],
    windows: [],
    demo: false,
  };
  const [officer] = await install(context, settings, [{ ...input.officer, admin: true }], link);
  if (!officer) throw new DeskError('internal');
  return { officerId: officer.id };
}

/** There is no database yet to keep the key of an enrolment whose answer was lost; the running program does. */
function enrolFirst(
  context: DeskContext,
  centre: { address: string; enrolCode: string },
  station: { code: string; name: string },
): Promise<CentreLink> {
  context.enrolment = enrolmentKey(centre.enrolCode, context.enrolment);
  return enrol(
    context.parts.outside.transport,
    centre.address,
    centre.enrolCode,
    station,
    context.enrolment,
    'centre.',
  );
}

/** @throws DeskError `already_configured` */
export async function createDemoStation(context: DeskContext): Promise<(OfficerView & { pin: string })[]> {
  return alone(context, async () => {
    refuseSecond(context);
    return install(context, DEMO_SETTINGS, DEMO_OFFICERS, null);
  });
}

/**
 * One set-up at a time: two at once (a double click) would each make a key, and the database would be locked with the one
 * that the other's slots replaced.
 */
export async function alone<T>(context: DeskContext, work: () => Promise<T>): Promise<T> {
  const before = context.settingUp;
  const mine = (before ?? Promise.resolve()).then(work);
  context.settingUp = mine.catch(() => undefined);
  return mine;
}

export function refuseSecond(context: DeskContext): void {
  if (context.station) throw new DeskError('already_configured');
}

async function install(
  context: DeskContext,
  settings: StationSettings,
  officers: readonly NewOfficer[],
  link: unknown,
): Promise<(OfficerView & { pin: string })[]> {
  const { parts } = context;
  const rows: (NewOfficer & { given: string })[] = [];
  for (const { pin, ...officer } of officers)
    rows.push({ ...officer, given: pin, pin: await hashPin(pin, parts.platform.pinCost) });
  context.db ??= await openDatabase(parts.options);
  const db = context.db;
  const now = shanghaiIso(parts.platform.now());
  const made: (OfficerView & { pin: string })[] = [];
  db.raw
    .transaction(() => {
      writeStation(db, settings);
      if (link) writeMeta(db.orm, 'centre link', link);
      for (const { given, pin, ...officer } of rows) {
        const id = parts.platform.newId();
        const view = {
          id,
          name: officer.name,
          roles: [...officer.roles],
          screenRole: officer.screenRole,
          active: true,
          admin: officer.admin,
          central: false,
        };
        insertOfficer(db.orm, { ...view, pin, createdAt: now });
        made.push({ ...view, hasPin: true, pin: given });
      }
    })
    .immediate();
  context.station = startStation(parts, db);
  return made;
}
