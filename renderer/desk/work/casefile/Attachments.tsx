import { useEffect, useState } from 'react';
import type { Evidence } from '../../../../domain/contract/record.ts';
import { evidenceLine } from '../../../../domain/documents/wording.ts';
import { CallError, fetchBlobUrl } from '../../client.ts';
import { bytes } from '../../format.ts';

/** Evidence of a case: pictures as thumbnails, other files by name; what was only noted down has no file. */
export function Attachments({ evidence }: { evidence: readonly Evidence[] }) {
  if (evidence.length === 0) return <p className="quiet">没有附件。</p>;
  return (
    <ul className="attachments">
      {evidence.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: evidence has no identity of its own and never changes order
        <li key={`${at}-${item.name}`}>
          <Attachment item={item} />
        </li>
      ))}
    </ul>
  );
}

function Attachment({ item }: { item: Evidence }) {
  const words = evidenceLine(item);
  const picture = item.mime?.startsWith('image/') === true;
  const [shown, setShown] = useState<{ url: string } | { trouble: string } | null>(null);
  const sha256 = item.sha256;

  useEffect(() => {
    if (!sha256 || !picture) return;
    const control = new AbortController();
    let url: string | null = null;
    fetchBlobUrl(`/files/${sha256}`, control.signal).then(
      (file) => {
        url = file.url;
        setShown({ url });
      },
      (error: unknown) => {
        if (error instanceof CallError) setShown({ trouble: '文件还没有传到本机' });
      },
    );
    return () => {
      control.abort();
      if (url) URL.revokeObjectURL(url);
    };
  }, [sha256, picture]);

  if (!sha256) {
    return (
      <span className="attachment">
        {words}
        <span className="quiet">　仅登记，未存电子件</span>
      </span>
    );
  }
  return (
    <button type="button" className="attachment" onClick={() => void open(sha256)} aria-label={`打开附件 ${words}`}>
      {shown && 'url' in shown ? <img src={shown.url} alt="" /> : null}
      <span>
        {words}
        {item.size === undefined ? null : <span className="quiet">　{bytes(item.size)}</span>}
        {shown && 'trouble' in shown ? <span className="quiet">　{shown.trouble}</span> : null}
      </span>
    </button>
  );
}

/** Opens the file in a tab of its own; the address stays valid while that tab may still be loading. */
async function open(sha256: string): Promise<void> {
  const tab = window.open('', '_blank');
  try {
    const { url } = await fetchBlobUrl(`/files/${sha256}`);
    if (tab) tab.location.href = url;
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  } catch {
    tab?.close();
  }
}
