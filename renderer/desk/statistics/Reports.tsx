import { Button } from 'antd';
import type { ReportView } from '../../../domain/contract/views/figures.ts';
import { visible, visibleLine } from '../../../domain/documents/visible.ts';
import { dateTime } from '../format.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { Tag } from '../pieces/Tag.tsx';
import { useAct, useCall } from '../queries.ts';

/** The reports and daily checks that the procedure asks for, when they are due, and who did them when. */
export function Reports({ today }: { today: string }) {
  const reports = useCall('statistics.reports', {});
  const mark = useAct('statistics.markReport', ['statistics.reports', 'worklist.today']);
  const rows = reports.data ?? [];
  if (reports.data && rows.length === 0) return null;
  return (
    <section className="panel" aria-label="报送与每日事项">
      <h2>报送与每日事项</h2>
      <ErrorNote error={reports.error ?? mark.error} />
      <table className="list-table">
        <thead>
          <tr>
            <th scope="col">事项</th>
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
              <td className="number">{row.kind === 'daily' ? '当日' : (row.dueOn ?? '制度未写日期')}</td>
              <td className="list-words">
                <Standing row={row} today={today} />
                {row.done === null ? null : (
                  <span className="quiet">
                    　{visibleLine(row.done.by)}　{dateTime(row.done.at)}
                    {row.done.note === '' ? '' : `　${visible(row.done.note)}`}
                  </span>
                )}
              </td>
              <td>
                <Button
                  size="small"
                  loading={mark.isPending}
                  onClick={() =>
                    mark.mutate({ task: row.task, periodId: row.periodId, done: row.done === null, note: '' })
                  }
                >
                  {row.done === null ? (row.kind === 'daily' ? '标为已办' : '标为已报送') : '撤回'}
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
  const daily = row.kind === 'daily';
  if (row.done !== null)
    return (
      <Tag tone="green" icon="check">
        {daily ? '已办' : '已报送'}
      </Tag>
    );
  if (row.dueOn !== null && row.dueOn < today)
    return (
      <Tag tone="red" icon="alert">
        {daily ? '当日没有记' : '已过期'}
      </Tag>
    );
  if (row.remindOn !== null && row.remindOn <= today)
    return (
      <Tag tone="orange" icon="clock">
        {daily ? '今日未办' : '该报送了'}
      </Tag>
    );
  return (
    <Tag tone="grey" icon="circle">
      未报送
    </Tag>
  );
}
