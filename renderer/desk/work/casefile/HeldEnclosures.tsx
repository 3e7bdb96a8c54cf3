import type { CaseState } from '../../../../domain/case-file/state.ts';
import type { RegimeView } from '../../../../domain/contract/views/station.ts';
import { enclosureLine, totalCash } from '../../../../domain/documents/enclosures.ts';
import { visible, visibleLine } from '../../../../domain/documents/visible.ts';
import { heldEnclosures } from '../../../../domain/regimes/held-enclosures.ts';
import { Icon } from '../../pieces/Icon.tsx';
import { answerLines } from './entryLines.ts';

/** Cash, originals and other things that came in the envelope, named on top of the case until they are given back. */
export function HeldEnclosures({ state, regime }: { state: CaseState; regime: RegimeView }) {
  const held = heldEnclosures(regime.profile, state);
  if (!held) return null;
  const { items, step, parts } = held;
  return (
    <section className="note note-warn" aria-label="夹寄物品待退还">
      <Icon name="alert" size={16} />
      <div className="note-words">
        <strong>
          夹寄物品{parts.length > 0 ? '尚未全部退还' : '尚未退还'}：{items.map(enclosureLine).join('；')}
          {totalCash(items)}
        </strong>
        {parts.map(({ step: part, mark }) => (
          <div key={mark.at}>
            已退：
            {answerLines(regime, part.step, mark.values)
              .map(({ label, text }) => `${label} ${visible(text)}`)
              .join('，')}
            （{visibleLine(mark.by.name)}）
          </div>
        ))}
        {step.source === null ? null : <div>{step.source}</div>}
      </div>
    </section>
  );
}
