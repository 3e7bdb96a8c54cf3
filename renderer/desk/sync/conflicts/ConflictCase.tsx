import { useState } from 'react';
import type { SettleChoice } from '../../../../domain/contract/commands.ts';
import type { ConflictView } from '../../../../domain/contract/views/conflicts.ts';
import type { RegimeView } from '../../../../domain/contract/views/station.ts';
import { Icon } from '../../pieces/Icon.tsx';
import { useAltKeys } from '../../printing/altKeys.ts';
import { answerLines } from '../../work/casefile/entryLines.ts';
import { CompareTable } from './CompareTable.tsx';
import { SettleForm } from './SettleForm.tsx';

interface Props {
  conflict: ConflictView;
  revision: number;
  caseId: string;
  regime: RegimeView;
  onDone: (words: string) => void;
}

/** Both versions of one step side by side, what follows from each, and the choice between them. */
export function ConflictCase({ conflict, revision, caseId, regime, onDone }: Props) {
  const [choice, setChoice] = useState<SettleChoice | null>(null);
  const { allowed, obstacle, reason, settlers } = conflict;
  const pick = (wanted: SettleChoice) => (wanted === 'take' && obstacle !== null ? undefined : () => setChoice(wanted));
  useAltKeys(allowed ? { 1: pick('keep'), 2: pick('take') } : {});
  const names = {
    category: (id: string) => regime.categories.find((one) => one.id === id)?.name ?? id,
    document: () => '文书',
    consequence: (id: string) => id,
    values: (step: string, values: Record<string, string | boolean>) => answerLines(regime, step, values),
  };
  return (
    <>
      <CompareTable
        conflict={conflict}
        names={names}
        role={(id) => regime.roles.find((one) => one.id === id)?.name ?? ''}
        choice={choice}
        onChoose={allowed ? setChoice : null}
      />
      {allowed ? (
        <SettleForm
          conflict={conflict}
          names={names}
          revision={revision}
          caseId={caseId}
          choice={choice}
          onDone={onDone}
        />
      ) : (
        <p className="note note-info" role="status">
          <Icon name="lock" size={16} />
          <span className="note-words">
            您可以查看，不能处理。{reason ? `${reason}。` : ''}
            {settlers.length > 0 ? `有权处理的岗位：${settlers.join('、')}。` : ''}
          </span>
        </p>
      )}
    </>
  );
}
