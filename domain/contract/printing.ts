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

const common = {
  id: z.string().min(1, 'required').max(60),
  name: z.string().min(1, 'required').max(120),
};

/**
 * One printer of a desk.
 * - `tcp`: a receipt printer that speaks ESC/POS on a raw socket and answers `DLE EOT` and `GS r`; never A4.
 * - `folder`: papers are written as files into `path`.
 * - `screen`: papers are only kept for showing; A4 leaves through the window's own print dialog.
 */
export const printerConfigSchema = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    kind: z.literal('tcp'),
    host: z.string().min(1, 'required').max(255),
    port: z.number().int().min(1).max(65_535).default(9100),
    width: z.enum(['58', '80']),
  }),
  z.object({
    ...common,
    kind: z.literal('folder'),
    path: z.string().min(1, 'required').max(1_000),
    width: z.enum(paperWidths),
  }),
  z.object({ ...common, kind: z.literal('screen'), width: z.enum(paperWidths) }),
]);
export type PrinterConfig = z.output<typeof printerConfigSchema>;

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
