import { type EntryFate, fatesOf } from '../../../../domain/case-file/entry-fates.ts';
import { ENTRY_WORDS } from '../../../../domain/contract/entries.ts';
import { messageOf } from '../../../../domain/contract/errors.ts';
import type { CaseFileView } from '../../../../domain/contract/views/cases.ts';
import type { RegimeView } from '../../../../domain/contract/views/station.ts';
import { visible, visibleLine } from '../../../../domain/documents/visible.ts';
import { dateTime } from '../../format.ts';
import { SyncTag } from '../../pieces/SyncTag.tsx';
import { answerLines, entryLines } from './entryLines.ts';

const FATE_WORDS: Record<EntryFate, string> = {
  late: '写下时不知道别处已先办理，未生效；两份记录都保留，待处理。',
  not_taken: '冲突处理后未采用，没有生效；记录保留。',
  overruled: '冲突处理后改用了另一份，这一份不再有效；记录保留。',
  taken: '冲突处理后采用了这一份。',
  too_late: '这处冲突此前已由他人处理，或此后又有新的办理，这一次没有生效。',
};

function isOutOfForce(fate: EntryFate | undefined): boolean {
  return fate !== undefined && fate !== 'taken';
}

function Fate({ fate }: { fate: EntryFate | undefined }) {
  if (fate === undefined) return null;
  return <p className={isOutOfForce(fate) ? 'timeline-trouble' : 'timeline-who'}>{FATE_WORDS[fate]}</p>;
}

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
  const fates = fatesOf(file.state);
  return (
    <ol className="timeline" reversed>
      {[...file.entries].reverse().map((entry) => (
        <li key={entry.id} data-kind={entry.kind} data-late={isOutOfForce(fates.get(entry.id)) || undefined}>
          <div className="timeline-head">
            <strong>{ENTRY_WORDS[entry.kind]}</strong>
            <time dateTime={entry.wallTime}>{dateTime(entry.wallTime)}</time>
            <SyncTag sync={fates.get(entry.id) === 'late' ? 'conflict' : entry.sync} />
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
          <Fate fate={fates.get(entry.id)} />
          {entry.syncError ? <p className="timeline-trouble">中心未接受：{messageOf(entry.syncError)}</p> : null}
        </li>
      ))}
    </ol>
  );
}
