import { caseKinds } from '../../../domain/contract/record.ts';
import type { RegimeView } from '../../../domain/contract/views/station.ts';
import { CHANNEL_WORDS, KIND_WORDS } from '../../../domain/contract/words.ts';
import { ChoiceField, Section } from './fields.tsx';
import type { Intake } from './intake-store.ts';

const KINDS = caseKinds.map((value) => ({ value, label: KIND_WORDS[value] }));

/** What kind of matter, and by which of the regime's channels it came. */
export function MatterSection({ intake, regime }: { intake: Intake; regime: RegimeView }) {
  const channels = regime.channels.map(({ id }) => ({ value: id, label: CHANNEL_WORDS[id] }));
  return (
    <Section title="来件">
      <ChoiceField intake={intake} path="kind" label="类型" span={6} must choices={KINDS} />
      <ChoiceField intake={intake} path="channel" label="渠道" span={6} must choices={channels} />
    </Section>
  );
}
