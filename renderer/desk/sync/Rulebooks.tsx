import type { RulebooksView } from '../../../domain/contract/views/station.ts';
import { dateTime } from '../format.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useCall } from '../queries.ts';

/** What this station decides by, where that comes from, and what the centre sent that was not taken. */
export function Rulebooks() {
  const rules = useCall('sync.rulebooks', {});
  if (rules.error) return <ErrorNote error={rules.error} />;
  if (!rules.data) return null;
  const { regime, calendars, refused } = rules.data;
  return (
    <section className="panel" aria-labelledby="rules-title">
      <h2 id="rules-title">制度和放假安排</h2>
      <p>
        现行制度：<strong>{regime.name}</strong>，版本 {regime.version}（{originWords(regime)}
        ）。在办案卷仍按登记时的版本。
      </p>
      <p>放假安排：{calendarWords(calendars)}。其他年份的期限按周一至周五推算，标为“暂定”。</p>
      {refused.length > 0 ? <Refused refused={refused} /> : null}
    </section>
  );
}

function Refused({ refused }: Pick<RulebooksView, 'refused'>) {
  return (
    <table className="list-table">
      <caption>没有采用（{refused.length}）</caption>
      <thead>
        <tr>
          <th scope="col">文件</th>
          <th scope="col">版本</th>
          <th scope="col">时间</th>
          <th scope="col">原因</th>
        </tr>
      </thead>
      <tbody>
        {refused.map((one) => (
          <tr key={`${one.name}${one.version}${one.code}${one.detail}`}>
            <td>{one.name}</td>
            <td className="number">{one.version}</td>
            <td className="number">{dateTime(one.at)}</td>
            <td className="list-words">
              {one.message}
              {one.detail === '' ? null : <div className="quiet">{one.detail}</div>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function originWords({ from, since }: { from: 'program' | 'centre'; since: string | null }): string {
  return from === 'program' || since === null ? '程序自带' : `中心签发，${dateTime(since)} 收到`;
}

/** Years in a row as one range, so that twenty years stay one line; those of the centre are named. */
function calendarWords(calendars: RulebooksView['calendars']): string {
  const ranges: [number, number][] = [];
  for (const { year } of calendars) {
    const last = ranges.at(-1);
    if (last && last[1] === year - 1) last[1] = year;
    else ranges.push([year, year]);
  }
  const words = ranges.map(([from, to]) => (from === to ? `${from}年` : `${from}—${to}年`)).join('、');
  const signed = calendars.filter((one) => one.from === 'centre').map((one) => `${one.year}年`);
  return signed.length === 0 ? `${words}（程序自带）` : `${words}，其中${signed.join('、')}由中心签发`;
}
