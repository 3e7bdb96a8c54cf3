import type { Channel } from '../../../domain/contract/record.ts';
import type { RegimeView } from '../../../domain/contract/views/station.ts';
import { Icon } from '../pieces/Icon.tsx';

/** The regime's own words for this moment of the talk, where they are needed; nothing where the regime has none. */
export function Say({ regime, channel, when }: { regime: RegimeView; channel: Channel; when: readonly string[] }) {
  const said = regime.phrases.filter(
    (phrase) => when.includes(phrase.when) && (phrase.channels === null || phrase.channels.includes(channel)),
  );
  if (said.length === 0) return null;
  return (
    <p className="say span-12">
      <span className="say-word">说</span>
      {said.map(({ text }) => (
        <q key={text}>{text}</q>
      ))}
    </p>
  );
}

/** What the regime wants remembered at this moment (调查核实前不作承诺), quietly, with its sentence behind it. */
export function Reminders({ regime, when }: { regime: RegimeView; when: string }) {
  const now = regime.reminders.filter((reminder) => reminder.when === when);
  if (now.length === 0) return null;
  return (
    <p className="say span-12">
      {now.map(({ id, text, source }) => (
        <span key={id} className="reminder" title={source ?? undefined}>
          <Icon name="flag" size={14} /> {text}
        </span>
      ))}
    </p>
  );
}
