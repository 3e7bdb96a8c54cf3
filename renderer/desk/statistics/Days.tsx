/** Registrations per day as columns; each can be pointed at, read out and opened. */
export function Days({
  days,
  today,
  onOpen,
}: {
  days: readonly { date: string; count: number }[];
  today: string;
  onOpen: (date: string) => void;
}) {
  const most = days.reduce((max, day) => Math.max(max, day.count), 0);
  const first = days[0];
  const last = days[days.length - 1];
  if (!first || !last || most === 0) return <p className="quiet">这段时间没有登记。</p>;
  return (
    <figure className="days-chart">
      <ol>
        {days.map((day) => (
          <li key={day.date} data-today={day.date === today || undefined}>
            {day.count === 0 ? null : (
              <button
                type="button"
                title={`${day.date}　${day.count} 件`}
                aria-label={`${day.date} ${day.count} 件，查看`}
                style={{ height: `${(day.count / most) * 100}%` }}
                onClick={() => onOpen(day.date)}
              />
            )}
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
