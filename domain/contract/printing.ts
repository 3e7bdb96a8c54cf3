import { z } from 'zod';
import type { ErrorCode } from './errors.ts';

/** The papers the desk can give out. Ids travel in `printed` entries and print jobs; titles are in `domain/documents`. */
export const documentIds = [
  'registration_slip',
  'registration_form',
  'acceptance_notice',
  'refusal_notice',
  'assignment_slip',
  'feedback_record',
] as const;
/**
 * `form:<id>` is a form of the case's own regime; `form:<id>@<n>` the one given out with the n-th urging, from 1 on, so that
 * a second slip is no reprint of the first.
 */
export type DocumentKind = (typeof documentIds)[number] | `form:${string}`;

/** Paper: `58` = 384 dots (32 columns), `80` = 576 dots (48 columns), both at 203 dpi; `a4` = 210 × 297 mm. */
export const paperWidths = ['58', '80', 'a4'] as const;
export type PaperWidth = (typeof paperWidths)[number];

/** Printer profile that a printer has until somebody chooses another; see `printing/printers/`. */
export const USUAL_PROFILE = 'usual';

const common = {
  id: z.string().min(1, 'required').max(60),
  name: z.string().min(1, 'required').max(120),
};
/** What the printer understands and answers: the id of a printer profile. Plays no part on A4. */
const profile = z
  .string()
  .regex(/^[a-z0-9-]+$/, 'invalid')
  .max(60)
  .default(USUAL_PROFILE);
const receiptWidth = z.enum(['58', '80']);
/** A queue's or device's own name: no line ends, no NUL, nothing that a command line takes for an option. */
const systemName = z
  .string()
  .min(1, 'required')
  .max(255)
  .regex(/^[^\-\p{Cc}][^\p{Cc}]*$/u, 'invalid');

/** Baud rates that receipt printers are set to. */
export const baudRates = [9_600, 19_200, 38_400, 57_600, 115_200] as const;

/**
 * One printer of a desk.
 * - `tcp`: a receipt printer that speaks ESC/POS on a raw socket; never A4.
 * - `usb`: one on a Linux device file, e.g. `/dev/usb/lp0`.
 * - `serial`: one on a serial port, e.g. `/dev/ttyUSB0` or `COM3`, 8 data bits, no parity, one stop bit.
 * - `cups`: a queue of CUPS: raw for receipts, PDF for A4.
 * - `spooler`: a printer of the Windows spooler by its name, in RAW mode; never A4.
 * - `folder`: papers are written as files into `path`.
 * - `screen`: papers are only kept for showing; A4 leaves through the window's own print dialog.
 */
export const printerConfigSchema = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    kind: z.literal('tcp'),
    host: z.string().min(1, 'required').max(255),
    port: z.number().int().min(1).max(65_535).default(9100),
    width: receiptWidth,
    profile,
  }),
  z.object({
    ...common,
    kind: z.literal('usb'),
    // Nothing but a printer's device: a disk is a file below /dev as well.
    device: z.string().regex(/^\/dev\/(usb\/)?lp\d{1,3}$/, 'invalid'),
    width: receiptWidth,
    profile,
  }),
  z.object({
    ...common,
    kind: z.literal('serial'),
    port: z.string().regex(/^(\/dev\/(tty[A-Z]{1,6}\d{1,3}|rfcomm\d{1,3}|cu\.[\w-]{1,60})|COM\d{1,3})$/, 'invalid'),
    baudRate: z.literal(baudRates).default(9_600),
    width: receiptWidth,
    profile,
  }),
  z.object({ ...common, kind: z.literal('cups'), queue: systemName, width: z.enum(paperWidths), profile }),
  z.object({ ...common, kind: z.literal('spooler'), queue: systemName, width: receiptWidth, profile }),
  z.object({
    ...common,
    kind: z.literal('folder'),
    path: z.string().min(1, 'required').max(1_000),
    width: z.enum(paperWidths),
    profile,
  }),
  z.object({ ...common, kind: z.literal('screen'), width: z.enum(paperWidths), profile }),
]);
export type PrinterConfig = z.output<typeof printerConfigSchema>;

/** `spare` stands in for `slip`: jobs of which no byte has left can be sent there instead. */
export const printersSchema = z.object({
  slip: printerConfigSchema.nullable(),
  a4: printerConfigSchema.nullable(),
  spare: printerConfigSchema.nullable().default(null),
});
export type PrintersConfig = z.output<typeof printersSchema>;

/** The printers that are set, in the order in which they are asked for paper. */
export function printersOf({ slip, a4, spare }: PrintersConfig): PrinterConfig[] {
  return [slip, a4, spare].filter((printer) => printer !== null);
}

/** A printer that the system knows of, ready to be chosen; `detail` is one line for a person (maker, address, state). */
export type FoundPrinter =
  | { kind: 'usb'; device: string; name: string; detail: string }
  | { kind: 'serial'; port: string; name: string; detail: string }
  | { kind: 'cups'; queue: string; name: string; detail: string }
  | { kind: 'spooler'; queue: string; name: string; detail: string };

/** What a printer profile tells somebody who chooses one. */
export interface PrinterProfileView {
  id: string;
  /** E.g. 佳博 GP-L80160; the maker's own words for the series. */
  name: string;
  /** For whom it is and what is special, in one sentence. */
  note: string;
  widths: readonly ('58' | '80')[];
  /** Whether it tells what it does; without, every paper has to be confirmed by a person. */
  answers: boolean;
  /** What tells it from other profiles on the test page; see `printing/printers/profile.ts`. */
  font: 'gb2312' | 'gbk' | 'gb18030';
  chineseMode: boolean;
  chineseSize: boolean;
  cutter: 'partial' | 'full' | 'none';
}

/** A character that no font of this machine draws and what stands on paper instead. */
export interface MissingCharacter {
  char: string;
  /** `U+E4F2` */
  codePoint: string;
  /** What is printed for it: `⟦U+E4F2⟧`. */
  shown: string;
}

/**
 * `queued → sending → sent → confirmed`, or `failed` (certainly no paper), or `unconfirmed` (something went out and nobody
 * knows: a person looks at the printer). `confirmed` is said only when the printer itself said so.
 */
export const printStates = ['queued', 'sending', 'sent', 'confirmed', 'failed', 'unconfirmed'] as const;
export type PrintState = (typeof printStates)[number];

export const PRINT_STATE_WORDS: Record<PrintState, string> = {
  queued: '等待打印',
  sending: '正在打印',
  sent: '等待打印机确认',
  confirmed: '已打印',
  failed: '没有打印',
  unconfirmed: '不能确定，请看打印机',
};

/** Times are ISO 8601. `copy` is 0 for the original and n for the n-th reprint (补打). */
export interface PrintJob {
  id: string;
  caseId: string;
  document: DocumentKind;
  width: PaperWidth;
  copy: number;
  printerId: string;
  state: PrintState;
  lastError: ErrorCode | null;
  /** How often sending was tried, successful or not. */
  attempts: number;
  createdAt: string;
  updatedAt: string;
  /** Not to be tried again before this moment; null = at once. */
  nextTryAt: string | null;
}
