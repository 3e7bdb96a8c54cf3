import { isDeepStrictEqual } from 'node:util';
import { listPrintJobs } from '../../db/print-jobs.ts';
import { DeskError, messageOf } from '../../domain/contract/errors.ts';
import { type PrinterConfig, printersOf } from '../../domain/contract/printing.ts';
import { missingCharacters, printerProfiles } from '../../printing/index.ts';
import { answerPaper } from '../services/answer-paper.ts';
import { cancelPrint, enqueuePrint, paperTitle, redirectPrint } from '../services/print-papers.ts';
import { type Caller, demandAdmin } from './context.ts';
import type { OfficerHandlers, OfficerName } from './dispatch.ts';

type PrintName = Extract<OfficerName, `print.${string}` | `printer.${string}`>;

export const printHandlers: Pick<OfficerHandlers, PrintName> = {
  'print.enqueue': ({ station, officer }, input) => {
    const job = enqueuePrint(station.workspace, officer, input);
    if (!job) throw new DeskError('printer_none');
    station.printing.wake();
    return job;
  },
  'print.jobs': ({ station, officer }, input) =>
    listPrintJobs(station.workspace.db.orm, officer.id, input.caseId, input).map((job) => ({
      ...job,
      title: paperTitle(station.workspace, job.document),
    })),
  'print.answer': ({ station, officer }, input) => {
    const job = answerPaper(station.workspace, officer, input);
    station.printing.wake();
    station.afterSave(job.caseId);
    return job;
  },
  'print.cancel': ({ station, officer }, input) => cancelPrint(station.workspace, officer, input.jobId),
  'print.redirect': ({ station, officer }, input) => {
    const job = redirectPrint(station.workspace, officer, input.jobId);
    station.printing.wake();
    return job;
  },
  'print.characters': async (_caller, input) => ({ missing: await missingCharacters(input.text) }),
  'printer.profiles': () =>
    printerProfiles().map(({ id, name, note, widths, status, font, chineseMode, chineseSize, cutter }) => ({
      id,
      name,
      note,
      widths,
      answers: status === 'full',
      font,
      chineseMode,
      chineseSize,
      cutter,
    })),
  'printer.discover': (caller) => {
    demandAdmin(caller);
    return caller.station.printing.discover();
  },
  'printer.testPage': async (caller, input) => {
    demandKnownPrinter(caller, input.printer);
    const error = await caller.station.printing.testPage(input.printer);
    return { ok: error === null, error, message: error === null ? '测试页已打印' : messageOf(error) };
  },
  'printer.test': async (caller, input) => {
    demandKnownPrinter(caller, input.printer);
    const error = await caller.station.printing.test(input.printer);
    return { ok: error === null, error, message: error === null ? '打印机应答正常' : messageOf(error) };
  },
};

/** Anybody may try the station's own printers; an address nobody saved yet, only who looks after the station. */
function demandKnownPrinter(caller: Caller, printer: PrinterConfig): void {
  const own = printersOf(caller.station.workspace.settings().printers);
  if (!own.some((one) => isDeepStrictEqual(one, printer))) demandAdmin(caller);
}
