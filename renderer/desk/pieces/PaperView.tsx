import { useState } from 'react';
import type { DocumentKind, PaperWidth } from '../../../domain/contract/printing.ts';
import { ErrorNote } from './ErrorNote.tsx';
import { A4Paper, PaperWait, useBlobUrl } from './PdfView.tsx';

export interface PaperProps {
  caseId: string;
  document: DocumentKind;
  width: PaperWidth;
  /** The words above the paper and its name for screen readers, for example 登记表. */
  title: string;
  /** Shows what this job printed that day instead of what would be printed now. */
  jobId?: string;
}

/** A paper as it looks: the receipt as a picture, A4 as PDF with a 打印 button that opens the window's own print dialog. */
export function PaperView({ caseId, document: kind, width, title, jobId }: PaperProps) {
  const job = jobId ? `&job=${encodeURIComponent(jobId)}` : '';
  const path = `/paper/${encodeURIComponent(caseId)}/${encodeURIComponent(kind)}?width=${width}${job}`;
  const { url, error } = useBlobUrl(path);
  if (error) return <ErrorNote error={error} />;
  if (!url) return <PaperWait title={title} />;
  if (width === 'a4') return <A4Paper url={url} title={title} />;
  return <SlipPicture url={url} title={title} width={width} />;
}

/** The slip, drawn from the bytes that the printer is sent. As wide as its frame, or whole at one glance. */
function SlipPicture({ url, title, width }: { url: string; title: string; width: '58' | '80' }) {
  const [whole, setWhole] = useState(false);
  return (
    <figure className="paper paper-slip">
      <figcaption className="paper-caption">
        <span>预览（{width} 毫米小票）</span>
        <button
          type="button"
          className="button button-small"
          aria-pressed={whole}
          onClick={() => setWhole((now) => !now)}
        >
          {whole ? '看清楚' : '看整张'}
        </button>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a slip is longer than its frame, and the keyboard scrolls it */}
      <section className="paper-scroll" aria-label={`${title}的样子`} tabIndex={0}>
        <img
          src={url}
          alt={`${title}（${width} 毫米小票）的样子`}
          className={whole ? 'paper-whole' : `paper-${width}`}
        />
      </section>
    </figure>
  );
}
