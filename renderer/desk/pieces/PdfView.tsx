import { useEffect, useRef, useState } from 'react';
import { fetchBlobUrl } from '../client.ts';
import { ErrorNote } from './ErrorNote.tsx';
import { Icon } from './Icon.tsx';

/** A PDF of the core with a 打印 button that opens the window's own print dialog. */
export function PdfView({ path, title }: { path: string; title: string }) {
  const { url, error } = useBlobUrl(path);
  if (error) return <ErrorNote error={error} />;
  if (!url) return <PaperWait title={title} />;
  return <A4Paper url={url} title={title} />;
}

/** @param url `blob:` address of a PDF */
export function A4Paper({ url, title }: { url: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  return (
    <div className="paper paper-a4">
      <button type="button" className="button" onClick={() => frame.current?.contentWindow?.print()}>
        <Icon name="printer" /> 打印这份{title}
      </button>
      <iframe ref={frame} src={`${url}#toolbar=0&view=FitH`} title={title} />
    </div>
  );
}

export function PaperWait({ title }: { title: string }) {
  return <p className="paper-wait">正在排版 {title}…</p>;
}

/** Bytes of the core as a `blob:` address that lives as long as they are shown. */
export function useBlobUrl(path: string): { url: string | null; error: unknown } {
  const [url, setUrl] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    const control = new AbortController();
    let made: string | null = null;
    setUrl(null);
    setError(null);
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
  }, [path]);
  return { url, error };
}
