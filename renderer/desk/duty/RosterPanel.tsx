import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { addDays, localDate } from '../../../domain/calendar/dates.ts';
import { movedByDays, type RosterShift } from '../../../domain/duty/roster.ts';
import { nowIso } from '../format.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { Icon } from '../pieces/Icon.tsx';
import { useAct, useCall } from '../queries.ts';
import { faultWords } from './rosterWords.ts';
import { TurnForm } from './TurnForm.tsx';
import { WeekTable } from './WeekTable.tsx';
import { daysOf, mondayOf, turnsOf } from './week.ts';

interface Done {
  words: string;
  undo: () => void;
}

/** 值班表: a week at a time, what is wrong with it in plain words, and its editing by those who may. */
export function RosterPanel() {
  const [monday, setMonday] = useState(() => mondayOf(localDate(nowIso())));
  const week = useCall('duty.roster', { from: monday, days: 7 }, { keep: true });
  const before = useCall('duty.roster', { from: addDays(monday, -7), days: 7 }, { keep: true });
  const save = useAct('duty.rosterSave', ['duty.roster', 'duty.get']);
  const remove = useAct('duty.rosterRemove', ['duty.roster', 'duty.get']);
  const [done, setDone] = useState<Done | null>(null);
  if (!week.data) return week.error ? <ErrorNote error={week.error} /> : <Skeleton active />;
  const { shifts, faults, rules, people, mayEdit } = week.data;
  const days = daysOf(monday);
  const lastWeek = daysOf(addDays(monday, -7)).flatMap((day) => turnsOf(before.data?.shifts ?? [], day));

  const write = (turns: readonly RosterShift[], words: string, undo: () => void): void =>
    save.mutate(
      { shifts: turns.map(({ officerName: _name, ...turn }) => turn) },
      { onSuccess: () => setDone({ words, undo }) },
    );
  const takeBack = (ids: string[]): void => remove.mutate({ ids }, { onSuccess: () => setDone(null) });

  const add = (turns: RosterShift[]): void =>
    write(turns, `已排 ${turns.length} 班`, () => takeBack(turns.map((turn) => turn.id)));
  const copy = (): void => {
    const turns = movedByDays(lastWeek, 7, () => crypto.randomUUID());
    write(turns, `已照上周排 ${turns.length} 班`, () => takeBack(turns.map((turn) => turn.id)));
  };
  const drop = (shift: RosterShift): void =>
    remove.mutate(
      { ids: [shift.id] },
      {
        onSuccess: () =>
          setDone({
            words: `已去掉 ${shift.officerName} 的一班`,
            undo: () => {
              const { officerName: _name, ...turn } = shift;
              save.mutate({ shifts: [turn] }, { onSuccess: () => setDone(null) });
            },
          }),
      },
    );
  const turnWeek = (by: number): void => {
    setMonday(addDays(monday, by));
    setDone(null);
  };

  return (
    <>
      <div className="roster-head">
        <Button onClick={() => turnWeek(-7)}>上一周</Button>
        <strong>
          {monday} 至 {addDays(monday, 6)}
        </strong>
        <Button onClick={() => turnWeek(7)}>下一周</Button>
        <Button onClick={() => setMonday(mondayOf(localDate(nowIso())))}>本周</Button>
        {mayEdit ? (
          <Button disabled={lastWeek.length === 0 || save.isPending} onClick={copy}>
            照上周排（{lastWeek.length} 班）
          </Button>
        ) : null}
        {done ? (
          <span className="saved-words" role="status">
            {done.words}{' '}
            <Button size="small" onClick={done.undo}>
              撤销
            </Button>
          </span>
        ) : null}
      </div>
      <ErrorNote error={save.error ?? remove.error} />
      <div className="roster-body">
        <WeekTable
          days={days}
          shifts={shifts}
          today={localDate(week.data.now)}
          gaps={faults.filter((fault) => fault.kind === 'gap')}
          onDrop={mayEdit ? drop : null}
        />
        <div className="duty-side">
          <section className="panel" aria-labelledby="faults-title">
            <h2 id="faults-title">排班检查</h2>
            {rules === null ? (
              <p className="quiet">本制度没有规定值班人数，这里只排不查。</p>
            ) : faults.length === 0 ? (
              <p className="roster-good">
                <Icon name="check" size={16} /> {rules.allDay ? '24小时有人，人数合规' : '人数合规'}
              </p>
            ) : (
              <ul className="roster-faults">
                {faults.map((fault) => (
                  <li key={`${fault.kind} ${'post' in fault ? fault.post : ''} ${fault.from} ${fault.to}`}>
                    <Icon name="alert" size={15} /> {faultWords(fault)}
                  </li>
                ))}
              </ul>
            )}
            {rules ? <p className="quiet">依据：“{rules.source}”</p> : null}
          </section>
          {mayEdit ? (
            <TurnForm days={days} people={people} busy={save.isPending} onAdd={add} />
          ) : (
            <p className="quiet">值班表由本站管理员或值班领导编排。</p>
          )}
        </div>
      </div>
    </>
  );
}
