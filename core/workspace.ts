import type { StationDb } from '../db/open.ts';
import type { Calendar } from '../domain/calendar/holidays.ts';
import type { PrintersConfig } from '../domain/contract/printing.ts';
import type { StationView } from '../domain/contract/views/station.ts';
import type { Events } from './events.ts';
import type { Profiles } from './load-profiles.ts';
import type { Platform } from './options.ts';
import type { StationClock } from './station-clock.ts';

/** What the station knows about itself; one `meta` row each. */
export interface StationSettings {
  station: StationView;
  printers: PrintersConfig;
  units: { id: string; name: string; station: string | null }[];
  windows: { no: string; name: string; unit: string }[];
  /** Which of the lists the centre keeps: they are not changed here. Absent before the first directory. */
  central?: { units: boolean; windows: boolean };
  demo: boolean;
}

/** An open, configured station: what every use case works on. */
export interface Workspace {
  db: StationDb;
  platform: Platform;
  events: Events;
  profiles: Profiles;
  calendar: Calendar;
  dataDir: string;
  /** Watches the PC's clock while a station runs; `platform.now` is then the time it trusts. */
  clock?: StationClock;
  settings(): StationSettings;
}

/** Who acts. */
export interface ActingOfficer {
  id: string;
  name: string;
  roles: string[];
}
