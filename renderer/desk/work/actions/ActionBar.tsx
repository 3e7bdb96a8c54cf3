import { Tooltip } from 'antd';
import { useEffect, useId } from 'react';
import type { CommandType } from '../../../../domain/contract/commands.ts';
import type { ActionOffer } from '../../../../domain/regimes/workflow.ts';
import { KeyHint } from '../../pieces/KeyHint.tsx';
import { ACTION_HINTS, ACTION_KEYS } from './actionWords.ts';

interface Props {
  offers: readonly ActionOffer[];
  open: CommandType | null;
  onOpen: (action: CommandType) => void;
}

/**
 * Everything one may do to the case, in the regime's order. What is not allowed now stays reachable and says why: it is
 * `aria-disabled`, not `disabled`, so that the keyboard and a screen reader get to the reason.
 */
export function ActionBar({ offers, open, onOpen }: Props) {
  const id = useId();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      if (document.querySelector('dialog[open]')) return;
      if (event.target instanceof HTMLElement && event.target.matches('input, textarea, select, [contenteditable]'))
        return;
      const offer = offers.find((one) => ACTION_KEYS[one.action] === event.key.toUpperCase());
      if (!offer?.allowed) return;
      event.preventDefault();
      onOpen(offer.action);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [offers, onOpen]);

  return (
    <div className="action-bar" role="toolbar" aria-label="办理">
      {offers.map((offer) => {
        const words = offer.allowed ? ACTION_HINTS[offer.action] : (offer.reason ?? '按制度，现在还不能办理此项');
        const source = offer.source ? `制度原文：“${offer.source}”` : '';
        return (
          <Tooltip
            key={offer.action}
            title={<Why words={words} source={source} />}
            mouseEnterDelay={0.3}
            placement="top"
            color="#1a222c"
            getPopupContainer={workZone}
          >
            <button
              type="button"
              className="action-button"
              aria-disabled={!offer.allowed}
              aria-expanded={open === offer.action}
              aria-describedby={`${id}-${offer.action}`}
              aria-keyshortcuts={ACTION_KEYS[offer.action]}
              onClick={() => {
                if (offer.allowed) onOpen(offer.action);
              }}
            >
              {offer.name} <KeyHint keys={ACTION_KEYS[offer.action]} />
              <span id={`${id}-${offer.action}`} hidden>
                {words.replace(/。$/, '')}。{source}
              </span>
            </button>
          </Tooltip>
        );
      })}
    </div>
  );
}

/** Tips stay inside the work zone, which is a landmark. */
function workZone(): HTMLElement {
  return document.querySelector('main') ?? document.body;
}

function Why({ words, source }: { words: string; source: string }) {
  return (
    <>
      {words}
      {source === '' ? null : <span className="tip-source">{source}</span>}
    </>
  );
}
