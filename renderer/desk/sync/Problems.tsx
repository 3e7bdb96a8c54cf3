import { Button } from 'antd';
import { ENTRY_WORDS, type EntryKind, entryKinds } from '../../../domain/contract/entries.ts';
import { dateTime } from '../format.ts';
import { hrefOf } from '../frame/router.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useAct, useCall } from '../queries.ts';

/** Entries that the centre did not take: of which case, why, and what to do. */
export function Problems() {
  const problems = useCall('sync.problems', {});
  const retry = useAct('sync.retry', ['sync.problems', 'sync.status', 'status']);
  if (problems.error)
    return <ErrorNote error={problems.error} action={<Button onClick={() => problems.refetch()}>重试</Button>} />;
  if (!problems.data || problems.data.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="problems-title">
      <h2 id="problems-title">被拒的条目（{problems.data.length}）</h2>
      <p className="quiet">
        内容仍在本机的案卷里，其他站点看不到。原因消除后可以重新上报；不清楚原因的，请联系中心管理员。
      </p>
      <ErrorNote error={retry.error} />
      <div className="list-scroll">
        <table className="list-table">
          <thead>
            <tr>
              <th scope="col">编号</th>
              <th scope="col">条目</th>
              <th scope="col">时间</th>
              <th scope="col">原因</th>
              <th scope="col">操作</th>
            </tr>
          </thead>
          <tbody>
            {problems.data.map((one) => (
              <tr key={one.entryId}>
                <td className="number">
                  <a href={hrefOf({ page: 'case', caseId: one.caseId })}>{one.number}</a>
                </td>
                <td>{wordOf(one.kind)}</td>
                <td className="number">{dateTime(one.at)}</td>
                <td className="list-words list-rest">{one.message}</td>
                <td>
                  <Button
                    size="small"
                    aria-label={`重新上报 ${one.number} ${wordOf(one.kind)}`}
                    loading={retry.isPending && retry.variables?.entryId === one.entryId}
                    onClick={() => retry.mutate({ entryId: one.entryId })}
                  >
                    重新上报
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function wordOf(kind: string): string {
  const known = entryKinds.find((one): one is EntryKind => one === kind);
  return known ? ENTRY_WORDS[known] : '条目';
}
