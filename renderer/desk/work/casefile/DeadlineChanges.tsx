import type { CaseFileView } from '../../../../domain/contract/views/cases.ts';
import { dateTime } from '../../format.ts';
import { Icon } from '../../pieces/Icon.tsx';

/** Deadlines that moved although nobody acted on the case: from when to when, why, and when that was. */
export function DeadlineChanges({ changes }: { changes: CaseFileView['deadlineChanges'] }) {
  if (changes.length === 0) return null;
  return (
    <ul className="deadline-changes" aria-label="期限变动">
      {changes.map((change) => (
        <li key={`${change.at}${change.limitId}${change.before}${change.after}`}>
          <Icon name="clock" size={14} /> {dateTime(change.at)}　{change.what}：{movedWords(change)}。{change.reason}
        </li>
      ))}
    </ul>
  );
}

function movedWords({ before, after }: CaseFileView['deadlineChanges'][number]): string {
  if (before === after) return `期限仍为 ${after ?? '未定'}`;
  return `期限由 ${before ?? '未定'} 改为 ${after ?? '未定'}`;
}
