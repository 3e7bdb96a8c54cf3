import { Button } from 'antd';
import type { ReportView } from '../../../domain/contract/views.ts';
import { dateTime } from '../format.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { Tag } from '../pieces/Tag.tsx';
import { useAct, useCall } from '../queries.ts';

/** The reports that the procedure asks for, when they are due, and whether they were sent. */
export function Reports({ today }: { today: string }) {
  const reports = useCall('statistics.reports', {});
  const mark = useAct('statistics.markReport', ['statistics.reports']);
  const rows = reports.data ?? [];
  if (reports.data && rows.length === 0) return null;
  return (
    <section className="panel" aria-label="报送">
      <h2>报送</h2>
      <ErrorNote error={reports.error ?? mark.error} />
      <table className="list-table">
        <thead>
          <tr>
            <th scope="col">报表</th>
            <th scope="col">时段</th>
            <th scope="col">期限</th>
            <th scope="col">状态</th>
            <th scope="col">
              <span className="visually-hidden">操作</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.task} ${row.periodId}`}>
              <td className="list-words" title={row.source}>
                {row.what}
                {row.to === null ? null : <span className="quiet">　报：{row.to}</span>}
              </td>
              <td>{row.periodName}</td>
              <td className="number">{row.dueOn ?? '制度未写日期'}</td>
              <td>
                <Standing row={row} today={today} />
              </td>
              <td>
                <Button
                  size="small"
                  loading={mark.isPending}
                  onClick={() =>
                    mark.mutate({ task: row.task, periodId: row.periodId, done: row.done === null, note: '' })
                  }
                >
                  {row.done === null ? '标为已报送' : '撤回'}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Standing({ row, today }: { row: ReportView; today: string }) {
  if (row.done !== null)
    return (
      <span title={`${row.done.by} ${dateTime(row.done.at)}`}>
        <Tag tone="green" icon="check">
          已报送
        </Tag>
      </span>
    );
  if (row.dueOn !== null && row.dueOn < today)
    return (
      <Tag tone="red" icon="alert">
        已过期
      </Tag>
    );
  if (row.remindOn !== null && row.remindOn <= today)
    return (
      <Tag tone="orange" icon="clock">
        该报送了
      </Tag>
    );
  return (
    <Tag tone="grey" icon="circle">
      未报送
    </Tag>
  );
}
