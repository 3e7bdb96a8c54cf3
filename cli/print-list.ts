import { composeHandover, composeRegister } from '../core/services/compose-lists.ts';
import { isDate } from '../domain/calendar/dates.ts';
import { renderDocument } from '../printing/index.ts';
import { type CommandLine, demandOption, fromWhereCalled, UsageError } from './command-line.ts';
import { EXIT } from './help.ts';
import { withStation } from './open-station.ts';
import type { Outcome } from './outcome.ts';
import { writeWhole } from './write-file.ts';

/** A register over a period, or the sheet of a handover, as PDF. */
export async function runPrintList(line: CommandLine): Promise<Outcome> {
  const out = fromWhereCalled(demandOption(line, 'out'));
  const register = line.option('register');
  const period = register === undefined ? null : { from: dateOf(line, 'from'), to: dateOf(line, 'to') };
  return withStation(line.data, 'reader', async (workspace) => {
    const model =
      register !== undefined && period
        ? composeRegister(workspace, null, register, period)
        : composeHandover(workspace, null, demandOption(line, 'handover'));
    const { bytes, mime } = await renderDocument(model, 'a4');
    writeWhole(out, [bytes]);
    return {
      text: `${model.title}（${model.number}）已写入 ${out}`,
      data: { file: out, document: model.document, title: model.title, mime, bytes: bytes.length },
      exit: EXIT.ok,
    };
  });
}

function dateOf(line: CommandLine, name: string): string {
  const date = demandOption(line, name);
  if (!isDate(date)) throw new UsageError(`--${name} 应为日期，如 2026-03-01`);
  return date;
}
