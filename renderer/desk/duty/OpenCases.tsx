import { Checkbox } from 'antd';
import type { CaseRow } from '../../../domain/contract/views/cases.ts';
import { visibleLine } from '../../../domain/documents/visible.ts';
import { nowIso } from '../format.ts';
import { DueTag } from '../pieces/DueTag.tsx';
import { StatusTag } from '../pieces/StatusTag.tsx';
import { workingDaysLeft } from '../work/casefile/remaining.ts';
import { personOf } from '../work/personOf.ts';

interface Props {
  rows: readonly CaseRow[];
  seen: ReadonlySet<string>;
  onSee: (seen: ReadonlySet<string>) => void;
  onOpen: (caseId: string) => void;
}

/** What the next shift takes over, one line each, ticked as both officers look at it. */
export function OpenCases({ rows, seen, onSee, onOpen }: Props) {
  const all = rows.every((row) => seen.has(row.caseId));
  const some = rows.some((row) => seen.has(row.caseId));
  function toggle(caseId: string, on: boolean) {
    const next = new Set(seen);
    if (on) next.add(caseId);
    else next.delete(caseId);
    onSee(next);
  }
  return (
    <table className="list-table">
      <thead>
        <tr>
          <th scope="col" className="col-tick">
            <Checkbox
              checked={all}
              indeterminate={some && !all}
              onChange={(event) => onSee(new Set(event.target.checked ? rows.map((row) => row.caseId) : []))}
            >
              全部看过
            </Checkbox>
          </th>
          <th scope="col" className="col-number">
            编号
          </th>
          <th scope="col" className="col-person">
            诉求人
          </th>
          <th scope="col">摘要</th>
          <th scope="col" className="col-status">
            状态
          </th>
          <th scope="col" className="col-next">
            下一步
          </th>
          <th scope="col" className="col-due">
            时限
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.caseId}>
            <td className="col-tick">
              <Checkbox
                checked={seen.has(row.caseId)}
                aria-label={`看过 ${row.number}`}
                onChange={(event) => toggle(row.caseId, event.target.checked)}
              />
            </td>
            <td className="number">
              <button type="button" className="link" onClick={() => onOpen(row.caseId)}>
                {row.number}
              </button>
            </td>
            <td className="list-cut" title={personOf(row)}>
              {personOf(row)}
            </td>
            <td className="list-cut" title={visibleLine(row.summary)}>
              {visibleLine(row.summary)}
            </td>
            <td>
              <StatusTag status={row.status} />
            </td>
            <td>{row.nextStep?.name ?? '—'}</td>
            <td>
              {row.nextDue ? (
                <DueTag
                  dueAt={row.nextDue.dueAt}
                  provisional={row.nextDue.provisional}
                  workingDaysLeft={workingDaysLeft(row.nextDue.dueAt, nowIso())}
                />
              ) : (
                '—'
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
