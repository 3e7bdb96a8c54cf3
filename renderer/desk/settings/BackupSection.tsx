import { Button, Input, InputNumber } from 'antd';
import { type FormEvent, useEffect, useState } from 'react';
import type { BackupView } from '../../../domain/contract/views/keeping.ts';
import { dateTime } from '../format.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useAct, useCall } from '../queries.ts';

/** Backups: when the last one was found whole, when the next is due, where they go, and the recovery code. */
export function BackupSection() {
  const backup = useCall('backup.get', {});
  if (backup.error) return <ErrorNote error={backup.error} />;
  return backup.data ? <Backup view={backup.data} /> : null;
}

function Backup({ view }: { view: BackupView }) {
  const configure = useAct('backup.configure', ['backup.get']);
  const make = useAct('backup.make', ['backup.get']);
  const newCode = useAct('backup.newCode', ['backup.get']);
  const [folder, setFolder] = useState(view.folder ?? '');
  const [keep, setKeep] = useState(view.keep);
  const [hour, setHour] = useState(view.hour);
  useEffect(() => setFolder(view.folder ?? ''), [view.folder]);

  function submit(event: FormEvent) {
    event.preventDefault();
    configure.mutate({ folder: folder.trim() === '' ? null : folder.trim(), keep, hour });
  }

  return (
    <section className="panel" id="settings-backup" aria-labelledby="backup-title">
      <h2 id="backup-title">备份</h2>
      <dl className="facts facts-lines">
        <div className="fact wide">
          <dt>上次备份</dt>
          <dd>{lastWords(view)}</dd>
        </div>
        <div className="fact wide">
          <dt>下次备份</dt>
          <dd>{nextWords(view)}</dd>
        </div>
        <div className="fact wide">
          <dt>恢复码</dt>
          <dd>
            {view.codeMadeAt ? `${dateTime(view.codeMadeAt)} 生成；以前的备份仍用以前的恢复码` : '还没有生成，不能备份'}
          </dd>
        </div>
      </dl>
      {view.failure ? (
        <p role="alert" className="form-problem">
          {dateTime(view.failure.at)} 没有备份成功：{view.failure.message}
          {view.failure.detail === '' ? '' : `（${view.failure.detail}）`}
        </p>
      ) : null}
      <form className="backup-form" onSubmit={submit}>
        <div className="form-field">
          <label htmlFor="backup-folder">备份到</label>
          <Input
            id="backup-folder"
            aria-describedby="backup-folder-hint"
            value={folder}
            onChange={({ target }) => setFolder(target.value)}
          />
          <span id="backup-folder-hint" className="form-words">
            另一块磁盘或U盘上的文件夹
          </span>
        </div>
        <div className="form-field">
          <label htmlFor="backup-hour">每天几点以后</label>
          <InputNumber id="backup-hour" min={0} max={23} value={hour} onChange={(value) => setHour(value ?? 12)} />
        </div>
        <div className="form-field">
          <label htmlFor="backup-keep">保留几份</label>
          <InputNumber id="backup-keep" min={1} max={365} value={keep} onChange={(value) => setKeep(value ?? 14)} />
        </div>
        <Button htmlType="submit" loading={configure.isPending}>
          保存备份设置
        </Button>
      </form>
      <div className="form-row">
        <Button
          type="primary"
          disabled={view.folder === null || view.codeMadeAt === null || view.running !== null}
          onClick={() => make.mutate({})}
        >
          {view.running ? `正在备份：${PARTS[view.running.part]} ${Math.round(view.running.done * 100)}%` : '立即备份'}
        </Button>
        <Button onClick={() => newCode.mutate({})} loading={newCode.isPending}>
          {view.codeMadeAt ? '换一个恢复码' : '生成恢复码'}
        </Button>
      </div>
      <ErrorNote error={configure.error ?? newCode.error ?? make.error} />
      {newCode.data ? (
        <div role="status" className="backup-code">
          <p>
            请抄写下来，与电脑分开保管。恢复码只显示这一次；丢失后，已入网的站点可请中心为备份另发一个，没有入网的，备份再也打不开。
          </p>
          <p className="number verbatim">{newCode.data.code}</p>
          <Button onClick={() => newCode.reset()}>已抄好</Button>
        </div>
      ) : null}
    </section>
  );
}

const PARTS: Record<NonNullable<BackupView['running']>['part'], string> = {
  copying: '复制',
  checking: '检查',
  writing: '写入',
  reading_back: '读回',
};

function lastWords({ last }: BackupView): string {
  if (!last) return '还没有备份过';
  const size = `${(last.bytes / 1024 / 1024).toFixed(1)} MB`;
  return `${dateTime(last.at)}，已读回检查；案卷 ${last.cases} 件，${size}，${last.file}`;
}

function nextWords({ folder, codeMadeAt, nextAt }: BackupView): string {
  if (folder === null) return '没有设置位置，不会自动备份';
  if (codeMadeAt === null) return '没有恢复码，不会自动备份';
  return nextAt ? dateTime(nextAt) : '—';
}
