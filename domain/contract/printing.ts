import { z } from 'zod';
import type { ErrorCode } from './errors.ts';

export const paperWidths = ['58', '80', 'a4'] as const;
export type PaperWidth = (typeof paperWidths)[number];

/** Where paper comes out: a network printer, a folder on disk, or the screen (for a newcomer without a printer). */
export const printerConfigSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('tcp'),
    id: z.string().min(1).max(60),
    name: z.string().min(1, 'required').max(100),
    width: z.enum(paperWidths),
    host: z.string().min(1, 'required').max(255),
    port: z.number().int().min(1).max(65_535).default(9100),
  }),
  z.object({
    kind: z.literal('folder'),
    id: z.string().min(1).max(60),
    name: z.string().min(1, 'required').max(100),
    width: z.enum(paperWidths),
    path: z.string().min(1, 'required').max(1_000),
  }),
  z.object({
    kind: z.literal('screen'),
    id: z.string().min(1).max(60),
    name: z.string().min(1, 'required').max(100),
    width: z.enum(paperWidths),
  }),
]);
export type PrinterConfig = z.output<typeof printerConfigSchema>;

/**
 * `unconfirmed`: something went out and nobody knows whether paper came; a person is asked, nothing prints by itself.
 * `confirmed`: the printer's own status, or the officer, said that the paper is there.
 */
export const printStates = ['queued', 'sending', 'sent', 'confirmed', 'unconfirmed', 'failed', 'cancelled'] as const;
export type PrintState = (typeof printStates)[number];

export const PRINT_WORDS: Record<PrintState, string> = {
  queued: '等待打印',
  sending: '正在打印',
  sent: '已送出，待确认',
  confirmed: '已打印',
  unconfirmed: '不能确定，请查看纸张',
  failed: '打印失败',
  cancelled: '已取消',
};

export interface PrintJob {
  id: string;
  caseId: string;
  document: string;
  width: PaperWidth;
  /** 0 for the original, n for the n-th reprint (补打). */
  copy: number;
  printerId: string;
  state: PrintState;
  lastError: ErrorCode | null;
  /** Times the job was taken up by the printer's writer. */
  attempts: number;
  createdAt: string;
  updatedAt: string;
  /** Not tried before this moment. */
  nextTryAt: string | null;
}
