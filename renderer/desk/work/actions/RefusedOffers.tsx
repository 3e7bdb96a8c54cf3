import type { ActionOffer } from '../../../../domain/regimes/workflow.ts';

/** What may not be done now: each line can be reached by Tab, says why, and cites the sentence it rests on. */
export function RefusedOffers({ offers }: { offers: readonly ActionOffer[] }) {
  return (
    <section className="refused-offers" aria-label="现在不能办的和原因">
      <ul>
        {offers.map((offer) => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the reason must be within reach of the keyboard
          <li key={offer.key} tabIndex={0}>
            <strong>{offer.name}</strong>
            <span>{offer.reason ?? '按制度，现在还不能办理此项'}</span>
            {offer.source && offer.source !== offer.reason ? (
              <span className="refused-source">“{offer.source}”</span>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
