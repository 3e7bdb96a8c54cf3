import { useEffect, useRef, useState } from 'react';
import { type Evidence, RECORD_LIMITS } from '../../../domain/contract/record.ts';
import { upload } from '../client.ts';
import { bytes } from '../format.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { Icon } from '../pieces/Icon.tsx';
import { EVIDENCE_KINDS, evidenceOf } from './evidence.ts';
import { Section } from './fields.tsx';
import { changeField, type Intake, intakeNow } from './intake-store.ts';

/** What the citizen brought: files by button, paste or drag, and things that stay paper. */
export function EvidenceSection({ intake }: { intake: Intake }) {
  const picker = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [over, setOver] = useState(false);
  const { evidence } = intake.record;

  const add = async (files: readonly File[]): Promise<void> => {
    setError(null);
    for (const file of files) {
      setBusy(file.name);
      try {
        const stored = await upload(file);
        const now = intakeNow()?.record.evidence ?? [];
        if (!now.some((item) => item.sha256 === stored.sha256))
          changeField('evidence', [...now, evidenceOf(file, stored)]);
      } catch (problem) {
        setError(problem);
      }
    }
    setBusy(null);
  };
  usePastedFiles((files) => void add(files));

  const change = (at: number, part: Partial<Evidence>): void =>
    changeField(
      'evidence',
      evidence.map((item, i) => (i === at ? { ...item, ...part } : item)),
    );

  return (
    <Section title="材料">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a mouse's extra; the button does the same */}
      <div
        className={`span-12 evidence ${over ? 'evidence-over' : ''}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void add([...event.dataTransfer.files]);
        }}
      >
        {evidence.map((item, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries without a file have no identity but their place
          <span className="evidence-item" key={at}>
            <select
              aria-label={`材料${at + 1}种类`}
              className="input"
              value={item.kind}
              onChange={(event) => change(at, { kind: event.target.value })}
            >
              {EVIDENCE_KINDS.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
            <input
              type="text"
              className="input"
              aria-label={`材料${at + 1}名称`}
              placeholder="名称，例如：来信原件2页"
              maxLength={RECORD_LIMITS.evidence}
              value={item.name}
              onChange={(event) => change(at, { name: event.target.value })}
            />
            {item.size === undefined ? null : <span className="evidence-size">{bytes(item.size)}</span>}
            <button
              type="button"
              className="button button-quiet button-small"
              aria-label={`去掉材料${at + 1} ${item.name}`}
              onClick={() =>
                changeField(
                  'evidence',
                  evidence.filter((_, i) => i !== at),
                )
              }
            >
              <Icon name="cross" size={14} />
            </button>
          </span>
        ))}
        <span className="evidence-add">
          <button
            type="button"
            className="button button-small"
            data-path="evidence"
            onClick={() => picker.current?.click()}
          >
            <Icon name="file" size={15} /> 添加文件、照片
          </button>
          <button
            type="button"
            className="button button-small"
            onClick={() => changeField('evidence', [...evidence, { kind: 'document', name: '' }])}
          >
            <Icon name="plus" size={15} /> 登记纸质原件
          </button>
          <span className="field-hint" role="status">
            {busy ? `正在存入 ${busy}…` : evidence.length === 0 ? '也可以粘贴或拖到这里' : `共 ${evidence.length} 件`}
          </span>
        </span>
        <input
          ref={picker}
          type="file"
          hidden
          multiple
          aria-label="选择文件"
          data-testid="evidence-file"
          onChange={(event) => {
            void add([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
        {error ? <ErrorNote error={error} /> : null}
      </div>
    </Section>
  );
}

function usePastedFiles(onFiles: (files: File[]) => void): void {
  const latest = useRef(onFiles);
  latest.current = onFiles;
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      latest.current(files);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);
}
