import { ENTRY_WORDS } from '../../../../domain/contract/entries.ts';
import { messageOf } from '../../../../domain/contract/errors.ts';
import type { CaseFileView, RegimeView } from '../../../../domain/contract/views.ts';
import { visible, visibleLine } from '../../../../domain/documents/visible.ts';
import { dateTime } from '../../format.ts';
import { SyncTag } from '../../pieces/SyncTag.tsx';
import { answerLines, entryLines } from './entryLines.ts';

interface Props {
  file: CaseFileView;
  regime: RegimeView | undefined;
}

/** Everything that happened to the case, in the order it counts, newest first: who, when, where, what, and whether it is reported. */
export function Timeline({ file, regime }: Props) {
  const names = {
    category: (id: string) => regime?.categories.find((one) => one.id === id)?.name ?? id,
    document: (kind: string) => file.documents.find((one) => one.document === kind)?.title ?? '文书',
    consequence: (id: string) => regime?.profile.consequences?.find((one) => one.id === id)?.effect ?? id,
    values: (step: string, values: Record<string, string | boolean>) => answerLines(regime, step, values),
  };
  const role = (id: string) => regime?.roles.find((one) => one.id === id)?.name ?? '';
  const late = new Set(file.state.conflicts.map((one) => one.entryId));
  return (
    <ol className="timeline" reversed>
      {[...file.entries].reverse().map((entry) => (
        <li key={entry.id} data-kind={entry.kind} data-late={late.has(entry.id) || undefined}>
          <div className="timeline-head">
            <strong>{ENTRY_WORDS[entry.kind]}</strong>
            <time dateTime={entry.wallTime}>{dateTime(entry.wallTime)}</time>
            <SyncTag sync={late.has(entry.id) ? 'conflict' : entry.sync} />
          </div>
          <div className="timeline-who">
            {[visibleLine(entry.actor.name), ...entry.actor.roles.map(role), entry.stationId]
              .filter((part) => part !== '')
              .join(' · ')}
          </div>
          {entry.masked ? <p className="timeline-masked">部分内容按规定不显示。</p> : null}
          {entryLines(entry, names).map((line) => (
            <p key={`${line.label}${line.text}`} className="timeline-line">
              {line.label === '' ? null : <span className="timeline-label">{line.label}：</span>}
              {visible(line.text)}
            </p>
          ))}
          {late.has(entry.id) ? (
            <p className="timeline-trouble">写下时不知道别处已先办理，未生效；两份记录都保留，请有关岗位核定。</p>
          ) : null}
          {entry.syncError ? <p className="timeline-trouble">中心未接受：{messageOf(entry.syncError)}</p> : null}
        </li>
      ))}
    </ol>
  );
}
