import type { CaseFileView } from '../../../../domain/contract/views/cases.ts';
import { visible, visibleLine } from '../../../../domain/documents/visible.ts';
import { dateTime } from '../../format.ts';
import { Icon } from '../../pieces/Icon.tsx';

/** What the next person must know before acting: merged cases, recusals, counters, and an extension that waits. */
export function CaseMarks({ file }: { file: CaseFileView }) {
  const { state } = file;
  const counters = [
    state.returns.length > 0 ? `退回 ${state.returns.length} 次` : '',
    state.redos.length > 0 ? `重办 ${state.redos.length} 次` : '',
    state.urgings.length > 0 ? `催办督办 ${state.urgings.length} 次` : '',
    state.extensions > 0 ? `延期 ${state.extensions} 次` : '',
    state.followUps.length > 0 ? `回访 ${state.followUps.length} 次` : '',
  ].filter((one) => one !== '');
  const request = state.closing || state.mergedInto ? null : state.extensionRequest;
  return (
    <>
      {state.mergedInto ? (
        <p className="note note-info">
          <Icon name="arrow" size={16} />
          <span>
            本案已并入 <CaseLink caseId={state.mergedInto.into} number={state.mergedInto.number} />
            {`，在该案继续办理。理由：${visible(state.mergedInto.reason)}`}
          </span>
        </p>
      ) : null}
      {request ? (
        <p className="note note-warn">
          <Icon name="clock" size={16} />
          <span>
            延期申请待审批：延至 <strong>{request.promisedDate}</strong>
            {`　${visible(request.reason)}　${visibleLine(request.by.name)}　${dateTime(request.at)}`}
          </span>
        </p>
      ) : null}
      {counters.length + state.absorbed.length + state.recusals.length > 0 ? (
        <p className="case-marks">
          {counters.length > 0 ? (
            <button
              type="button"
              className="link"
              onClick={() => {
                const section = document.getElementById('handling');
                section?.focus();
                section?.scrollIntoView({ block: 'start' });
              }}
            >
              {counters.join('　')}
            </button>
          ) : null}
          {state.absorbed.length > 0 ? (
            <span>
              并入本案：
              {state.absorbed.map((one) => (
                <CaseLink key={one.from} caseId={one.from} number={one.number} />
              ))}
            </span>
          ) : null}
          {state.recusals.length > 0 ? (
            <span>已回避：{state.recusals.map((one) => visibleLine(one.name)).join('、')}</span>
          ) : null}
        </p>
      ) : null}
    </>
  );
}

function CaseLink({ caseId, number }: { caseId: string; number: string }) {
  return (
    <a className="case-link" href={`#/case/${caseId}`}>
      {number}
    </a>
  );
}
