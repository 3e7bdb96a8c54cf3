import { messageOf } from '../../../domain/contract/errors.ts';
import type { FileProgress } from '../../../domain/contract/views/sync.ts';
import { bytes } from '../format.ts';

/** Attachments that the centre does not hold yet, and those that it did not take. Nothing when all are there. */
export function FileTransfers({ files }: { files: FileProgress | undefined }) {
  if (!files || files.files === 0) return null;
  return (
    <section className="panel" aria-labelledby="files-title">
      <h2 id="files-title">附件</h2>
      <p role="status">
        还有 {files.files} 个附件待传，共 {bytes(files.bytes)}，中心已收到 {bytes(files.sentBytes)}。
      </p>
      {files.refused.length === 0 ? null : (
        <ul>
          {files.refused.map(({ sha256, name, code }) => (
            <li key={sha256}>
              {name}：中心没有收下（{messageOf(code)}），稍后自动再试；其余附件照常上传。
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
