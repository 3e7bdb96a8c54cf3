import { z } from 'zod';
import { subjectKinds } from '../counting/events.ts';
import { figureGroups } from '../counting/sums.ts';
import { dutyPosts } from '../duty/roster.ts';
import { commandSchema } from './commands.ts';
import type { FoundPrinter, MissingCharacter, PrinterProfileView, PrintJob } from './printing.ts';
import { printerConfigSchema, printersSchema } from './printing.ts';
import { recordSchema } from './record.ts';
import type { CaseFileView, CaseRow, DraftView, IntakeAdvice, SigningView } from './views/cases.ts';
import type { CaseConflictsView } from './views/conflicts.ts';
import type { DutyLogView, RosterView, ShiftView, TimersView } from './views/duty.ts';
import type { ConsequenceView, ReportView, StatisticsView, TodayView } from './views/figures.ts';
import type { BackupView, BundleMade, BundlesView } from './views/keeping.ts';
import type {
  ClockView,
  OfficerView,
  RegimeView,
  RulebooksView,
  SessionView,
  SettingsView,
  SetupStatus,
  StatusView,
} from './views/station.ts';
import type { QuarantinedEntry, SyncStatus } from './views/sync.ts';

/**
 * Everything the screen can ask of the core, in one table: `POST /api/<name>` with the input as JSON, the output as JSON.
 * The core's router and the renderer's client are both typed from here. `open` procedures need the launch token only,
 * all others a signed-in officer (`x-desk-session`).
 *
 * Beside the table stand doors for bytes: `POST /files`, `GET /files/:sha256`, `GET /paper/:caseId/:document`
 * (`?width=58|80` gives a PNG of what the printer gets, `?width=a4` a PDF, `&job=ID` what that job printed),
 * `GET /register/:form?from=&to=` and `GET /handover/:shiftId` (PDF: a book over a period, the sheet of a handover),
 * `GET /workbook?from=&to=` (the statistics as .xlsx) and `GET /events` (server-sent `DeskEvent`s).
 */
interface Procedure<I extends z.ZodType, O> {
  input: I;
  open: boolean;
  /** Type only; never set. */
  output?: O;
}

const open =
  <O>() =>
  <I extends z.ZodType>(input: I): Procedure<I, O> => ({ input, open: true });
const officer =
  <O>() =>
  <I extends z.ZodType>(input: I): Procedure<I, O> => ({ input, open: false });

const nothing = z.object({});
const id = z.string().min(1).max(60);
const pin = z.string().min(1).max(32);
const page = { offset: z.number().int().min(0).default(0), limit: z.number().int().min(1).max(200).default(50) };
const period = { from: z.iso.date(), to: z.iso.date() };
/** Which figure's cases are asked for. */
const behindSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('figure'), ...period, group: z.enum(figureGroups), value: z.string().max(300) }),
  z.object({
    type: z.literal('consequence'),
    day: z.iso.date(),
    id,
    subject: z.object({ kind: z.enum(subjectKinds), name: z.string().max(300) }),
  }),
]);
/** ISO 8601 with the offset of the offices, as the roster is kept. */
const shanghaiMoment = z.iso.datetime({ offset: true }).endsWith('+08:00', 'invalid');
const stationCode = z.string().regex(/^[A-Z0-9]{2,12}$/, 'invalid');
const newOfficer = z.object({
  name: z.string().trim().min(1, 'required').max(120, 'too_long'),
  roles: z.array(z.string().max(60)).min(1, 'required').max(20),
  screenRole: z.string().max(60).default(''),
  /** May change the station's settings. The officer of the first start always may. */
  admin: z.boolean().default(false),
  pin,
});

