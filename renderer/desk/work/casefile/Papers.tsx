import { Button } from 'antd';
import { useState } from 'react';
import type { PaperWidth } from '../../../../domain/contract/printing.ts';
import type { CaseFileView } from '../../../../domain/contract/views/cases.ts';
import type { StatusView } from '../../../../domain/contract/views/station.ts';
import { Dialog } from '../../pieces/Dialog.tsx';
import { ErrorNote } from '../../pieces/ErrorNote.tsx';
import { Icon } from '../../pieces/Icon.tsx';
import { PaperView } from '../../pieces/PaperView.tsx';
import { RareNote } from '../../pieces/RareNote.tsx';
import { AskLine } from '../../printing/AskLine.tsx';
import { useAskedHere } from '../../printing/askedHere.ts';
import { jobWords, waitingSince } from '../../printing/jobWords.ts';
import { PrintTag } from '../../printing/PrintTag.tsx';
import { WIDTH_WORDS } from '../../printing/printerWords.ts';
import { StandInButton } from '../../printing/StandInButton.tsx';
import { standInFor } from '../../printing/standIn.ts';
import { useOrder } from '../../printing/useOrder.ts';
import { useCall } from '../../queries.ts';
import { Picks } from '../parts/form.tsx';

type Offer = CaseFileView['documents'][number];

/** The papers of the case: what each looks like, what became of each print, and 打印 / 补打. */
export function Papers({ file }: { file: CaseFileView }) {
  const [shown, setShown] = useState<Offer | null>(null);
  const print = useOrder();
  const status = useCall('status', {});
  const printers = status.data?.printers ?? [];
  const { caseId } = file.state;

  const asking = file.jobs.filter((job) => job.state === 'unconfirmed');
  useAskedHere(asking.length > 0);
  const keyed = {
    ask: asking[0]?.id,
    standIn: file.jobs.find((job) => standInFor(job, printers))?.id,
  };

  const list = (papers: Offer[]) => (
    <ul>
      {papers.map((paper) => (
        <li key={paper.document} className="paper-item">
          <Paper
            paper={paper}
            file={file}
            keyed={keyed}
            status={status.data}
            busy={print.busy === paper.document}
            onShow={() => setShown(paper)}
            onPrint={() => print.order({ caseId, document: paper.document, width: null })}
          />
        </li>
      ))}
    </ul>
  );

  // The regime's forms that are not of now stay folded away: some regimes have a dozen.
  const now = file.documents.filter((paper) => paper.available && (paper.group === 'desk' || paper.due));
  const others = file.documents.filter((paper) => paper.available && !now.includes(paper));
  const later = file.documents.filter((paper) => !paper.available);
  return (
    <div className="papers">
      <ErrorNote error={print.error} />
      {list([...now.filter((paper) => paper.due), ...now.filter((paper) => !paper.due)])}
      {others.length > 0 ? (
        <details className="papers-others">
          <summary>其他表单（{others.length}种）</summary>
          {list(others)}
        </details>
      ) : null}
      {later.length > 0 ? (
        <p className="papers-later">还不能出具：{later.map((paper) => paper.title).join('、')}</p>
      ) : null}
      {shown ? (
        <Preview
          paper={shown}
          caseId={caseId}
          record={JSON.stringify(file.state.record)}
          onClose={() => setShown(null)}
        />
      ) : null}
    </div>
  );
}

/** The paper as it looks, in each of the widths it has. */
function Preview({
  paper,
  caseId,
  record,
  onClose,
}: {
  paper: Offer;
  caseId: string;
  record: string;
  onClose: () => void;
}) {
  const [width, setWidth] = useState<PaperWidth | undefined>(paper.widths[0]);
  return (
    <Dialog title={paper.title} onClose={onClose} wide>
      {paper.widths.length > 1 ? (
        <div className="paper-widths">
          <Picks<PaperWidth>
            legend="纸张"
            name="paper-width"
            inline
            value={width ?? null}
            options={paper.widths.map((value) => ({ value, label: WIDTH_WORDS[value] }))}
            onChange={setWidth}
          />
        </div>
      ) : null}
      <RareNote text={record} saved />
      {width ? <PaperView caseId={caseId} document={paper.document} width={width} title={paper.title} /> : null}
    </Dialog>
  );
}

interface PaperProps {
  paper: Offer;
  file: CaseFileView;
  /** The jobs whose buttons have the keys of this page. */
  keyed: { ask: string | undefined; standIn: string | undefined };
  status: StatusView | undefined;
  busy: boolean;
  onShow: () => void;
  onPrint: () => void;
}

function Paper({ paper, file, keyed, status, busy, onShow, onPrint }: PaperProps) {
  const jobs = file.jobs.filter((job) => job.document === paper.document);
  const last = jobs.reduce<(typeof jobs)[number] | null>((a, b) => (a && a.createdAt > b.createdAt ? a : b), null);
  const asking = jobs.filter((job) => job.state === 'unconfirmed');
  const done = file.state.papers.filter((one) => one.document === paper.document && one.outcome !== 'officer_saw_none');
  const copies = Math.max(done.length, jobs.filter((job) => job.state === 'confirmed').length);
  const word = last ? '补打' : '打印';
  // A second order while the first is on its way would give two papers.
  const underWay = asking.length > 0 || (last !== null && last.state !== 'confirmed' && last.state !== 'failed');
  const other = last ? standInFor(last, status?.printers ?? []) : null;
  return (
    <div className="paper-row">
      <Icon name="file" />
      <span className="paper-words">
        <span className="paper-title">{paper.title}</span>
        {last ? <PrintTag job={last} /> : <span className="quiet">尚未打印</span>}
        {copies > 1 ? <span className="quiet">已补打 {copies - 1} 次</span> : null}
      </span>
      <span className="paper-buttons">
        <Button size="small" aria-label={`查看 ${paper.title}`} onClick={onShow}>
          查看
        </Button>
        <Button size="small" loading={busy} disabled={underWay} aria-label={`${word} ${paper.title}`} onClick={onPrint}>
          {word}
        </Button>
      </span>
      {last?.lastError && last.state !== 'confirmed' ? (
        <span className="paper-trouble">
          <span className="form-warning">
            {status ? waitingSince(last, status.now) : ''} {jobWords(last)}
          </span>
          {other ? (
            <StandInButton jobId={last.id} title={paper.title} printer={other.name} keyed={last.id === keyed.standIn} />
          ) : null}
        </span>
      ) : null}
      {asking.map((job) => (
        <div key={job.id} className="paper-trouble">
          <AskLine jobId={job.id} title={paper.title} keyed={job.id === keyed.ask} />
        </div>
      ))}
    </div>
  );
}
