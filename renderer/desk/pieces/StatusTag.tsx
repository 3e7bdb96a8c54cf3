import { type CaseStatus, STATUS_WORDS } from '../../../domain/contract/words.ts';
import type { IconName } from './Icon.tsx';
import { Tag, type Tone } from './Tag.tsx';

const LOOKS: Record<CaseStatus, [Tone, IconName]> = {
  registered: ['orange', 'circle'],
  accepted: ['blue', 'check'],
  refused: ['grey', 'cross'],
  approved: ['blue', 'flag'],
  assigned: ['blue', 'arrow'],
  returned: ['orange', 'arrow'],
  replied: ['violet', 'file'],
  fed_back: ['violet', 'user'],
  closed: ['green', 'check'],
  archived: ['grey', 'lock'],
  merged: ['grey', 'arrow'],
};

/** Where a case stands: 待受理, 已受理, 办理中 … */
export function StatusTag({ status }: { status: CaseStatus }) {
  const [tone, icon] = LOOKS[status];
  return (
    <Tag tone={tone} icon={icon}>
      {STATUS_WORDS[status]}
    </Tag>
  );
}
