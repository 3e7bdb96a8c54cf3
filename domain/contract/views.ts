import type { CaseState } from '../case-file/state.ts';
import type { Subject } from '../counting/events.ts';
import type { FigureGroup } from '../counting/sums.ts';
import type { DutyLink } from '../duty/chain.ts';
import type { DutyPost, RosterFault, RosterShift } from '../duty/roster.ts';
import type { Clock } from '../regimes/clocks.ts';
import type { Consequence, Profile } from '../regimes/profile-schema.ts';
import type { ActionOffer } from '../regimes/workflow.ts';
import type { Entry } from './entries.ts';
import type { ErrorCode } from './errors.ts';
import type { DocumentKind, PrinterConfig, PrintersConfig, PrintJob } from './printing.ts';
import type { CaseKind, Channel, ComplainantType, ComplaintRecord, Urgency } from './record.ts';
import type { Strokes } from './signature.ts';
import type { CaseStatus, Satisfaction, SyncState } from './words.ts';

/** What the screen gets. Plain data; times are ISO 8601 with offset unless said otherwise. */

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

export interface SyncStatus {
  /** `none`: no centre set. */
  state: 'none' | 'offline' | 'sending' | 'idle' | 'refused';
  address: string | null;
  centreName: string | null;
  pending: number;
  rejected: number;
  conflicts: number;
  lastSuccessAt: string | null;
  lastError: ErrorCode | null;
  nextTryAt: string | null;
  /** Entries of the present sending; null while nothing is sent. */
  progress: { done: number; total: number } | null;
  /** How many entries this station has written, and how many of them are in the centre's backup too. */
  written: number;
  backed: number;
  /** Entries from elsewhere that do not hold and stand aside. */
  quarantined: number;
  /** When a centre restored from a backup was noticed, and how many own entries were sent to it again. */
  restored: { at: string; again: number } | null;
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

export interface CaseRow {
  caseId: string;
  number: string;
  kind: CaseKind;
  channel: Channel;
  status: CaseStatus;
  urgency: Urgency;
  complainantType: ComplainantType;
  complainantName: string;
  respondent: string;
  /** First words of the request or narrative, at most 80 characters. */
  summary: string;
  registeredAt: string;
  stationId: string;
  nextDue: { limitId: string; what: string; dueAt: string; provisional: boolean } | null;
  /** Warning card (红黄牌) that the case bears now. */
  card: 'yellow' | 'red' | null;
  /** Action expected next and the roles that may take it. */
  nextStep: { name: string; roles: string[] } | null;
  mine: boolean;
  sync: SyncState;
  conflict: boolean;
}

export interface CaseFileView {
  row: CaseRow;
  state: CaseState;
  entries: (Entry & { sync: SyncState; syncError: ErrorCode | null; masked: boolean })[];
  clocks: (Clock & { overdue: boolean })[];
  /** The version of the procedure that the case began under is not here: it can be read, and nothing is computed. */
  regimeMissing: boolean;
  /** Deadlines that moved although nobody acted on the case, first to last; `before` and `after` as `Clock.due`. */
  deadlineChanges: {
    limitId: string;
    what: string;
    before: string | null;
    after: string | null;
    reason: string;
    at: string;
  }[];
  actions: ActionOffer[];
  documents: {
    document: DocumentKind;
    title: string;
    /** `desk`: what every desk gives out; `form`: a form of the regime. */
    group: 'desk' | 'form';
    /** The case is about it now, and it did not come out yet. */
    due: boolean;
    available: boolean;
    reason: string | null;
    widths: ('58' | '80' | 'a4')[];
  }[];
  jobs: PrintJob[];
}

export interface DraftView {
  draftId: string;
  record: ComplaintRecord;
  savedAt: string;
  officerName: string;
  signed: SignatureView | null;
}

/** A collected signature, without its strokes: the picture is fetched apart. */
export interface SignatureView {
  taskId: string;
  textHash: string;
  signedAt: string;
  /** False when the record was changed after signing, so that it must be signed again. */
  current: boolean;
}

export interface SigningView {
  taskId: string;
  purpose: 'registration' | 'feedback';
  state: 'waiting' | 'opened' | 'signed' | 'cancelled' | 'expired';
  /** Address for a window on this PC. */
  localUrl: string;
  /** Address for a tablet on the LAN, when one was asked for and the PC has a LAN address. */
  lanUrl: string | null;
  expiresAt: string;
  textHash: string;
  signedAt: string | null;
  /** The signature itself, to be drawn, once the task is signed. */
  strokes: Strokes | null;
  satisfaction: Satisfaction | 'declined' | null;
}

export interface IntakeAdvice {
  /** What the regime wants now: duties of the channel, truthfulness notice, phrases to say. */
  duties: { id: string; text: string }[];
  phrases: string[];
  errors: { path: string; code: ErrorCode; message: string }[];
  duplicates: {
    caseId: string;
    number: string;
    complainantName: string;
    summary: string;
    registeredAt: string;
    status: CaseStatus;
    /** 0 to 1; see `domain/duplicates`. */
    score: number;
    /** `same`: probably the same matter; `person`: the same person, another matter. */
    kind: 'same' | 'person';
    /** In Chinese, what speaks for it. */
    reasons: string[];
  }[];
  clocks: Clock[];
  signatureRequired: boolean;
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
  centre: { address: string | null; enrolled: boolean };
  dataDir: string;
  version: string;
}

/**
 * A clock of minutes that runs now (分钟时限), with what the alarm needs. Nothing of it is about a person: it is shown while
 * nobody is signed in too. Times are ISO 8601 with offset.
 */
export interface RunningTimer {
  caseId: string;
  number: string;
  limitId: string;
  what: string;
  from: string;
  dueAt: string;
  /** Who silenced its alarm last, and when. */
  muted: { name: string; at: string } | null;
}

export interface TimersView {
  /** The core's clock when it answered. */
  now: string;
  timers: RunningTimer[];
}

export interface ShiftView {
  current: { id: string; startedAt: string; officers: string[] } | null;
  /** Who should be here by the roster, and who is signed in, by name. */
  onDuty: { leaders: string[]; officers: string[]; signedIn: string[] };
  open: CaseRow[];
  drafts: { draftId: string; words: string; officerName: string; savedAt: string }[];
  timers: RunningTimer[];
  /** What the regime wants answered at a handover (交接事项). */
  items: { id: string; label: string }[];
  /** Whether the asker reads the duty log: on duty now, or the leader. */
  mayReadLog: boolean;
  handovers: {
    id: string;
    startedAt: string;
    at: string;
    from: string;
    to: string;
    leader: string | null;
    note: string;
    openCases: number;
    /** The sheet both signed, as it stood then; empty for whoever may not read the duty log. */
    sheet: { kind: 'item' | 'timer' | 'case' | 'draft'; label: string; text: string }[];
  }[];
}

/** The duty log (接报传跟) of what is open; no case for whoever may not read it. */
export interface DutyLogView {
  mayRead: boolean;
  /** Whether the regime keeps a duty log at all. */
  kept: boolean;
  cases: { caseId: string; number: string; summary: string; links: DutyLink[] }[];
}

/** Some days of the roster (值班表). */
export interface RosterView {
  shifts: RosterShift[];
  faults: RosterFault[];
  /** What the regime says of the duty; null where it has no duty rules and nothing is checked. */
  rules: {
    allDay: boolean;
    leaders: { min: number; max: number };
    officers: { min: number; max: number };
    source: string;
  } | null;
  people: { id: string; name: string; posts: DutyPost[] }[];
  mayEdit: boolean;
  now: string;
}

/** Figures of a period. Each can be asked for its cases (`statistics.cases`) by group and value. */
export interface StatisticsView {
  from: string;
  to: string;
  /** Most first; days in their order. `name` is the screen's word for a value that is no code. */
  groups: Record<FigureGroup, { value: string; name: string; count: number }[]>;
  limits: { met: number; late: number; running: number; overdue: number };
}

/** How far a window, person, order … is on the way to a consequence that the regime threatens or promises. */
export interface ConsequenceView {
  id: string;
  effect: string;
  /** The sentence of the institution's document. */
  source: string;
  trigger: Consequence['trigger'];
  /** Whether the desk counts it by itself; otherwise a person notes it on the case (记入考核). */
  machine: boolean;
  subject: Subject;
  count: number;
  standing: 'reached' | 'one_short';
}

/** One report that the regime demands, for one period; or a check that it wants made every day, for one day. */
export interface ReportView {
  kind: 'report' | 'daily';
  task: string;
  what: string;
  to: string | null;
  /** Regime roles whose task it is; empty: everybody's. */
  roles: string[];
  source: string;
  periodId: string;
  periodName: string;
  period: { from: string; to: string };
  /** Last day to send it, `YYYY-MM-DD`; null where the text gives none. */
  dueOn: string | null;
  remindOn: string | null;
  done: { at: string; by: string; note: string } | null;
}

/** What an officer begins the day with: daily checks of today, and reports whose date comes near or has passed. */
export interface TodayView {
  /** Local date `YYYY-MM-DD`. */
  today: string;
  tasks: ReportView[];
}

/** One line of the event stream: what changed, never the data itself. */
export type DeskEvent =
  | { type: 'case'; caseId: string }
  | { type: 'sync' }
  | { type: 'print'; jobId: string }
  | { type: 'signing'; taskId: string }
  | { type: 'draft'; draftId: string }
  | { type: 'settings' }
  | { type: 'duty' }
  /** Deadlines are being computed anew after a change of the calendar; `done === total` is the end. */
  | { type: 'recompute'; done: number; total: number };
