import { useEffect, useRef, useState } from 'react';
import type { DocumentKind, PaperWidth } from '../../../domain/contract/printing.ts';
import { fetchBlobUrl } from '../client.ts';
import { ErrorNote } from './ErrorNote.tsx';
import { Icon } from './Icon.tsx';

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
  const [url, setUrl] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const frame = useRef<HTMLIFrameElement>(null);

  useEffect(() => {
    const control = new AbortController();
    let made: string | null = null;
    setUrl(null);
    setError(null);
    const path = `/paper/${encodeURIComponent(caseId)}/${encodeURIComponent(kind)}?width=${width}${jobId ? `&job=${encodeURIComponent(jobId)}` : ''}`;
    fetchBlobUrl(path, control.signal).then(
      (got) => {
        if (control.signal.aborted) return URL.revokeObjectURL(got.url);
        made = got.url;
        setUrl(got.url);
      },
      (problem: unknown) => {
        if (!control.signal.aborted) setError(problem);
      },
    );
    return () => {
      control.abort();
      if (made) URL.revokeObjectURL(made);
    };
  }, [caseId, kind, width, jobId]);

  if (error) return <ErrorNote error={error} />;
  if (!url) return <p className="paper-wait">正在排版 {title}…</p>;
  if (width !== 'a4') {
    return (
      <figure className="paper paper-slip">
        <img src={url} alt={`${title}（${width} 毫米小票）的样子`} className={`paper-${width}`} />
      </figure>
    );
  }
  return (
    <div className="paper paper-a4">
      <button type="button" className="button" onClick={() => frame.current?.contentWindow?.print()}>
        <Icon name="printer" /> 打印这份{title}
      </button>
      <iframe ref={frame} src={`${url}#toolbar=0&view=FitH`} title={title} />
    </div>
  );
}
