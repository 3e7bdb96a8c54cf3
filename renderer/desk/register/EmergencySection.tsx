import { RECORD_LIMITS } from '../../../domain/contract/record.ts';
import type { RegimeView } from '../../../domain/contract/views.ts';
import { Section, TextField } from './fields.tsx';
import type { SectionProps } from './PersonSection.tsx';

/** The questions a duty room asks first when something is happening now; only where the regime has them. */
export function EmergencySection({ intake, must, regime }: SectionProps & { regime: RegimeView }) {
  const questions = regime.fields.filter(({ path }) => path?.startsWith('emergency.'));
  if (questions.length === 0) return null;
  return (
    <Section title="应急">
      {questions.map(({ id, label, path }) =>
        path === null ? null : (
          <TextField
            key={id}
            intake={intake}
            path={path}
            label={label}
            span={3}
            max={RECORD_LIMITS.field}
            must={must(path)}
          />
        ),
      )}
    </Section>
  );
}