export const procedures = {
  'setup.status': open<SetupStatus>()(nothing),
  /** Makes the station: keys, database, first officer. Refused with `already_configured` on a second call. */
  'setup.create': open<{ officerId: string }>()(
    z.object({
      station: z.object({
        code: stationCode,
        name: z.string().trim().min(1, 'required').max(200, 'too_long'),
        organisation: z.string().max(200).default(''),
        phone: z.string().max(60).default(''),
      }),
      regime: z.string().min(1, 'required').max(40),
      officer: newOfficer,
      printers: printersSchema,
      centre: z.object({ address: z.url('invalid').max(300), enrolCode: z.string().max(64) }).nullable(),
    }),
  ),
  /** One click: a demonstration station with officers for each role and printers that show their paper on screen. */
  'setup.demo': open<{ officers: (OfficerView & { pin: string })[] }>()(nothing),

  /** What backups lie in a folder of this PC (or a stick), newest first; for the first start only. */
  'setup.backupsIn': open<{ file: string; station: string; name: string; made: string; bytes: number }[]>()(
    z.object({ folder: z.string().trim().min(1, 'required').max(1_000) }),
  ),
  /** Makes the station out of a backup. Refused with `already_configured` where there is one. */
  'setup.restore': open<{ station: string }>()(
    z.object({ file: z.string().min(1, 'required').max(1_000), code: z.string().min(1, 'required').max(100) }),
  ),

  'session.officers': open<OfficerView[]>()(nothing),
  'session.signIn': open<SessionView>()(z.object({ officerId: id, pin })),
  'session.current': officer<SessionView>()(nothing),
  'session.signOut': officer<{ ok: true }>()(nothing),

  status: officer<StatusView>()(nothing),
  /** 时间无误: a person looked at the PC's clock, and it is right. */
  'clock.confirm': officer<ClockView>()(nothing),

  /** The procedure in force; of a case, the version that it began under (when this desk has it). */
  'intake.regime': officer<RegimeView>()(z.object({ caseId: id.optional() })),
  /** What the side panel says while the officer types: duties, errors, likely duplicates, deadlines that would start. */
  'intake.advise': officer<IntakeAdvice>()(
    z.object({ record: recordSchema, category: z.string().max(60).nullable(), draftId: id.optional() }),
  ),

  'draft.save': officer<{ savedAt: string; signatureCurrent: boolean | null }>()(
    z.object({ draftId: id, record: recordSchema }),
  ),
  'draft.list': officer<DraftView[]>()(nothing),
  'draft.get': officer<DraftView>()(z.object({ draftId: id })),
  'draft.discard': officer<{ ok: true }>()(z.object({ draftId: id })),
  /** Undo of a discard: drafts are kept for 30 days after it. */
  'draft.restore': officer<{ ok: true }>()(z.object({ draftId: id })),

  'signing.start': officer<SigningView>()(
    z.discriminatedUnion('purpose', [
      z.object({ purpose: z.literal('registration'), draftId: id, lan: z.boolean() }),
      z.object({
        purpose: z.literal('feedback'),
        caseId: id,
        result: z.string().min(1, 'required').max(8_000),
        lan: z.boolean(),
      }),
    ]),
  ),
  'signing.get': officer<SigningView>()(z.object({ taskId: id })),
  'signing.cancel': officer<{ ok: true }>()(z.object({ taskId: id })),

  /** Saves: one transaction, acknowledged when fsynced. Idempotent by draft: asking twice gives the same case. */
  'case.register': officer<{ caseId: string; number: string; jobs: PrintJob[] }>()(
    z.object({ draftId: id, record: recordSchema, signingTaskId: id.nullable(), print: z.boolean() }),
  ),
  'case.get': officer<CaseFileView>()(z.object({ caseId: id })),
  /** What two desks did without knowing of each other, side by side. It is settled by `case.act` with `settle`. */
  'case.conflicts': officer<CaseConflictsView>()(z.object({ caseId: id })),
  /** `requestId` makes a repeated click or a retry after a crash harmless. */
  'case.act': officer<{ revision: number; jobs: PrintJob[] }>()(
    z.object({ caseId: id, baseRevision: z.number().int().min(0), requestId: id, command: commandSchema }),
  ),
  worklist: officer<{ rows: CaseRow[]; total: number }>()(
    z.object({ view: z.enum(['mine', 'open', 'overdue', 'cards', 'conflicts', 'all', 'archived']), ...page }),
  ),
  /** By number, name, phone or any words of the record; two Chinese characters suffice. Newest first. */
  search: officer<{ rows: CaseRow[]; more: boolean }>()(z.object({ query: z.string().max(200), ...page })),

  'print.enqueue': officer<PrintJob>()(
    z.object({ caseId: id, document: z.string().max(60), width: z.enum(['58', '80', 'a4']).nullable(), requestId: id }),
  ),
  'print.jobs': officer<(PrintJob & { number: string; title: string })[]>()(
    z.object({ caseId: id.nullable(), ...page }),
  ),
  /**
   * The officer's answer to 纸出来了吗? for a job of which nobody knows. `reprint` queues a 补打 in the same transaction, so
   * that an answer heard twice never gives two of them.
   */
  'print.answer': officer<PrintJob>()(
    z.object({ jobId: id, paperCameOut: z.boolean(), reprint: z.boolean().default(false) }),
  ),
  'print.cancel': officer<PrintJob>()(z.object({ jobId: id })),
  /** Sends a job of which no byte has left to the printer that stands in. */
  'print.redirect': officer<PrintJob>()(z.object({ jobId: id })),
  /** Which characters of a text no font of this machine draws. */
  'print.characters': officer<{ missing: MissingCharacter[] }>()(z.object({ text: z.string().max(40_000) })),
  'printer.profiles': officer<PrinterProfileView[]>()(nothing),
  /** What the system offers; a printer in the network is asked for by its address. */
  'printer.discover': officer<FoundPrinter[]>()(nothing),
  /** Prints the page that shows which profile fits. */
  'printer.testPage': officer<{ ok: boolean; error: string | null; message: string }>()(
    z.object({ printer: printerConfigSchema }),
  ),
  'printer.test': officer<{ ok: boolean; error: string | null; message: string }>()(
    z.object({ printer: printerConfigSchema }),
  ),

  'sync.status': officer<SyncStatus>()(nothing),
  'sync.now': officer<SyncStatus>()(nothing),
  'sync.configure': officer<SyncStatus>()(
    z.object({ address: z.url('invalid').max(300), enrolCode: z.string().max(64) }),
  ),
  'sync.problems':
    officer<
      { entryId: string; caseId: string; number: string; kind: string; code: string; message: string; at: string }[]
    >()(nothing),
  'sync.quarantine': officer<QuarantinedEntry[]>()(nothing),
  /** Tries again whatever stands aside; `left` still does. */
  'sync.retryQuarantined': officer<{ left: number }>()(nothing),
  'sync.rulebooks': officer<RulebooksView>()(nothing),
  'sync.retry': officer<{ ok: true }>()(z.object({ entryId: id })),

  'backup.get': officer<BackupView>()(nothing),
  'backup.configure': officer<BackupView>()(
    z.object({
      folder: z.string().trim().min(1, 'required').max(1_000).nullable(),
      keep: z.number().int().min(1, 'invalid').max(365, 'invalid'),
      hour: z.number().int().min(0, 'invalid').max(23, 'invalid'),
    }),
  ),
  /** A new recovery code, said once. */
  'backup.newCode': officer<{ code: string }>()(nothing),
  /** Begins one; how it goes is told by events. */
  'backup.make': officer<BackupView>()(nothing),
  /** An administrator's word that this PC, and no other, goes on as this station. */
  'backup.goOn': officer<BackupView>()(nothing),

  'bundle.list': officer<BundlesView>()(nothing),
  /** Makes a bundle; its bytes are fetched by `GET /bundles/:id`. */
  'bundle.make': officer<BundleMade>()(z.object({ to: z.string().regex(/^(centre|[A-Z0-9]{2,12})$/, 'invalid') })),

  'duty.get': officer<ShiftView>()(nothing),
  /** Refused while anything open was not gone through: cases, drafts, running clocks, the regime's own list. */
  'duty.handOver': officer<{ ok: true }>()(
    z.object({
      toOfficerId: id,
      toPin: pin,
      note: z.string().max(4_000),
      seenCases: z.array(id).max(10_000),
      seenDrafts: z.array(id).max(1_000).default([]),
      /** `caseId limitId` of each running clock. */
      seenTimers: z.array(z.string().max(130)).max(1_000).default([]),
      items: z
        .array(z.object({ id, text: z.string().max(2_000) }))
        .max(50)
        .default([]),
    }),
  ),
  /**
   * Minute clocks of open cases, from their entries: right at once after sleep or restart. Open, because a pause signs the
   * officer out and the alarm must go on.
   */
  'duty.timers': open<TimersView>()(nothing),
  /** Silences the alarm of one clock of one case, in the name of whoever is signed in. */
  'duty.mute': officer<TimersView>()(z.object({ caseId: id, limitId: id })),
  'duty.log': officer<DutyLogView>()(nothing),
  'duty.roster': officer<RosterView>()(z.object({ from: z.iso.date(), days: z.number().int().min(1).max(62) })),
  /** Writes turns; one with a known id is changed. Also the undo of a removal. */
  'duty.rosterSave': officer<{ ok: true }>()(
    z.object({
      shifts: z
        .array(
          z.object({ id, officerId: id, post: z.enum(dutyPosts), startsAt: shanghaiMoment, endsAt: shanghaiMoment }),
        )
        .min(1)
        .max(500),
    }),
  ),
  'duty.rosterRemove': officer<{ ok: true }>()(z.object({ ids: z.array(id).min(1).max(500) })),

  /** `from`, `to`: local dates `YYYY-MM-DD`, both included. */
  statistics: officer<StatisticsView>()(z.object(period)),
  /** The cases behind one figure, newest last. */
  'statistics.cases': officer<{ rows: CaseRow[]; total: number }>()(z.object({ of: behindSchema, ...page })),
  /** What has been counted up to a day and threatens or promises something: reached, or one short of it. */
  'statistics.consequences': officer<ConsequenceView[]>()(z.object({ day: z.iso.date() })),
  /** What the officer who asks begins the day with (今日事项). */
  'worklist.today': officer<TodayView>()(nothing),
  'statistics.reports': officer<ReportView[]>()(nothing),
  /** Says that a report was sent or a daily check made, or with `done: false` that it was not. */
  'statistics.markReport': officer<ReportView[]>()(
    z.object({ task: id, periodId: z.string().min(4).max(20), done: z.boolean(), note: z.string().max(500) }),
  ),

  'settings.get': officer<SettingsView>()(nothing),
  'settings.savePrinters': officer<SettingsView>()(z.object({ printers: printersSchema })),
  'settings.saveStation': officer<SettingsView>()(
    z.object({
      name: z.string().trim().min(1, 'required').max(200),
      organisation: z.string().max(200),
      phone: z.string().max(60),
      units: z
        .array(
          z.object({ id, name: z.string().trim().min(1, 'required').max(200), station: z.string().max(20).nullable() }),
        )
        .max(500),
      windows: z
        .array(z.object({ no: z.string().max(40), name: z.string().max(200), unit: z.string().max(60) }))
        .max(500),
    }),
  ),
  'settings.addOfficer': officer<SettingsView>()(newOfficer),
  'settings.setOfficerActive': officer<SettingsView>()(z.object({ officerId: id, active: z.boolean() })),
  /** The first PIN of an officer whom the centre put on this station's roster. */
  'settings.givePin': officer<SettingsView>()(z.object({ officerId: id, pin })),
  'settings.changePin': officer<{ ok: true }>()(z.object({ oldPin: pin, newPin: pin })),
} as const;

export type Procedures = typeof procedures;
export type ProcedureName = keyof Procedures;
/** Input as a caller writes it (defaults may be left out). */
export type InputOf<N extends ProcedureName> = z.input<Procedures[N]['input']>;
/** Input as the core receives it after validation. */
export type ParsedInputOf<N extends ProcedureName> = z.output<Procedures[N]['input']>;
export type OutputOf<N extends ProcedureName> = NonNullable<Procedures[N]['output']>;
