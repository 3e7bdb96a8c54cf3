import { Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import type { ReportView } from '../../../domain/contract/views/figures.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { Icon } from '../pieces/Icon.tsx';
import { KeyHint } from '../pieces/KeyHint.tsx';
import { Tag } from '../pieces/Tag.tsx';
import { useAct, useCall } from '../queries.ts';
import './today.css';

/** Keys `Alt+1` … `Alt+9`; further rows have the button only. */
const KEYS = 9;
const keyOf = (row: Pick<ReportView, 'task' | 'periodId'>) => `${row.task} ${row.periodId}`;

/**
 * 今日事项: the daily checks not yet made today and the reports whose date comes near, with the sentence that asks for
 * them. What is said to be done leaves the list and can be taken back while the page is open; afterwards on the statistics
 * page. Nothing at all on a day that asks for nothing.
 */
export function TodayStrip() {
  // Midnight makes a new day without an event.
  const asked = useCall('worklist.today', {}, { refetchInterval: 60_000 });
  const mark = useAct('statistics.markReport', ['worklist.today', 'statistics.reports']);
  const [notes, setNotes] = useState<Record<string, string>>({});
  const [last, setLast] = useState<ReportView | null>(null);
  const tasks = asked.data?.tasks ?? [];

  function finish(row: ReportView): void {
    if (mark.isPending) return;
    const note = notes[keyOf(row)] ?? '';
    mark.mutate(
      { task: row.task, periodId: row.periodId, done: true, note },
      {
        onSuccess: () => {
          setLast(row);
          setNotes(({ [keyOf(row)]: _said, ...rest }) => rest);
        },
      },
    );
  }
  function takeBack(row: ReportView): void {
    mark.mutate({ task: row.task, periodId: row.periodId, done: false, note: '' }, { onSuccess: () => setLast(null) });
  }
  useNumberKeys(tasks, finish);

  if (asked.error)
    return <ErrorNote error={asked.error} action={<Button onClick={() => asked.refetch()}>重试</Button>} />;
  if (tasks.length === 0 && last === null) return null;
  return (
    <section className="today" aria-labelledby="today-title">
      <h2 id="today-title">今日事项</h2>
      <ErrorNote error={mark.error} />
      <ul>
        {tasks.map((row, at) => (
          <li key={keyOf(row)}>
            <span className="today-words">
              <strong>{row.what}</strong>
              {row.kind === 'report' ? <span>　{row.periodName}</span> : null}
              {row.to === null ? null : <span className="quiet">　报：{row.to}</span>}
              <q className="today-source">{row.source}</q>
            </span>
            <Due row={row} today={asked.data?.today ?? ''} />
            <form
              className="today-form"
              onSubmit={(event) => {
                event.preventDefault();
                finish(row);
              }}
            >
              <Input
                size="small"
                aria-label={`${row.what}的备注`}
                placeholder="备注（可不填）"
                maxLength={500}
                value={notes[keyOf(row)] ?? ''}
                onChange={(event) => setNotes({ ...notes, [keyOf(row)]: event.target.value })}
              />
              <Button
                size="small"
                htmlType="submit"
                disabled={mark.isPending}
                aria-keyshortcuts={at < KEYS ? `Alt+${at + 1}` : undefined}
              >
                <span>
                  已办<span className="visually-hidden">：{row.what}</span>
                </span>
                {at < KEYS ? <KeyHint keys={`Alt+${at + 1}`} /> : null}
              </Button>
            </form>
          </li>
        ))}
      </ul>
      <p className="today-done" role="status">
        {last === null ? null : (
          <>
            <Icon name="check" size={16} /> 已记为已办：{last.what}
            {last.kind === 'report' ? `（${last.periodName}）` : ''}
            <button type="button" className="link" disabled={mark.isPending} onClick={() => takeBack(last)}>
              撤回
            </button>
          </>
        )}
      </p>
    </section>
  );
}

function Due({ row, today }: { row: ReportView; today: string }) {
  if (row.dueOn === null || row.kind === 'daily')
    return (
      <Tag tone="blue" icon="clock">
        今日
      </Tag>
    );
  if (row.dueOn < today)
    return (
      <Tag tone="red" icon="alert">
        {row.dueOn} 已过期
      </Tag>
    );
  const now = row.remindOn !== null && row.remindOn <= today;
  return (
    <Tag tone={now ? 'orange' : 'grey'} icon="clock">
      {row.dueOn} 前报送{now && row.dueOn > today ? '，此后没有工作日' : ''}
    </Tag>
  );
}

function useNumberKeys(tasks: readonly ReportView[], finish: (row: ReportView) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
      if (document.querySelector('dialog[open]')) return;
      const place = /^Digit([1-9])$/.exec(event.code)?.[1];
      const row = place === undefined ? undefined : tasks[Number(place) - 1];
      if (!row) return;
      event.preventDefault();
      finish(row);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
