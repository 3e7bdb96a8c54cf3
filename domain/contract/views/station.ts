import type { Profile } from '../../regimes/profile-schema.ts';
import type { ErrorCode } from '../errors.ts';
import type { PrinterConfig, PrintersConfig } from '../printing.ts';
import type { Channel } from '../record.ts';
import type { SyncStatus } from './sync.ts';

/** What the screen gets of the station, its people and its settings. Plain data; times are ISO 8601 with offset unless said otherwise. */

export interface StationView {
  code: string;
  name: string;
  organisation: string;
  regime: string;
  phone: string;
}

export interface OfficerView {
  id: string;
  name: string;
  roles: string[];
  /** What the screen calls the post, for example 窗口首席代表. */
  screenRole: string;
  active: boolean;
  /** May change the station's settings. */
  admin: boolean;
  /** Kept by the centre: only the PIN is this station's. */
  central: boolean;
  /** False for an officer of the centre's roster who was not given one yet, and cannot sign in. */
  hasPin: boolean;
}

export interface SetupStatus {
  configured: boolean;
  station: StationView | null;
  regimes: { id: string; name: string; short: string; roles: { id: string; name: string }[] }[];
  version: string;
  demo: boolean;
}

export interface SessionView {
  token: string;
  officer: OfficerView;
  station: StationView;
}

/** Everything the status bar shows; each part is what is known, never what is hoped. */
export interface StatusView {
  station: StationView;
  officer: OfficerView;
  shift: { id: string; startedAt: string } | null;
  sync: SyncStatus;
  printers: {
    id: string;
    name: string;
    kind: PrinterConfig['kind'];
    width: PrinterConfig['width'];
    waiting: number;
    asking: number;
    lastError: ErrorCode | null;
  }[];
  openDrafts: number;
  /** The time the desk goes by. */
  now: string;
  clock: ClockView;
}

/** Whether the PC's clock is believed; while it is not, `trusted` stamps the entries and deadlines go by it. */
export interface ClockView {
  state: 'ok' | 'backwards' | 'ahead';
  /** What the PC's clock says. */
  pc: string;
  trusted: string;
}

/** What the station decides by, and where it comes from. */
export interface RulebooksView {
  /** The station's own procedure. */
  regime: { id: string; name: string; version: string; from: 'program' | 'centre'; since: string | null };
  calendars: {
    year: number;
    notice: string;
    version: string | null;
    from: 'program' | 'centre';
    since: string | null;
  }[];
  /** What the centre sent and was not taken; the one before it stays in force. */
  refused: { name: string; version: string; code: ErrorCode; message: string; detail: string; at: string }[];
}

export interface RegimeView {
  id: string;
  name: string;
  short: string;
  /** A telephone service (热线): a new sheet begins as a call. */
  hotline: boolean;
  /** `notice`: what must be read aloud on this channel before anything is written down (录音告知). */
  channels: { id: Channel; name: string; notice: string | null }[];
  /** What to say, by the moment it is said at. */
  phrases: { when: string; text: string; channels: Channel[] | null }[];
  reminders: { id: string; text: string; when: string; source: string | null }[];
  /** `or`: a second place of the record that answers as well. */
  fields: { id: string; label: string; required: string; path: string | null; or: string | null }[];
  categories: { id: string; name: string; rule: string | null }[];
  refusals: { code: string; text: string; next: string | null; source: string | null }[];
  acceptanceText: string;
  /** The executable procedure itself: steps on record, returns, urging, closing, counting. */
  profile: Profile;
  roles: { id: string; name: string }[];
}

export interface SettingsView {
  station: StationView;
  printers: PrintersConfig;
  officers: OfficerView[];
  units: { id: string; name: string; station: string | null }[];
  windows: { no: string; name: string; unit: string }[];
  /** Which of the lists the centre keeps. */
  central: { units: boolean; windows: boolean };
  centre: { address: string | null; enrolled: boolean };
  dataDir: string;
  version: string;
}

/** One line of the event stream: what changed, never the data itself. */
export type DeskEvent =
  | { type: 'case'; caseId: string }
  | { type: 'sync' }
  | { type: 'backup' }
  | { type: 'bundle' }
  | { type: 'print'; jobId: string }
  | { type: 'signing'; taskId: string }
  | { type: 'draft'; draftId: string }
  | { type: 'settings' }
  | { type: 'duty' }
  /** Deadlines are being computed anew after a change of the calendar; `done === total` is the end. */
  | { type: 'recompute'; done: number; total: number };
