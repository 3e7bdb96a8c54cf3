import { runBackupJob } from '../../core/backup/backup-job.ts';

/** Makes backups of one desk again and again, to be killed in the middle: says once that it began. */
const [dataDir = '', target = '', key = ''] = process.argv.slice(2);
const head = {
  id: '0'.repeat(32),
  station: { code: 'TH01', name: '样例' },
  made: '2026-03-04T09:00:00+08:00',
  program: 'test',
  slots: [],
};
process.stdout.write('begun\n');
for (;;) runBackupJob({ dataDir, key: Buffer.from(key, 'hex'), target, head }, () => {});
