import { Button } from 'antd';
import type { ConsequenceView } from '../../../domain/contract/views/figures.ts';
import { WINDOW_WORDS } from '../../../domain/counting/windows.ts';
import { COUNTED_WORDS, SUBJECT_WORDS } from '../../../domain/counting/words.ts';
import { visibleLine } from '../../../domain/documents/visible.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { Progress } from '../pieces/Progress.tsx';
import { Tag } from '../pieces/Tag.tsx';
import { useCall } from '../queries.ts';
import type { Behind } from './CasesDialog.tsx';

const SHOWN = 12;

/** What the procedure threatens or promises, and who has come how far: reached, or one short of it. */
export function Consequences({ day, onOpen }: { day: string; onOpen: (behind: Behind) => void }) {
  const counted = useCall('statistics.consequences', { day }, { keep: true });
  const rows = counted.data ?? [];
  return (
    <section className="panel" aria-label="后果提示">
      <h2>
        后果提示 <span className="quiet panel-note">计至 {day}，按本单位制度；只提示，由人决定</span>
      </h2>
      <ErrorNote error={counted.error} action={<Button onClick={() => counted.refetch()}>重试</Button>} />
      {counted.isPending ? <Progress words="正在计数" /> : null}
      {counted.data && rows.length === 0 ? <p className="quiet">没有达到或临近的情形。</p> : null}
      {rows.length > 0 ? (
        <table className="list-table consequences">
          <thead>
            <tr>
              <th scope="col">对象</th>
              <th scope="col">次数</th>
              <th scope="col">状态</th>
              <th scope="col">后果</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, SHOWN).map((row) => (
              <Line key={`${row.id} ${row.subject.kind} ${row.subject.name}`} row={row} day={day} onOpen={onOpen} />
            ))}
          </tbody>
        </table>
      ) : null}
      {rows.length > SHOWN ? <p className="quiet">另有 {rows.length - SHOWN} 条，见导出的表格。</p> : null}
    </section>
  );
}

function Line({ row, day, onOpen }: { row: ConsequenceView; day: string; onOpen: (behind: Behind) => void }) {
  const name = visibleLine(row.subject.name);
  const what = `${WINDOW_WORDS[row.trigger.window]}${COUNTED_WORDS[row.trigger.of] ?? '记入'}`;
  const good = row.trigger.count === 0 || row.trigger.of === 'written_praise';
  return (
    <tr>
      <td className="list-words">
        <span className="quiet">{SUBJECT_WORDS[row.subject.kind]}</span> {name}
      </td>
      <td>
        {what}{' '}
        <button
          type="button"
          className="link"
          disabled={row.count === 0}
          aria-label={`${name} ${what} ${row.count} 次，查看`}
          onClick={() =>
            onOpen({ title: `${name}　${what}`, of: { type: 'consequence', day, id: row.id, subject: row.subject } })
          }
        >
          {row.count} 次
        </button>
      </td>
      <td>
        {row.standing === 'one_short' ? (
          <Tag tone="orange" icon="clock">
            差一次
          </Tag>
        ) : (
          <Tag tone={good ? 'green' : 'red'} icon={good ? 'check' : 'alert'}>
            已达到
          </Tag>
        )}
      </td>
      <td className="list-words">
        {row.effect}
        <details>
          <summary>依据</summary>“{row.source}”
        </details>
      </td>
    </tr>
  );
}
