import { Button } from 'antd';
import type { CaseFileView } from '../../../../domain/contract/views/cases.ts';
import type { RegimeView } from '../../../../domain/contract/views/station.ts';
import { date, dateTime, nowIso } from '../../format.ts';
import { Picks, Writing, written } from '../parts/form.tsx';
import type { FormProps } from './formProps.ts';
import { PromisedDateField } from './PromisedDateField.tsx';
import { judgePromise } from './promisedDate.ts';
import { useTyped } from './useTyped.ts';

const MEANS = ['已电话告知', '已当面告知', '已短信告知'];

/** 承诺延期: the date promised, why, and how the complainant was told. */
export function ExtendForm({ offer, file, regime, submit, problem, buttons }: FormProps) {
  const now = nowIso();
  const [typed, type] = useTyped(file.state.caseId, offer.key, { promisedDate: '', reason: '', notified: '' });
  const advice = judgePromise(typed.promisedDate, now);
  return (
    <form onSubmit={(event) => submit(event, { type: 'extend', ...typed })}>
      <Extended file={file} regime={regime} rule={offer.step} />
      <PromisedDateField
        label="承诺办结的日期"
        value={typed.promisedDate}
        now={now}
        problem={problem('promisedDate')}
        onChange={(promisedDate) => type({ promisedDate })}
      />
      <Writing
        label="不能按时办结的原因"
        value={typed.reason}
        rows={2}
        problem={problem('reason')}
        onChange={(reason) => type({ reason })}
      />
      <Notified
        label="怎样告知诉求人和交办单位"
        value={typed.notified}
        problem={problem('notified')}
        onChange={(notified) => type({ notified })}
      />
      {buttons(!advice.blocked && written(typed.reason) && written(typed.notified, 500))}
    </form>
  );
}

/** 申请延期: the date asked for and why; whoever may approve decides. */
export function RequestExtensionForm({ offer, file, regime, submit, problem, buttons }: FormProps) {
  const now = nowIso();
  const [typed, type] = useTyped(file.state.caseId, offer.key, { promisedDate: '', reason: '' });
  const approvers = regime.profile.extensions.find((one) => one.id === offer.step)?.approver ?? [];
  const names = approvers.map((role) => regime.roles.find((one) => one.id === role)?.name ?? role).join('、');
  return (
    <form onSubmit={(event) => submit(event, { type: 'request_extension', ...typed })}>
      <Extended file={file} regime={regime} rule={offer.step} />
      <PromisedDateField
        label="申请延至的日期"
        value={typed.promisedDate}
        now={now}
        problem={problem('promisedDate')}
        onChange={(promisedDate) => type({ promisedDate })}
      />
      <Writing
        label="申请延期的原因"
        hint={names === '' ? null : `由${names}审批；批准之前，原来的期限不变。`}
        value={typed.reason}
        rows={2}
        problem={problem('reason')}
        onChange={(reason) => type({ reason })}
      />
      {buttons(!judgePromise(typed.promisedDate, now).blocked && written(typed.reason))}
    </form>
  );
}

/** 审批延期: what was asked for stands above the decision. */
export function DecideExtensionForm({ offer, file, submit, problem, buttons }: FormProps) {
  const [typed, type] = useTyped<{ decision: 'agree' | 'refuse' | null; opinion: string; notified: string }>(
    file.state.caseId,
    offer.key,
    { decision: null, opinion: '', notified: '' },
  );
  const { decision, opinion, notified } = typed;
  const request = file.state.extensionRequest;
  return (
    <form
      onSubmit={(event) => {
        if (decision) submit(event, { type: 'decide_extension', decision, opinion, notified });
        else event.preventDefault();
      }}
    >
      {request ? (
        <dl className="form-facts">
          <dt>申请</dt>
          <dd>
            延至 <strong>{request.promisedDate}</strong>
            <span className="quiet">{`　${request.by.name}　${dateTime(request.at)}`}</span>
          </dd>
          <dt>原因</dt>
          <dd>{request.reason}</dd>
        </dl>
      ) : null}
      <Picks
        legend="审批"
        name="decision"
        inline
        autoFocus
        value={decision}
        problem={problem('decision')}
        options={[
          { value: 'agree', label: '同意延期', more: request ? `期限改为 ${request.promisedDate}` : null },
          { value: 'refuse', label: '不同意', more: '原来的期限不变' },
        ]}
        onChange={(value) => type({ decision: value })}
      />
      <Writing
        label="审批意见"
        value={opinion}
        rows={2}
        problem={problem('opinion')}
        onChange={(text) => type({ opinion: text })}
      />
      <Notified
        label="怎样告知诉求人"
        required={false}
        value={notified}
        problem={problem('notified')}
        onChange={(text) => type({ notified: text })}
      />
      {buttons(decision !== null && written(opinion) && notified.length <= 500)}
    </form>
  );
}

/** Which limits another date would move, and how far the text lets it. */
function Extended({ file, regime, rule }: { file: CaseFileView; regime: RegimeView; rule: string | null }) {
  const extension = regime.profile.extensions.find((one) => one.id === rule);
  const limits = new Set(regime.profile.limits.filter((one) => one.extension === rule).map((one) => one.id));
  const moved = file.clocks.filter((one) => one.state === 'running' && one.scope === 'case' && limits.has(one.limitId));
  if (!extension || moved.length === 0) return null;
  return (
    <dl className="form-facts">
      {moved.map((clock) => (
        <div key={clock.limitId}>
          <dt>原期限</dt>
          <dd>
            {clock.what}
            {clock.dueAt ? <strong>　{date(clock.dueAt)}</strong> : null}
          </dd>
        </div>
      ))}
      <dt>最长</dt>
      <dd>{extension.text}</dd>
    </dl>
  );
}

interface NotifiedProps {
  label: string;
  value: string;
  problem: string | undefined;
  required?: boolean;
  onChange: (value: string) => void;
}

function Notified({ label, value, problem, required = true, onChange }: NotifiedProps) {
  return (
    <Writing
      label={label}
      value={value}
      rows={1}
      max={500}
      required={required}
      problem={problem}
      hint={
        value === ''
          ? MEANS.map((words) => (
              <Button key={words} size="small" onClick={() => onChange(words)}>
                {words}
              </Button>
            ))
          : null
      }
      onChange={onChange}
    />
  );
}
