import type { Evidence } from '../../../../domain/contract/record.ts';
import { evidenceLine } from '../../../../domain/documents/wording.ts';
import { fetchBlobUrl } from '../../client.ts';
import { bytes } from '../../format.ts';
import { fileWords } from './fileWords.ts';
import { useFile } from './useFile.ts';

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
  const { sha256 } = item;
  const { where, url, want } = useFile(sha256, item.mime?.startsWith('image/') === true);

  if (!sha256) {
    return (
      <span className="attachment">
        {words}
        <span className="quiet">　仅登记，未存电子件</span>
      </span>
    );
  }
  const here = where?.state === 'here';
  const state = where ? fileWords(where) : '';
  return (
    <button
      type="button"
      className="attachment"
      disabled={where === null || where.state === 'fetching'}
      onClick={() => (here ? void open(sha256) : want())}
      aria-label={`${here ? '打开' : '取回'}附件 ${words}${state === '' ? '' : `，${state}`}`}
    >
      {url === null ? null : <img src={url} alt="" />}
      <span>
        {words}
        {item.size === undefined ? null : <span className="quiet">　{bytes(item.size)}</span>}
        {state === '' ? null : (
          <span className="quiet" role="status">
            　{state}
          </span>
        )}
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
