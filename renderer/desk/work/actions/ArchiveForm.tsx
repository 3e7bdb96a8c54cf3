import { Checks } from '../parts/Checks.tsx';
import { Writing } from '../parts/form.tsx';
import type { FormProps } from './formProps.ts';
import { useTyped } from './useTyped.ts';

/** 归档: what the regime wants in the file, ticked; what is missing is said, and does not stand in the way. */
export function ArchiveForm({ offer, file, regime, submit, problem, buttons }: FormProps) {
  const [typed, type] = useTyped<{ note: string; items: string[] }>(file.state.caseId, offer.key, {
    note: '',
    items: [],
  });
  const rules = regime.profile.archiving ?? [];
  const list = [...new Set(rules.flatMap((rule) => rule.items ?? []))];
  const missing = list.filter((item) => !typed.items.includes(item));
  return (
    <form
      onSubmit={(event) =>
        submit(event, { type: 'archive', note: typed.note, ...(list.length > 0 ? { items: typed.items } : {}) })
      }
    >
      {rules.map((rule) => (
        <p key={rule.id} className="form-rule">
          {rule.text}
        </p>
      ))}
      {list.length > 0 ? (
        <Checks
          legend="卷内材料"
          autoFocus
          options={list.map((item) => ({ value: item, label: item }))}
          chosen={typed.items}
          onChange={(items) => type({ items })}
          hint={
            missing.length === 0 ? (
              '材料齐全。'
            ) : (
              <span className={typed.items.length > 0 ? 'form-warning' : ''}>
                核对后逐项勾选；没有的不勾，可在说明里写明原因（还有 {missing.length} 项未勾）。
              </span>
            )
          }
        />
      ) : null}
      <Writing
        label="归档说明"
        hint="例如纸质材料存放的位置、缺哪份材料和原因。"
        value={typed.note}
        rows={2}
        required={false}
        max={2_000}
        autoFocus={list.length === 0}
        problem={problem('note')}
        onChange={(note) => type({ note })}
      />
      {buttons(typed.note.length <= 2_000)}
    </form>
  );
}
