import type { ActionOffer } from '../../../../domain/regimes/workflow.ts';
import { byReason } from './offers.ts';

/** What may not be done now: each line can be reached by Tab, says why, and cites the sentence it rests on. */
export function RefusedOffers({ offers }: { offers: readonly ActionOffer[] }) {
  return (
    <section className="refused-offers" aria-label="现在不能办的和原因">
      <ul>
        {byReason(offers).map(({ names, reason, source }) => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the reason must be within reach of the keyboard
          <li key={names.join()} tabIndex={0}>
            <strong>{names.join('、')}</strong>
            <span>{reason}</span>
            {source === null ? null : <span className="refused-source">“{source}”</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
