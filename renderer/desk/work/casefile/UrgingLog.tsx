import type { CaseState } from '../../../../domain/case-file/state.ts';
import { dateTime } from '../../format.ts';
import { CardTag } from './CardTag.tsx';

const KIND_WORDS = { urge: '催办', supervise: '督办', warning_card: '警示', inspection: '检查' } as const;

/** Each urging with its time, its count, whom it reached, and how far the work was then. */
export function UrgingLog({ urgings }: { urgings: CaseState['urgings'] }) {
  if (urgings.length === 0) return <p className="quiet">还没有催办、督办过。</p>;
  return (
    <table className="list-table urging-log">
      <thead>
        <tr>
          <th scope="col" className="col-turn">
            次序
          </th>
          <th scope="col" className="col-at">
            时间
          </th>
          <th scope="col" className="col-kind">
            方式
          </th>
          <th scope="col" className="col-whom">
            对象和承办人
          </th>
          <th scope="col">办理进度</th>
        </tr>
      </thead>
      <tbody>
        {urgings.map((one, at) => (
          <tr key={`${one.at}${one.slipNumber}`}>
            <td>第 {at + 1} 次</td>
            <td className="list-words">
              <span className="number">{dateTime(one.at)}</span> <span className="quiet urging-by">{one.by.name}</span>
            </td>
            <td>{one.level ? <CardTag card={one.level} /> : KIND_WORDS[one.kind]}</td>
            <td className="list-words">{[one.unit, one.person].filter((part) => part.trim() !== '').join('　')}</td>
            <td className="list-words">
              {one.progress}
              <span className="quiet">{`　${one.slipNumber}`}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
