import { Button } from 'antd';
import { type DragEvent, useRef, useState } from 'react';
import type { BundleTaken, BundleView } from '../../../domain/contract/views/keeping.ts';
import { CallError, fetchBlobUrl, takeBundle } from '../client.ts';
import { dateTime } from '../format.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useAct, useCall } from '../queries.ts';

/** 转交数据包: what goes to the centre or to another desk on a stick, and what was brought here. */
export function Bundles() {
  const list = useCall('bundle.list', {});
  const make = useAct('bundle.make', ['bundle.list']);
  const [to, setTo] = useState('centre');
  const [taking, setTaking] = useState(false);
  const [taken, setTaken] = useState<BundleTaken | null>(null);
  const [problem, setProblem] = useState<CallError | null>(null);
  const picker = useRef<HTMLInputElement>(null);

  async function take(file: File | undefined) {
    if (!file) return;
    setTaking(true);
    setTaken(null);
    setProblem(null);
    try {
      setTaken(await takeBundle(file));
      await list.refetch();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setProblem(error);
    } finally {
      setTaking(false);
    }
  }

  async function save(id: string, fileName: string) {
    const { url } = await fetchBlobUrl(`/bundles/${id}`);
    const link = document.createElement('a');
    link.href = url;
    link.download = fileName;
    link.click();
    URL.revokeObjectURL(url);
  }

  if (list.error) return <ErrorNote error={list.error} />;
  if (!list.data) return null;
  const { bundles, stations, centre, pending } = list.data;
  const drop = (event: DragEvent) => {
    event.preventDefault();
    void take(event.dataTransfer.files[0]);
  };
  return (
    <section
      className="panel"
      aria-labelledby="bundles-title"
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <h2 id="bundles-title">转交数据包</h2>
      <p className="quiet">
        没有网络时，用U盘把内容带给中心或别的站点。数据包已加密，只有收件方能打开；丢失也不会泄露。现有 {pending}{' '}
        条待上报。
      </p>
      {centre ? (
        <form
          className="centre-form"
          onSubmit={(event) => {
            event.preventDefault();
            make.mutate({ to }, { onSuccess: ({ id, fileName }) => void save(id, fileName) });
          }}
        >
          <div className="form-field">
            <label htmlFor="bundle-to">交给</label>
            <select id="bundle-to" className="input" value={to} onChange={({ target }) => setTo(target.value)}>
              <option value="centre">中心</option>
              {stations.map(({ code, name }) => (
                <option key={code} value={code}>
                  {code} {name}
                </option>
              ))}
            </select>
          </div>
          <Button htmlType="submit" loading={make.isPending}>
            制作数据包
          </Button>
          <Button loading={taking} onClick={() => picker.current?.click()}>
            导入数据包…
          </Button>
          <input
            ref={picker}
            type="file"
            accept=".jsb"
            hidden
            aria-label="选择要导入的数据包"
            onChange={({ target }) => {
              void take(target.files?.[0]);
              target.value = '';
            }}
          />
        </form>
      ) : (
        <p>本站点入网以后才能制作和导入数据包。</p>
      )}
      <ErrorNote error={make.error ?? problem} />
      {make.data && make.isSuccess ? (
        <p role="status">
          已制作：{make.data.entries} 条，附件 {make.data.files} 个。
          {make.data.entriesLeftOut + make.data.filesLeftOut > 0
            ? `装不下 ${make.data.entriesLeftOut} 条、附件 ${make.data.filesLeftOut} 个，等这一份被接收后再制作。`
            : ''}
        </p>
      ) : null}
      {taken ? <p role="status">{takenWords(taken)}</p> : null}
      {bundles.length > 0 ? <BundleTable bundles={bundles} /> : null}
    </section>
  );
}

function takenWords({ role, from, entries, fresh }: BundleTaken): string {
  return role === 'carried'
    ? `已代站点 ${from} 保存（${entries} 条），连上中心后自动转交。`
    : `已导入站点 ${from} 的 ${entries} 条，其中新的 ${fresh} 条。`;
}

const ROLES: Record<BundleView['role'], string> = { made: '本机制作', taken: '已导入', carried: '代为转交' };

function BundleTable({ bundles }: { bundles: readonly BundleView[] }) {
  return (
    <table className="list-table bundle-list">
      <caption>数据包（{bundles.length}）</caption>
      <thead>
        <tr>
          <th scope="col">时间</th>
          <th scope="col">类别</th>
          <th scope="col">从</th>
          <th scope="col">到</th>
          <th scope="col">条数</th>
          <th scope="col">情况</th>
        </tr>
      </thead>
      <tbody>
        {bundles.map((one) => (
          <tr key={one.id}>
            <td className="number">{dateTime(one.at)}</td>
            <td>{ROLES[one.role]}</td>
            <td className="number">{one.from}</td>
            <td className="number">{one.to === 'centre' ? '中心' : one.to}</td>
            <td className="number">{one.entries}</td>
            <td className="list-words">{stateWords(one)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function stateWords({ role, deliveredAt, trouble }: BundleView): string {
  if (role === 'made') return '是否收到以“已上报”为准';
  if (role === 'taken') return '已在本机案卷中';
  if (deliveredAt) return `${dateTime(deliveredAt)} 已交中心`;
  return trouble ? `中心未接受：${trouble.message}` : '等待连上中心';
}
