import { caseTable, entryLines } from '../core/services/export-cases.ts';
import { type CommandLine, demandOption, fromWhereCalled, UsageError } from './command-line.ts';
import { EXIT } from './help.ts';
import { withStation } from './open-station.ts';
import type { Outcome } from './outcome.ts';
import { writeWhole } from './write-file.ts';

export async function runExport(line: CommandLine): Promise<Outcome> {
  const out = fromWhereCalled(demandOption(line, 'out'));
  const format = line.option('format') ?? 'jsonl';
  if (format !== 'jsonl' && format !== 'csv') throw new UsageError('--format 应为 jsonl 或 csv');
  return withStation(line.data, 'reader', ({ db, profiles }) => {
    const write = db.raw.transaction(() =>
      format === 'jsonl' ? writeWhole(out, entryLines(db)) : writeWhole(out, caseTable({ db, profiles })) - 1,
    );
    const rows = write();
    const what = format === 'jsonl' ? `${rows} 个条目` : `${rows} 个案卷`;
    return {
      text: `已导出 ${what}到 ${out}；文件含个人信息，请妥善保管`,
      data: { file: out, format, rows },
      exit: EXIT.ok,
    };
  });
}
