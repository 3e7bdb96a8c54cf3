import { Button } from 'antd';
import { ENTRY_WORDS } from '../../../domain/contract/entries.ts';
import { dateTime } from '../format.ts';
import { hrefOf } from '../frame/router.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useAct, useCall } from '../queries.ts';

/** What the centre sent and this desk could not take: kept beside the cases, never mixed into one. */
export function Quarantine({ count }: { count: number }) {
  const list = useCall('sync.quarantine', {}, { enabled: count > 0 });
  const retry = useAct('sync.retryQuarantined', ['sync.quarantine', 'sync.status', 'worklist']);
  if (count === 0 && !retry.isSuccess) return null;
  if (list.error) return <ErrorNote error={list.error} action={<Button onClick={() => list.refetch()}>重试</Button>} />;
  const rows = count === 0 ? [] : (list.data ?? []);
  return (
    <section className="panel" aria-labelledby="quarantine-title">
      <h2 id="quarantine-title">收到但没有采用（{count}）</h2>
      <p className="quiet">
        中心发来的这些条目核对不上，单独存放，没有进入案卷，也不影响其他内容。可以重试；仍不行的，请把原因告诉中心管理员。
      </p>
      <ErrorNote error={retry.error} />
      {rows.length > 0 ? (
        <div className="list-scroll">
          <table className="list-table">
            <thead>
              <tr>
                <th scope="col">编号</th>
                <th scope="col">条目</th>
                <th scope="col">来自站点</th>
                <th scope="col">收到时间</th>
                <th scope="col">原因</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((one) => (
                <tr key={`${one.stationId} ${one.stationSeq} ${one.hash}`}>
                  <td className="number">
                    {one.caseId ? (
                      <a href={hrefOf({ page: 'case', caseId: one.caseId })}>{one.number}</a>
                    ) : (
                      <span className="quiet">本机没有此案</span>
                    )}
                  </td>
                  <td>{one.kind ? ENTRY_WORDS[one.kind] : '不认识的条目'}</td>
                  <td>{one.stationId || '不明'}</td>
                  <td className="number">{dateTime(one.at)}</td>
                  <td className="list-words list-rest">{one.message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      <div className="form-row quarantine-foot">
        {count > 0 ? (
          <Button loading={retry.isPending} onClick={() => retry.mutate({})}>
            全部重试
          </Button>
        ) : null}
        <span role="status" className="quiet">
          {retry.data ? (retry.data.left === 0 ? '已全部采用。' : `还有 ${retry.data.left} 条不能采用。`) : ''}
        </span>
      </div>
    </section>
  );
}
