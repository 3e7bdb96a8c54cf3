import { localDate } from '../../../domain/calendar/dates.ts';
import { nowIso } from '../format.ts';

/** Registrations per day as columns; each column can be read out and shows its day when pointed at. */
export function Days({ days }: { days: readonly { date: string; count: number }[] }) {
  const most = days.reduce((max, day) => Math.max(max, day.count), 0);
  const first = days[0];
  const last = days[days.length - 1];
  if (!first || !last || most === 0) return <p className="quiet">这段时间没有登记。</p>;
  const today = localDate(nowIso());
  return (
    <figure className="days-chart">
      <ol>
        {days.map((day) => (
          <li key={day.date} title={`${day.date}　${day.count} 件`} data-today={day.date === today || undefined}>
            <span style={{ height: `${(day.count / most) * 100}%` }} />
            <span className="visually-hidden">
              {day.date} {day.count} 件
            </span>
          </li>
        ))}
      </ol>
      <figcaption>
        <span>{first.date}</span>
        <span>最多一天 {most} 件</span>
        <span>{last.date}</span>
      </figcaption>
    </figure>
  );
}
