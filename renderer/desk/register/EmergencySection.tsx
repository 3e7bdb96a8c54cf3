import { useEffect, useState } from 'react';
import { RECORD_LIMITS } from '../../../domain/contract/record.ts';
import type { RegimeView } from '../../../domain/contract/views/station.ts';
import { KeyHint } from '../pieces/KeyHint.tsx';
import { Section, TextField } from './fields.tsx';
import { focusField } from './focus.ts';
import { changeField, intakeNow } from './intake-store.ts';
import type { SectionProps } from './PersonSection.tsx';
import { textAt } from './path.ts';
import { Say } from './Say.tsx';

/**
 * The questions a duty room asks first when something is happening now; only where the regime has them. They stand open
 * as soon as the matter is critical or one of them is answered, and fold into one line otherwise.
 */
export function EmergencySection({ intake, must, regime }: SectionProps & { regime: RegimeView }) {
  const [unfolded, setUnfolded] = useState(false);
  const questions = regime.fields.filter(({ path }) => path?.startsWith('emergency.'));
  const first = questions[0]?.path ?? null;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (first === null || !event.altKey || event.ctrlKey || event.key.toLowerCase() !== 'j') return;
      event.preventDefault();
      changeField('urgency', 'critical');
      focusField(first);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [first]);
  if (questions.length === 0) return null;
  const { urgency, emergency } = intake.record;
  const pressing = urgency === 'critical' || Object.values(emergency ?? {}).some((answer) => answer !== '');
  const open = pressing || unfolded;
  return (
    <Section title="应急">
      <button
        type="button"
        className="fold span-12"
        aria-expanded={open}
        disabled={pressing}
        onClick={() => setUnfolded(!unfolded)}
      >
        <span className="fold-mark" aria-hidden="true">
          {open ? '▾' : '▸'}
        </span>
        应急询问
        <span className="fold-note">突发、危险正在发生时先问这些</span>
        <span className="fold-note">
          <KeyHint keys="Alt+J" /> 转为特急
        </span>
      </button>
      {open ? <Say regime={regime} channel={intake.record.channel} when={['dispatching']} /> : null}
      {open
        ? questions.map(({ id, label, path, or }) =>
            path === null ? null : (
              <TextField
                key={id}
                intake={intake}
                path={path}
                label={label}
                span={3}
                max={RECORD_LIMITS.field}
                must={must(path)}
                onLeave={(answer) => {
                  // Asked once: the same answer stands where lists and papers look for it.
                  const now = intakeNow();
                  if (now && or !== null && answer !== '' && textAt(now.record, or) === '') changeField(or, answer);
                }}
              />
            ),
          )
        : null}
    </Section>
  );
}
