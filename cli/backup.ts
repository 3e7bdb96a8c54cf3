import { randomBytes } from 'node:crypto';
import { runBackupJob } from '../core/backup/backup-job.ts';
import { readRecovery } from '../core/backup/backup-settings.ts';
import { loadDataKey } from '../core/keys/data-key.ts';
import { fileKeyring } from '../core/keys/file-keyring.ts';
import { shanghaiIso } from '../core/platform.ts';
import { VERSION } from '../core/version.ts';
import { DeskError } from '../domain/contract/errors.ts';
import { type CommandLine, demandOption, fromWhereCalled } from './command-line.ts';
import { EXIT } from './help.ts';
import { withStation } from './open-station.ts';
import type { Outcome } from './outcome.ts';

/** Makes a backup of a desk, at work or not, into a file. */
export async function runBackup(line: CommandLine): Promise<Outcome> {
  const target = fromWhereCalled(demandOption(line, 'out'));
  return withStation(line.data, 'reader', async (workspace) => {
    const kept = readRecovery(workspace.db.orm);
    if (!kept) throw new DeskError('backup_failed', { detail: '请先在设置里生成恢复码' });
    const { code, name } = workspace.settings().station;
    const job = {
      dataDir: line.data,
      key: await loadDataKey(line.data, fileKeyring, true),
      target,
      head: {
        id: randomBytes(16).toString('hex'),
        station: { code, name },
        made: shanghaiIso(workspace.platform.now()),
        program: VERSION,
        slots: [kept.slot],
      },
    };
    const { counts, bytes, made } = runBackupJob(job, () => {});
    const text = `已备份并读回检查：案卷 ${counts.cases} 件，条目 ${counts.entries} 条\n${target}`;
    return { text, data: { out: target, verified: true, ...counts, bytes, made }, exit: EXIT.ok };
  });
}
