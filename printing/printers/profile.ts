import { z } from 'zod';

/**
 * What a receipt printer understands, as data (`printing/printers/*.yaml`): one profile serves a family of printers.
 * Sources: Epson's ESC/POS command reference; what the makers say is named in each file.
 */
export const printerProfileSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  note: z.string().min(1),
  widths: z.array(z.enum(['58', '80'])).min(1),
  /** Characters in the printer's own font: GB 2312, GBK, or the two-byte part of GB 18030. All others go out as pictures. */
  font: z.enum(['gb2312', 'gbk', 'gb18030']),
  /** `FS &` must be sent to enter Chinese mode; harmless where it is the state after switching on. */
  chineseMode: z.boolean(),
  /** Chinese characters do not follow `GS !`: their size is set by `FS !` as well. */
  chineseSize: z.boolean(),
  /** Rows of one raster command: what the printer's buffer holds. */
  bandRows: z.number().int().min(8).max(256),
  cutter: z.enum(['partial', 'full', 'none']),
  drawer: z.boolean(),
  /**
   * What it answers: `full` = `DLE EOT 1–4` at any time and `GS r 1` in turn; `realtime` = `DLE EOT` only, which proves
   * readiness but not the end of a job; `none` = nothing.
   */
  status: z.enum(['full', 'realtime', 'none']),
  /** Dots fed after the last line, before the cut; without a knife, as far as the edge on which paper is torn off. */
  feedToCut: z.number().int().min(0).max(255),
});
export type PrinterProfile = z.output<typeof printerProfileSchema>;

/** A profile's file: the profile, and where its facts are from. */
export const printerProfileFileSchema = printerProfileSchema.extend({
  /** Facts that a manual states, each with the manual. */
  known: z.array(z.string().min(1)),
  /** What nobody read or tried: the reason why the test page is printed before a profile is believed. */
  assumed: z.array(z.string().min(1)),
});

/** Held in code and not in a file: what a printer is taken for until somebody has chosen. */
export const USUAL: PrinterProfile = {
  id: 'usual',
  name: '通用（GBK 字库）',
  note: '国内多数 58、80 毫米小票打印机适用。',
  widths: ['58', '80'],
  font: 'gbk',
  chineseMode: true,
  chineseSize: false,
  bandRows: 48,
  cutter: 'partial',
  drawer: false,
  status: 'full',
  feedToCut: 60,
};
