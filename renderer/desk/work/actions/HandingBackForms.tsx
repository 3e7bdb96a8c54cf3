import { STATE_COUNCIL_CALENDAR } from '../../../../domain/calendar/holidays.ts';
import { latestReturn } from '../../../../domain/regimes/returns.ts';
import { Picks, Writing, written } from '../parts/form.tsx';
import type { FormProps } from './formProps.ts';
import { reasonOf } from './handingBack.ts';
import { OfficerName } from './OfficerName.tsx';
import { useTyped } from './useTyped.ts';

interface Typed {
  condition: string | null;
  words: string;
  basis: string;
  approvedBy: string;
}

const EMPTY: Typed = { condition: null, words: '', basis: '', approvedBy: '' };

/** 退单、退信: one of the text's conditions, the law it rests on, and who approved it. */
export function ReturnForm({ offer, file, regime, officer, submit, problem, buttons }: FormProps) {
  const [typed, type] = useTyped<Typed>(file.state.caseId, offer.key, EMPTY);
  const rule = regime.profile.returns?.find((one) => one.id === offer.step);
  const conditions = rule?.conditions ?? [];
  const attach = rule?.mustAttach ?? [];
  const approver = rule?.approver ?? null;
  const approves = approver === null || approver.some((role) => officer?.roles.includes(role));
  const names = (approver ?? []).map((role) => regime.roles.find((one) => one.id === role)?.name ?? role).join('、');
  const assignedAt = file.state.assignment?.at;
  const latest = rule && assignedAt ? latestReturn(rule, assignedAt, STATE_COUNCIL_CALENDAR) : null;
  const reason = reasonOf(typed.condition, typed.words);
  const ready =
    written(reason) &&
    (conditions.length === 0 || typed.condition !== null) &&
    (attach.length === 0 ? typed.basis.length <= 4_000 : written(typed.basis)) &&
    (approves || written(typed.approvedBy, 120));
  return (
    <form
      onSubmit={(event) => {
        if (!offer.step) return event.preventDefault();
        const { basis, approvedBy } = typed;
        submit(event, { type: 'return', rule: offer.step, reason, basis, approvedBy });
      }}
    >
      <p className="form-consequence">
        {[
          `退回后，${file.state.assignment?.unit.name ?? '承办单位'}不再承办，案件回到“退回待派”，由受理岗位另行交办；诉求人的时限不重新计算。`,
          latest ? `最迟 ${latest} 前退回。` : '',
          rule?.lateEffect ? `逾期：${rule.lateEffect}。` : '',
        ].join('')}
      </p>
      <Conditions conditions={conditions} legend="退回的情形" typed={typed} type={type} problem={problem('reason')} />
      {attach.length > 0 ? (
        <Writing
          label={`依据：${attach.join('、')}`}
          hint="写明文件名称、文号和条款；原件另行附上。"
          value={typed.basis}
          rows={2}
          problem={problem('basis')}
          onChange={(basis) => type({ basis })}
        />
      ) : null}
      {approves ? null : (
        <OfficerName
          label={`批准人（${names}）`}
          hint="须经批准后才能退回，写下批准人的姓名。"
          value={typed.approvedBy}
          problem={problem('approvedBy')}
          onChange={(approvedBy) => type({ approvedBy })}
        />
      )}
      {buttons(ready)}
    </form>
  );
}

/** 退回重办: the reply did not do; the unit answers again. */
export function RedoForm({ offer, file, regime, submit, problem, buttons }: FormProps) {
  const [typed, type] = useTyped<Typed>(file.state.caseId, offer.key, EMPTY);
  const rule = regime.profile.returns?.find((one) => one.id === offer.step);
  const conditions = rule?.conditions ?? [];
  const reason = reasonOf(typed.condition, typed.words);
  const { reply } = file.state;
  return (
    <form
      onSubmit={(event) => {
        if (offer.step) submit(event, { type: 'redo', rule: offer.step, reason });
        else event.preventDefault();
      }}
    >
      <p className="form-consequence">
        {`退回后，${file.state.assignment?.unit.name ?? '承办单位'}须重新办理并再次回复，案件回到“办理中”；这将是第 ${file.state.redos.length + 1} 次退回重办。`}
        {rule?.lateEffect ? rule.lateEffect : ''}
      </p>
      {reply ? (
        <dl className="form-facts">
          <dt>原回复</dt>
          <dd className="form-quote">{reply.opinion}</dd>
        </dl>
      ) : null}
      <Conditions conditions={conditions} legend="退回的情形" typed={typed} type={type} problem={problem('reason')} />
      {buttons(written(reason) && (conditions.length === 0 || typed.condition !== null))}
    </form>
  );
}

interface ConditionsProps {
  conditions: readonly string[];
  legend: string;
  typed: Typed;
  type: (change: Partial<Typed>) => void;
  problem: string | undefined;
}

/** The text's own conditions, and room for what is particular to this case. */
function Conditions({ conditions, legend, typed, type, problem }: ConditionsProps) {
  const free = conditions.length === 0;
  return (
    <>
      {free ? null : (
        <Picks
          legend={legend}
          name="condition"
          autoFocus
          value={typed.condition}
          options={conditions.map((condition) => ({ value: condition, label: condition }))}
          onChange={(condition) => type({ condition })}
        />
      )}
      <Writing
        label={free ? '理由' : '具体说明'}
        value={typed.words}
        rows={2}
        required={free}
        autoFocus={free}
        problem={problem}
        onChange={(words) => type({ words })}
      />
    </>
  );
}
