import { useCall } from '../../queries.ts';
import { Picks, Writing, written } from '../parts/form.tsx';
import type { FormProps } from './formProps.ts';
import { useTyped } from './useTyped.ts';

/** 回避: oneself or a colleague; said beforehand what follows from it. */
export function RecuseForm({ offer, file, regime, officer, submit, problem, buttons }: FormProps) {
  const [typed, type] = useTyped<{ officerId: string | null; reason: string }>(file.state.caseId, offer.key, {
    officerId: null,
    reason: '',
  });
  const officers = useCall('session.officers', {});
  const withdrawn = new Set(file.state.recusals.map((one) => one.officerId));
  const choices = (officers.data ?? []).filter((one) => one.active);
  const chosen = choices.find((one) => one.id === typed.officerId);
  const self = chosen !== undefined && chosen.id === officer?.id;
  const roleNames = (roles: readonly string[]) =>
    roles.map((id) => regime.roles.find((one) => one.id === id)?.name ?? id).join('、');
  return (
    <form
      onSubmit={(event) => {
        if (!chosen) return event.preventDefault();
        submit(event, { type: 'recuse', officerId: chosen.id, name: chosen.name, reason: typed.reason });
      }}
    >
      {(regime.profile.recusal ?? []).map((rule) => (
        <p key={rule.id} className="form-rule">
          {rule.text}
        </p>
      ))}
      <Picks
        legend="谁回避"
        name="officer"
        inline
        autoFocus
        value={typed.officerId}
        problem={problem('officerId')}
        options={choices.map((one) => ({
          value: one.id,
          label: one.id === officer?.id ? `${one.name}（本人）` : one.name,
          more: withdrawn.has(one.id) ? '已回避本案' : roleNames(one.roles),
          disabled: withdrawn.has(one.id),
        }))}
        onChange={(officerId) => type({ officerId })}
      />
      <Writing
        label="回避的原因"
        hint="例如：与诉求人或被反映人员是近亲属，或与本案有直接利害关系。"
        value={typed.reason}
        rows={2}
        max={1_000}
        problem={problem('reason')}
        onChange={(reason) => type({ reason })}
      />
      {chosen ? (
        <p className="note note-warn" role="status">
          {self
            ? '记下后您立即看不到本案，也查不到、不能办理；这页会关闭，本案由其他人员办理，不能自行撤销。'
            : `记下后${chosen.name}看不到本案，也查不到、不能办理；本案由其他人员办理，不能自行撤销。`}
        </p>
      ) : null}
      {buttons(chosen !== undefined && written(typed.reason, 1_000))}
    </form>
  );
}
