import { percent } from './periods.ts';

export interface Bar {
  name: string;
  count: number;
  /** Said after the figure, for example 查实 3. */
  more?: string;
}

/** Horizontal bars that are a table: name, figure, share; the bar itself is only a picture of the figure. */
export function Bars({
  title,
  unit,
  bars,
  empty,
}: {
  title: string;
  unit: string;
  bars: readonly Bar[];
  empty: string;
}) {
  const total = bars.reduce((sum, bar) => sum + bar.count, 0);
  const most = bars.reduce((max, bar) => Math.max(max, bar.count), 0);
  return (
    <section className="panel bars" aria-label={title}>
      <h2>{title}</h2>
      {total === 0 ? (
        <p className="quiet">{empty}</p>
      ) : (
        <table>
          <colgroup>
            <col />
            <col />
            <col />
            <col />
          </colgroup>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">名称</th>
              <th scope="col">图示</th>
              <th scope="col">{unit}数</th>
              <th scope="col">占比</th>
            </tr>
          </thead>
          <tbody>
            {bars.map((bar) => (
              <tr key={bar.name}>
                <th scope="row" title={bar.name}>
                  {bar.name}
                </th>
                <td className="bar-cell" aria-hidden="true">
                  <span className="bar" style={{ width: `${most === 0 ? 0 : (bar.count / most) * 100}%` }} />
                </td>
                <td className="bar-count">
                  {bar.count}
                  {bar.more ? <span className="quiet">　{bar.more}</span> : null}
                </td>
                <td className="bar-share">{percent(bar.count, total)}%</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
