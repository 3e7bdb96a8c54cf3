import { useId } from 'react';
import type { PrinterProfileView } from '../../../domain/contract/printing.ts';
import { Icon } from '../pieces/Icon.tsx';
import type { PrinterDraft } from './printerDraft.ts';

/** 打印机型号: the printer profile, of those for this paper; what the chosen one is about stands below. */
export function ModelField({
  draft,
  width,
  profiles,
  onChange,
}: {
  draft: PrinterDraft;
  width: '58' | '80';
  profiles: readonly PrinterProfileView[];
  onChange: (profile: string) => void;
}) {
  const id = useId();
  const chosen = profiles.find((profile) => profile.id === draft.profile);
  const fitting = profiles.filter(({ widths }) => widths.includes(width));
  const fits = fitting.some((profile) => profile.id === draft.profile);
  return (
    <div className="form-field">
      <label htmlFor={id}>打印机型号</label>
      <select
        id={id}
        className="input"
        value={draft.profile}
        aria-describedby={`${id}-note`}
        onChange={(event) => onChange(event.target.value)}
      >
        {fits ? null : <option value={draft.profile}>{chosen?.name ?? draft.profile}（不适合这种纸）</option>}
        {fitting.map((profile) => (
          <option key={profile.id} value={profile.id}>
            {profile.name}
          </option>
        ))}
      </select>
      <div className="printer-model-note" id={`${id}-note`}>
        {chosen ? <p>{chosen.note}</p> : null}
        {profiles.length > 0 && !fits ? (
          <p className="form-warning">这个型号不用 {width} 毫米的纸，请另选一个。</p>
        ) : null}
        {chosen && !chosen.answers ? (
          <p className="printer-mute">
            <Icon name="alert" size={14} /> 它不报告打印结果：每张都要人看一眼，按一个键回答“纸出来了吗？”。
          </p>
        ) : null}
      </div>
    </div>
  );
}
