import { Button } from 'antd';
import { useState } from 'react';
import { messageOf } from '../../../../domain/contract/errors.ts';
import type { CaseFileView } from '../../../../domain/contract/views/cases.ts';
import { CHANNEL_WORDS, KIND_WORDS, URGENCY_WORDS } from '../../../../domain/contract/words.ts';
import { dateTime } from '../../format.ts';
import { go } from '../../frame/router.ts';
import { Icon } from '../../pieces/Icon.tsx';
import { StatusTag } from '../../pieces/StatusTag.tsx';
import { SyncTag } from '../../pieces/SyncTag.tsx';
import { Tag } from '../../pieces/Tag.tsx';
import { CardTag } from './CardTag.tsx';
import { CaseMarks } from './CaseMarks.tsx';

/** Number, kind, state, and how far the centre knows of it. */
export function CaseHeader({ file }: { file: CaseFileView }) {
  const { row, state } = file;
  const refused = file.entries.find((entry) => entry.syncError !== null);
  const pending = file.entries.filter((entry) => entry.sync === 'pending' || entry.sync === 'sending').length;
  const conflict = row.conflict || state.conflicts.length > 0;
  return (
    <header className="case-head">
      <div className="case-title">
        <Button
          className="case-back"
          aria-label="回到待办"
          title="回到待办（F3）"
          onClick={() => (history.length > 1 ? history.back() : go({ page: 'work' }))}
        >
          <Icon name="undo" />
        </Button>
        <h1 className="case-number">{state.number}</h1>
        <Copy text={state.number} />
        <span className="case-kind">
          {KIND_WORDS[state.record.kind]} · {CHANNEL_WORDS[state.record.channel]}
        </span>
        {state.record.urgency === 'normal' ? null : (
          <Tag tone="red" icon="flag">
            {URGENCY_WORDS[state.record.urgency]}
          </Tag>
        )}
        <StatusTag status={state.status} />
        {row.card ? <CardTag card={row.card} /> : null}
        <SyncTag sync={conflict ? 'conflict' : row.sync} error={refused?.syncError ?? null} />
        <span className="case-next">
          {row.nextStep ? (
            <>
              下一步 <strong>{row.nextStep.name}</strong>
            </>
          ) : (
            '没有待办的步骤'
          )}
          <span className="quiet">　{dateTime(state.registered.at)} 登记</span>
        </span>
      </div>
      {conflict ? (
        <p className="note note-warn" role="alert">
          <Icon name="alert" size={16} />{' '}
          <span className="note-words">
            两处各自办理了同一步，后到的一份未生效，两份都保留着。须比较后定下以哪一份为准。
          </span>
          <Button onClick={() => go({ page: 'conflict', caseId: state.caseId })}>比较并处理</Button>
        </p>
      ) : null}
      {refused?.syncError ? (
        <p className="note note-error" role="alert">
          <Icon name="alert" size={16} /> 有内容未被中心接受：{messageOf(refused.syncError)}。可到“同步”重新上报。
        </p>
      ) : null}
      <CaseMarks file={file} />
      {pending > 0 && !refused ? <p className="visually-hidden">有 {pending} 条内容待上报</p> : null}
    </header>
  );
}

function Copy({ text }: { text: string }) {
  const [done, setDone] = useState(false);
  return (
    <Button
      size="small"
      aria-label={`${done ? '已复制' : '复制'} 编号 ${text}`}
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => setDone(true));
      }}
      onBlur={() => setDone(false)}
    >
      <span role="status">{done ? '已复制' : '复制'}</span>
    </Button>
  );
}
