import { Button } from 'antd';
import { useState } from 'react';
import { type DocumentKind, documentIds, type PaperWidth } from '../../../../domain/contract/printing.ts';
import type { CaseFileView } from '../../../../domain/contract/views.ts';
import { Dialog } from '../../pieces/Dialog.tsx';
import { ErrorNote } from '../../pieces/ErrorNote.tsx';
import { Icon } from '../../pieces/Icon.tsx';
import { PaperView } from '../../pieces/PaperView.tsx';
import { jobWords } from '../../printing/jobWords.ts';
import { PrintTag } from '../../printing/PrintTag.tsx';
import { useAct } from '../../queries.ts';

type Offer = CaseFileView['documents'][number];

const WIDTH_WORDS: Record<PaperWidth, string> = { '58': '58 毫米', '80': '80 毫米', a4: 'A4' };

/** The papers of the case: what each looks like, what became of each print, and 打印 / 补打. */
export function Papers({ file }: { file: CaseFileView }) {
  const [shown, setShown] = useState<{ kind: DocumentKind; title: string; width: PaperWidth } | null>(null);
  const print = useAct('print.enqueue', ['case.get', 'print.jobs', 'status']);
  const { caseId } = file.state;

  return (
    <div className="papers">
      <ErrorNote error={print.error} />
      <ul>
        {file.documents.map((paper) => (
          <li key={paper.document} className="paper-item" data-available={paper.available}>
            <Paper
              paper={paper}
              file={file}
              busy={print.isPending && print.variables?.document === paper.document}
              onShow={(width) => {
                const kind = documentIds.find((id) => id === paper.document);
                if (kind) setShown({ kind, title: paper.title, width });
              }}
              onPrint={() =>
                print.mutate({ caseId, document: paper.document, width: null, requestId: crypto.randomUUID() })
              }
            />
          </li>
        ))}
      </ul>
      {shown ? (
        <Dialog title={`${shown.title}（${WIDTH_WORDS[shown.width]}）`} onClose={() => setShown(null)} wide>
          <PaperView caseId={caseId} document={shown.kind} width={shown.width} title={shown.title} />
        </Dialog>
      ) : null}
    </div>
  );
}

interface PaperProps {
  paper: Offer;
  file: CaseFileView;
  busy: boolean;
  onShow: (width: PaperWidth) => void;
  onPrint: () => void;
}

function Paper({ paper, file, busy, onShow, onPrint }: PaperProps) {
  const jobs = file.jobs.filter((job) => job.document === paper.document);
  const last = jobs.reduce<(typeof jobs)[number] | null>((a, b) => (a && a.createdAt > b.createdAt ? a : b), null);
  const done = file.state.papers.filter((one) => one.document === paper.document && one.outcome !== 'officer_saw_none');
  const copies = Math.max(done.length, jobs.filter((job) => job.state === 'confirmed').length);
  if (!paper.available) {
    return (
      <div className="paper-row">
        <Icon name="file" />
        <span className="paper-words">
          <span className="paper-title">{paper.title}</span>
          <span className="quiet">{paper.reason ?? '还没有到出具的时候'}</span>
        </span>
      </div>
    );
  }
  return (
    <div className="paper-row">
      <Icon name="file" />
      <span className="paper-words">
        <span className="paper-title">{paper.title}</span>
        <span className="paper-state">
          {last ? <PrintTag state={last.state} /> : <span className="quiet">尚未打印</span>}
          {copies > 1 ? <span className="quiet">已补打 {copies - 1} 次</span> : null}
        </span>
        {last?.lastError ? <span className="form-warning">{jobWords(last)}</span> : null}
      </span>
      <span className="paper-buttons">
        {paper.widths.map((width) => (
          <Button
            key={width}
            size="small"
            aria-label={`看${paper.title}（${WIDTH_WORDS[width]}）`}
            onClick={() => onShow(width)}
          >
            {paper.widths.length === 1 ? '看' : WIDTH_WORDS[width]}
          </Button>
        ))}
        <Button
          size="small"
          type="primary"
          ghost
          loading={busy}
          aria-label={`${last ? '补打' : '打印'}${paper.title}`}
          onClick={onPrint}
        >
          {last ? '补打' : '打印'}
        </Button>
      </span>
    </div>
  );
}
