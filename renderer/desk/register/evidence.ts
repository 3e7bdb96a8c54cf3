import type { Evidence } from '../../../domain/contract/record.ts';
import type { StoredFile } from '../client.ts';

export const EVIDENCE_KINDS = [
  { value: 'document', label: '书面材料' },
  { value: 'photo', label: '照片' },
  { value: 'receipt', label: '票据' },
  { value: 'letter', label: '信件' },
  { value: 'screenshot', label: '截图' },
  { value: 'audio', label: '录音' },
  { value: 'video', label: '视频' },
  { value: 'object', label: '实物' },
  { value: 'original_certificate', label: '证件原件' },
  { value: 'cash', label: '现金' },
] as const;

/** The entry for a stored file; the kind is the officer's to correct. */
export function evidenceOf(file: File, { sha256, size, mime }: StoredFile): Evidence {
  const [family] = mime.split('/');
  const kind = family === 'image' ? 'photo' : family === 'audio' ? 'audio' : family === 'video' ? 'video' : 'document';
  return { kind, name: file.name.slice(0, 200), sha256, size, mime };
}
