import { useState } from 'react';
import type { DraftView } from '../../../domain/contract/views/cases.ts';
import { call } from '../client.ts';
import { deskNow } from '../desk-time.ts';
import { shortTime } from '../format.ts';
import { Icon } from '../pieces/Icon.tsx';
import { useAct, useCall } from '../queries.ts';
import { focusField } from './focus.ts';
import { flush, type Intake, resumeIntake } from './intake-store.ts';
import { draftWords } from './record.ts';

const SHOWN = 3;

/** Drafts that wait, offered when nothing is being typed; a discard can be taken back. */
export function DraftStrip({
  intake,
  dropped,
  onRestored,
}: {
  intake: Intake;
  dropped: { draftId: string; words: string } | null;
  onRestored: () => void;
}) {
  const drafts = useCall('draft.list', {});
  const discard = useAct('draft.discard', ['draft.list', 'status']);
  const restore = useAct('draft.restore', ['draft.list', 'status']);
  const [last, setLast] = useState<{ draftId: string; words: string } | null>(null);
  const [all, setAll] = useState(false);
  const undoable = last ?? dropped;
  const waiting = (drafts.data ?? []).filter(({ draftId }) => draftId !== intake.draftId);
  if (intake.save.state !== 'none' || (waiting.length === 0 && !undoable)) return null;

  const resume = async (draft: DraftView): Promise<void> => {
    await flush();
    // The list may be a moment old; the draft itself is what counts.
    resumeIntake(await call('draft.get', { draftId: draft.draftId }).catch(() => draft));
    // The button that had the focus is gone with the strip: the work goes on in the story.
    focusField('narrative');
  };

  return (
    <section className="drafts" aria-label="未完成的草稿">
      {waiting.length > 0 ? <strong>未完成的草稿</strong> : null}
      {waiting.slice(0, all ? undefined : SHOWN).map((draft) => {
        const words = draftWords(draft.record);
        return (
          <span className="draft" key={draft.draftId}>
            <span className="draft-words" title={words}>
              {words}
            </span>
            <span className="field-hint">{shortTime(draft.savedAt, deskNow())}</span>
            <button
              type="button"
              className="button button-small"
              aria-label={`恢复草稿 ${words}`}
              onClick={() => void resume(draft)}
            >
              恢复
            </button>
            <button
              type="button"
              className="button button-small button-quiet"
              aria-label={`丢弃草稿 ${words}`}
              onClick={() =>
                discard.mutate(
                  { draftId: draft.draftId },
                  { onSuccess: () => setLast({ draftId: draft.draftId, words }) },
                )
              }
            >
              <Icon name="trash" size={14} />
            </button>
          </span>
        );
      })}
      {!all && waiting.length > SHOWN ? (
        <button type="button" className="button button-small button-quiet" onClick={() => setAll(true)}>
          其余 {waiting.length - SHOWN} 份
        </button>
      ) : null}
      {undoable ? (
        <span className="draft" role="status">
          已丢弃“{undoable.words}”
          <button
            type="button"
            className="button button-small"
            onClick={() =>
              restore.mutate(
                { draftId: undoable.draftId },
                {
                  onSuccess: () => {
                    setLast(null);
                    onRestored();
                  },
                },
              )
            }
          >
            <Icon name="undo" size={14} /> 撤销
          </button>
        </span>
      ) : null}
    </section>
  );
}
