import { Tooltip } from 'antd';
import { useEffect, useId, useState } from 'react';
import type { ActionOffer } from '../../../../domain/regimes/workflow.ts';
import { Icon } from '../../pieces/Icon.tsx';
import { KeyHint } from '../../pieces/KeyHint.tsx';
import { ACTION_HINTS } from './actionWords.ts';
import { GROUP_WORDS, type KeyedOffer, shelve } from './offers.ts';
import { RefusedOffers } from './RefusedOffers.tsx';

interface Props {
  offers: readonly ActionOffer[];
  /** Name of the step that the case waits for. */
  nextName: string | null;
  /** Key of the offer whose form is open. */
  open: string | null;
  onOpen: (offerKey: string) => void;
}

/** What one may do to the case: the step it waits for first, the rest by kind, and behind 更多 what may not be done and why. */
export function ActionBar({ offers, nextName, open, onOpen }: Props) {
  const id = useId();
  const [more, setMore] = useState(false);
  const shelf = shelve(offers, nextName);
  const keyed = [...(shelf.next ? [shelf.next] : []), ...shelf.groups.flatMap((one) => one.offers)];

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      if (document.querySelector('dialog[open]')) return;
      if (event.target instanceof HTMLElement && event.target.matches('input, textarea, select, [contenteditable]'))
        return;
      if (event.key === 'Escape') return setMore(false);
      if (event.key === '.') {
        event.preventDefault();
        return setMore((shown) => !shown);
      }
      const found = keyed.find((one) => one.hotkey === event.key.toUpperCase());
      if (!found) return;
      event.preventDefault();
      setMore(false);
      onOpen(found.offer.key);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });

  const button = ({ offer, hotkey }: KeyedOffer, first = false) => (
    <OfferButton
      key={offer.key}
      offer={offer}
      hotkey={hotkey}
      first={first}
      open={open === offer.key}
      onOpen={onOpen}
    />
  );

  return (
    <>
      {more ? (
        <div id={`${id}-more`} className="action-more">
          <RefusedOffers offers={shelf.refused} />
        </div>
      ) : null}
      <div className="action-bar" role="toolbar" aria-label="办理">
        {shelf.next ? button(shelf.next, true) : null}
        {shelf.groups.map(({ group, offers: its }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls; these are buttons of a toolbar
          <div key={group} className="action-group" role="group" aria-label={GROUP_WORDS[group]}>
            <span className="action-group-name" aria-hidden="true">
              {GROUP_WORDS[group]}
            </span>
            {its.map((one) => button(one))}
          </div>
        ))}
        {shelf.refused.length > 0 ? (
          <button
            type="button"
            className="action-button action-rest"
            aria-expanded={more}
            aria-controls={`${id}-more`}
            aria-keyshortcuts="."
            onClick={() => setMore((shown) => !shown)}
          >
            现在不能办的 {shelf.refused.length} 项 <Icon name={more ? 'cross' : 'plus'} size={13} />{' '}
            <KeyHint keys="." />
          </button>
        ) : null}
      </div>
    </>
  );
}

function OfferButton({
  offer,
  hotkey,
  first,
  open,
  onOpen,
}: KeyedOffer & { first: boolean; open: boolean; onOpen: (offerKey: string) => void }) {
  const id = useId();
  const words = ACTION_HINTS[offer.action];
  const source = offer.source ? `制度原文：“${offer.source}”` : '';
  return (
    <Tooltip
      title={open ? null : <Why name={offer.name} words={words} source={source} />}
      mouseEnterDelay={0.3}
      placement="top"
      color="#1a222c"
      getPopupContainer={workZone}
    >
      <button
        type="button"
        className={first ? 'action-button action-next' : 'action-button'}
        aria-expanded={open}
        aria-describedby={id}
        aria-keyshortcuts={hotkey === '' ? undefined : hotkey}
        onClick={() => onOpen(offer.key)}
      >
        {first ? <span className="action-next-word">下一步</span> : null}
        <span className="action-name">{offer.name}</span> {hotkey === '' ? null : <KeyHint keys={hotkey} />}
        <span id={id} hidden>
          {words}
          {source}
        </span>
      </button>
    </Tooltip>
  );
}

/** Tips stay inside the work zone, which is a landmark. */
function workZone(): HTMLElement {
  return document.querySelector('main') ?? document.body;
}

function Why({ name, words, source }: { name: string; words: string; source: string }) {
  return (
    <>
      <strong>{name}</strong>　{words}
      {source === '' ? null : <span className="tip-source">{source}</span>}
    </>
  );
}
