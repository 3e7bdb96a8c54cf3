import { visibleLine } from '../../../domain/documents/visible.ts';
import { percent } from './share.ts';

export interface Bar {
  value: string;
  name: string;
  count: number;
  /** Said after the figure and clickable by itself, for example 查实 3. */
  more?: { words: string; onOpen: () => void };
}

/** Horizontal bars that are a table: name, figure, share; the bar itself is only a picture of the figure. */
export function Bars({
  title,
  bars,
  empty,
  most = 12,
  wide = false,
  onOpen,
}: {
  title: string;
  bars: readonly Bar[];
  empty: string;
  /** Rows shown; the rest is summed up in one line. */
  most?: number;
  /** Two columns wide, for long names. */
  wide?: boolean;
  onOpen: (bar: Bar) => void;
}) {
  const total = bars.reduce((sum, bar) => sum + bar.count, 0);
  const longest = bars.reduce((max, bar) => Math.max(max, bar.count), 0);
  const rest = bars.slice(most);
  return (
    <section className={wide ? 'panel bars bars-wide' : 'panel bars'} aria-label={title}>
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
              <th scope="col">件数</th>
              <th scope="col">占比</th>
            </tr>
          </thead>
          <tbody>
            {bars.slice(0, most).map((bar) => (
              <tr key={bar.value}>
                <th scope="row" title={visibleLine(bar.name)}>
                  {visibleLine(bar.name)}
                </th>
                <td className="bar-cell" aria-hidden="true">
                  <svg
                    className="bar"
                    viewBox="0 0 100 10"
                    preserveAspectRatio="none"
                    aria-hidden="true"
                    focusable="false"
                  >
                    <rect width={longest === 0 ? 0 : Math.max(1, (bar.count / longest) * 100)} height="10" />
                  </svg>
                </td>
                <td className="bar-count">
                  <button
                    type="button"
                    className="link"
                    disabled={bar.count === 0}
                    aria-label={`${visibleLine(bar.name)} ${bar.count} 件，查看`}
                    onClick={() => onOpen(bar)}
                  >
                    {bar.count}
                  </button>
                  {bar.more ? (
                    <button type="button" className="link bar-more" onClick={bar.more.onOpen}>
                      {bar.more.words}
                    </button>
                  ) : null}
                </td>
                <td className="bar-share">{percent(bar.count, total)}%</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rest.length > 0 ? (
        <p className="quiet bars-rest">
          其余 {rest.length} 项共 {rest.reduce((sum, bar) => sum + bar.count, 0)} 件，见导出的表格
        </p>
      ) : null}
    </section>
  );
}
