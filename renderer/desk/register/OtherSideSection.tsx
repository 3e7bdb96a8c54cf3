import { useId } from 'react';
import { RECORD_LIMITS } from '../../../domain/contract/record.ts';
import type { RegimeView, SettingsView } from '../../../domain/contract/views/station.ts';
import { Section, TextField } from './fields.tsx';
import { changeField } from './intake-store.ts';
import type { SectionProps } from './PersonSection.tsx';
import { RegimeFields } from './RegimeFields.tsx';

/** Who is complained about, and what the regime itself asks for. Known windows are suggested and fill each other in. */
export function OtherSideSection({
  intake,
  must,
  regime,
  settings,
}: SectionProps & { regime: RegimeView; settings: SettingsView | undefined }) {
  const id = useId();
  const windows = settings?.windows ?? [];
  const names = [...new Set([...windows.map((w) => w.name), ...(settings?.units ?? []).map((u) => u.name)])];
  const { respondent } = intake.record;
  return (
    <Section title="被投诉">
      <TextField
        intake={intake}
        path="respondent.unit"
        label="单位或窗口"
        span={4}
        max={RECORD_LIMITS.line}
        list={`${id}-units`}
        must={must('respondent.unit')}
        onLeave={(unit) => {
          const known = windows.find((w) => w.name === unit);
          if (known && respondent.window_no === '') changeField('respondent.window_no', known.no);
        }}
      />
      <datalist id={`${id}-units`}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <TextField
        intake={intake}
        path="respondent.window_no"
        label="窗口号"
        span={2}
        max={40}
        must={must('respondent.window_no')}
        onLeave={(no) => {
          const known = windows.find((w) => w.no === no);
          if (known && respondent.unit === '') changeField('respondent.unit', known.name);
        }}
      />
      <TextField
        intake={intake}
        path="respondent.staff"
        label="工作人员"
        span={2}
        max={RECORD_LIMITS.name}
        must={must('respondent.staff')}
        placeholder="姓名或胸牌"
        onPaper
      />
      <RegimeFields intake={intake} regime={regime} must={must} />
    </Section>
  );
}
