import { Button } from 'antd';
import { useState } from 'react';
import type { ShiftView } from '../../../domain/contract/views/duty.ts';
import { visible, visibleLine } from '../../../domain/documents/visible.ts';
import { dateTime } from '../format.ts';
import { Dialog } from '../pieces/Dialog.tsx';
import { Empty } from '../pieces/Empty.tsx';
import { PdfView } from '../pieces/PdfView.tsx';

type Handover = ShiftView['handovers'][number];
const KIND_WORDS: Record<Handover['sheet'][number]['kind'], string> = {
  item: '交接事项',
  timer: '正在计时',
  case: '在办',
  draft: '草稿',
};

/** 交接记录: each sheet as both signed it. Who is not on duty sees who and when, not what. */
export function HandoverHistory({ view }: { view: ShiftView }) {
  const { handovers, mayReadLog } = view;
  const [paper, setPaper] = useState<Handover | null>(null);
  if (handovers.length === 0) {
    return (
      <Empty icon="clock" title="还没有交接过">
        每次交接的时间、双方姓名、交接事项和当时的在办件都会留在这里。
      </Empty>
    );
  }
  return (
    <section className="panel" aria-label="交接记录">
      {mayReadLog ? null : <p className="note note-info">值班记录的内容只供当班人员和带班领导查看。</p>}
      <ol className="handovers">
        {handovers.map((one) => (
          <li key={one.id}>
            <p className="handover-line">
              <strong>
                {one.from} → {one.to}
              </strong>
              <time dateTime={one.at}>{dateTime(one.at)}</time>
              <span className="quiet">
                {one.from} {dateTime(one.startedAt)} 接班；{one.leader ? `带班领导 ${one.leader}；` : ''}在办{' '}
                {one.openCases} 件
              </span>
              {mayReadLog ? (
                <Button
                  size="small"
                  aria-label={`交接表 ${one.from}交${one.to} ${dateTime(one.at)}`}
                  onClick={() => setPaper(one)}
                >
                  交接表
                </Button>
              ) : null}
            </p>
            {one.note.trim() === '' ? null : <p>{visible(one.note)}</p>}
            {one.sheet.length === 0 ? null : <Sheet one={one} />}
          </li>
        ))}
      </ol>
      {paper !== null && mayReadLog ? (
        <Dialog
          title={`值班交接表　${paper.from} → ${paper.to}　${dateTime(paper.at)}`}
          onClose={() => setPaper(null)}
          wide
        >
          <PdfView path={`/handover/${encodeURIComponent(paper.id)}`} title="值班交接表" />
        </Dialog>
      ) : null}
    </section>
  );
}

function Sheet({ one }: { one: Handover }) {
  return (
    <details>
      <summary>交接单（{one.sheet.length} 项）</summary>
      <table className="list-table handover-sheet">
        <tbody>
          {one.sheet.map((line) => (
            <tr key={`${line.kind} ${line.label} ${line.text}`}>
              <th scope="row" className="handover-kind">
                {KIND_WORDS[line.kind]}
              </th>
              <td>{visibleLine(line.label)}</td>
              <td className="list-words">{visible(line.text)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">
        交班人 {one.from}（登录签认）　接班人 {one.to}（PIN 签认）　{dateTime(one.at)}
      </p>
    </details>
  );
}
