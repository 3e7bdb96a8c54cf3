import { useState } from 'react';
import { dateTime } from '../format.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useAct } from '../queries.ts';

/** First start on a new PC: the station comes out of a backup instead of being made anew. */
export function RestoreCard({ onDone }: { onDone: () => void }) {
  const [folder, setFolder] = useState('');
  const [file, setFile] = useState('');
  const [code, setCode] = useState('');
  const look = useAct('setup.backupsIn');
  const restore = useAct('setup.restore');
  return (
    <details className="start-card restore">
      <summary>从备份恢复（换了电脑，或电脑坏了）</summary>
      <p className="field-hint">
        恢复以后请停用旧电脑。已入网的站点会先向中心取回备份之后的内容；恢复码丢了，可请中心为这份备份另发一个。
      </p>
      <form
        className="restore-line"
        onSubmit={(event) => {
          event.preventDefault();
          look.mutate({ folder }, { onSuccess: (found) => setFile(found[0]?.file ?? '') });
        }}
      >
        <div className="field">
          <label className="field-label" htmlFor="restore-folder">
            备份所在的文件夹
          </label>
          <input
            id="restore-folder"
            className="input"
            value={folder}
            autoComplete="off"
            onChange={({ target }) => setFolder(target.value)}
          />
        </div>
        <button type="submit" className="button" disabled={folder.trim() === '' || look.isPending}>
          查找备份
        </button>
      </form>
      <ErrorNote error={look.error} />
      {look.data?.length === 0 ? <p role="status">这里没有备份文件（*.jsk）。</p> : null}
      {look.data && look.data.length > 0 ? (
        <form
          className="restore-line"
          onSubmit={(event) => {
            event.preventDefault();
            restore.mutate({ file, code }, { onSuccess: onDone });
          }}
        >
          <div className="field">
            <label className="field-label" htmlFor="restore-file">
              选择备份
            </label>
            <select id="restore-file" className="input" value={file} onChange={({ target }) => setFile(target.value)}>
              {look.data.map((one) => (
                <option key={one.file} value={one.file}>
                  {dateTime(one.made)}　{one.station} {one.name}
                </option>
              ))}
            </select>
          </div>
          <div className="field">
            <label className="field-label" htmlFor="restore-code">
              恢复码（六组，每组五位）
            </label>
            <input
              id="restore-code"
              className="input"
              value={code}
              autoComplete="off"
              inputMode="numeric"
              onChange={({ target }) => setCode(target.value)}
            />
          </div>
          <button type="submit" className="button" disabled={file === '' || code.trim() === '' || restore.isPending}>
            {restore.isPending ? '正在恢复并检查…' : '恢复'}
          </button>
        </form>
      ) : null}
      <ErrorNote error={restore.error} />
    </details>
  );
}
