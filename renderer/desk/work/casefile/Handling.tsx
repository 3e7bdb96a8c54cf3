import type { ReactNode } from 'react';
import type { CaseState } from '../../../../domain/case-file/state.ts';
import { MEANS_WORDS } from '../../../../domain/contract/commands.ts';
import type { RegimeView } from '../../../../domain/contract/views/station.ts';
import { SATISFACTION_WORDS } from '../../../../domain/contract/words.ts';
import { visible } from '../../../../domain/documents/visible.ts';
import { dateTime } from '../../format.ts';
import { UrgingLog } from './UrgingLog.tsx';

/** Whether a case has more to tell of its handling than its course alone. */
export function hasHandling(state: CaseState): boolean {
  return state.holdings.length > 0 || state.urgings.length > 0 || state.followUps.length > 0 || state.marks.length > 0;
}

const ENDED = { returned: '已退回', reassigned: '已改派' } as const;

/** Who had the case and has it now, what assisted, how often it was urged, sent back and visited afterwards. */
export function Handling({ state, regime }: { state: CaseState; regime: RegimeView }) {
  const effect = (id: string) => regime.profile.consequences?.find((one) => one.id === id)?.effect ?? id;
  return (
    <section className="case-block handling" id="handling" tabIndex={-1} aria-labelledby="handling-title">
      <h2 id="handling-title">承办与督办</h2>
      {state.holdings.length > 0 ? <Units state={state} /> : null}
      {state.redos.map((one, at) => (
        <Line key={one.at} label={`第 ${at + 1} 次重办`} at={one.at} by={one.by.name}>
          {one.reason}
        </Line>
      ))}
      {state.urgings.length > 0 ? (
        <>
          <h3 className="handling-title">催办督办　{state.urgings.length} 次</h3>
          <UrgingLog urgings={state.urgings} />
        </>
      ) : null}
      {state.followUps.length > 0 ? <h3 className="handling-title">回访</h3> : null}
      {state.followUps.map((one) => (
        <Line key={one.at} label={MEANS_WORDS[one.means].replace('回复', '')} at={one.at} by={one.by.name}>
          {one.satisfaction ? `${SATISFACTION_WORDS[one.satisfaction]}。` : ''}
          {one.opinion}
        </Line>
      ))}
      {state.marks.length > 0 ? <h3 className="handling-title">记入考核</h3> : null}
      {state.marks.map((one) => (
        <Line key={one.at} label={one.subject} at={one.at} by={one.by.name}>
          {effect(one.consequence)}：{one.reason}
        </Line>
      ))}
    </section>
  );
}

function Units({ state }: { state: CaseState }) {
  const present = state.holdings.length - 1;
  const { assignment } = state;
  return (
    <table className="list-table units-log">
      <thead>
        <tr>
          <th scope="col" className="col-unit">
            单位
          </th>
          <th scope="col" className="col-mode">
            方式
          </th>
          <th scope="col" className="col-at">
            交办
          </th>
          <th scope="col">情况</th>
        </tr>
      </thead>
      <tbody>
        {state.holdings.map((one, at) => (
          <tr key={one.at}>
            <td className="list-words">{one.unit.name}</td>
            <td>
              {one.mode === 'read' ? '阅处' : at === present && assignment?.assisting.length ? '主办' : '承办'}
              {one.outOfArea === null ? '' : one.outOfArea ? '（区域外）' : '（区域内）'}
            </td>
            <td className="number">{dateTime(one.at)}</td>
            <td className="list-words">{holdingWords(state, at)}</td>
          </tr>
        ))}
        {(assignment?.assisting ?? []).map((unit) => (
          <tr key={unit.id}>
            <td className="list-words">{unit.name}</td>
            <td>协办</td>
            <td className="number">{assignment ? dateTime(assignment.at) : ''}</td>
            <td className="list-words">{contribution(state, unit.name)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function holdingWords(state: CaseState, at: number): string {
  const holding = state.holdings[at];
  if (!holding) return '';
  if (holding.ended !== null) {
    const returned = state.returns.find((one) => one.at === holding.endedAt);
    const when = holding.endedAt ? `　${dateTime(holding.endedAt)}` : '';
    return `${ENDED[holding.ended]}${when}${returned ? `　${returned.reason}` : ''}`;
  }
  if (state.mergedInto) return `已并入 ${state.mergedInto.number}`;
  if (state.reply) return `已回复　${dateTime(state.reply.at)}`;
  return holding.mode === 'read' ? '阅处' : '正在办理';
}

function contribution(state: CaseState, unit: string): string {
  const its = state.contributions.filter((one) => one.unit === unit);
  return its.length === 0 ? '还没有提交意见' : its.map((one) => visible(one.opinion)).join('；');
}

function Line({ label, at, by, children }: { label: string; at: string; by: string; children: ReactNode }) {
  return (
    <p className="handling-line">
      <span className="handling-label">{label}</span>
      <span>{children}</span>
      <span className="quiet">
        {dateTime(at)}　{by}
      </span>
    </p>
  );
}
