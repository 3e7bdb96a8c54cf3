import { Button, Input } from 'antd';
import { useState } from 'react';
import type { PaperWidth, PrinterConfig } from '../../../domain/contract/printing.ts';
import type { SettingsView } from '../../../domain/contract/views.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { PrinterTest } from '../printing/PrinterTest.tsx';
import { KIND_OF_PRINTER, WIDTH_WORDS } from '../printing/printerWords.ts';
import { useAct } from '../queries.ts';
import { Picks } from '../work/parts/form.tsx';
import { emptyPrinter, type PrinterDraft, toConfig, toDraft } from './printerDraft.ts';
import { Line } from './StationSection.tsx';

const USES = [
  { use: 'slip', title: '小票打印机', widths: ['80', '58'] as const, kinds: ['tcp', 'folder', 'screen'] as const },
  { use: 'a4', title: 'A4 打印机', widths: ['a4'] as const, kinds: ['screen', 'folder'] as const },
] as const;

/** Where slips and A4 papers come out; the test names the fault before a citizen waits for paper. */
export function PrinterSection({ settings }: { settings: SettingsView }) {
  const save = useAct('settings.savePrinters', ['settings.get', 'status']);
  const [slip, setSlip] = useState<PrinterDraft>(() => toDraft('slip', settings.printers.slip));
  const [a4, setA4] = useState<PrinterDraft>(() => toDraft('a4', settings.printers.a4));
  const configs = { slip: toConfig(slip), a4: toConfig(a4) };
  const ready = (slip.kind === 'none' || configs.slip !== null) && (a4.kind === 'none' || configs.a4 !== null);
  return (
    <section className="panel" id="settings-printers" aria-labelledby="printers-title">
      <h2 id="printers-title">打印机</h2>
      <div className="printers-body">
        {USES.map(({ use, title, widths, kinds }) => (
          <PrinterForm
            key={use}
            title={title}
            widths={widths}
            kinds={kinds}
            draft={use === 'slip' ? slip : a4}
            config={configs[use]}
            onChange={use === 'slip' ? setSlip : setA4}
          />
        ))}
      </div>
      <ErrorNote error={save.error} />
      <div className="form-row">
        <Button
          type="primary"
          disabled={!ready}
          loading={save.isPending}
          onClick={() => save.mutate({ printers: configs })}
        >
          保存打印机
        </Button>
        {save.isSuccess ? (
          <span role="status" className="saved-words">
            已保存，下一份起用新的设置。
          </span>
        ) : null}
      </div>
    </section>
  );
}

interface FormProps {
  title: string;
  widths: readonly PaperWidth[];
  kinds: readonly PrinterConfig['kind'][];
  draft: PrinterDraft;
  config: PrinterConfig | null;
  onChange: (draft: PrinterDraft) => void;
}

function PrinterForm({ title, widths, kinds, draft, config, onChange }: FormProps) {
  const change = (part: Partial<PrinterDraft>) => onChange({ ...draft, ...part });
  return (
    <fieldset className="printer-form">
      <legend>{title}</legend>
      <Picks<PrinterDraft['kind']>
        legend={`${title}的去处`}
        name={`${title}-kind`}
        inline
        value={draft.kind}
        options={[
          ...kinds.map((kind) => ({ value: kind, label: KIND_OF_PRINTER[kind] })),
          { value: 'none' as const, label: '不用' },
        ]}
        onChange={(kind) => onChange({ ...emptyPrinter(draft.use), ...draft, kind })}
      />
      {draft.kind === 'none' ? null : (
        <Line label="名称" value={draft.name} max={120} onChange={(name) => change({ name })} />
      )}
      {draft.kind === 'tcp' ? (
        <div className="printer-address">
          <Line label="地址" value={draft.host} max={255} onChange={(host) => change({ host })} />
          <div className="form-field">
            <label htmlFor={`${title}-port`}>端口</label>
            <Input
              id={`${title}-port`}
              value={draft.port}
              inputMode="numeric"
              maxLength={5}
              onChange={(event) => change({ port: event.target.value.replace(/\D/g, '') })}
            />
          </div>
        </div>
      ) : null}
      {draft.kind === 'folder' ? (
        <Line label="文件夹（本机的完整路径）" value={draft.path} max={1_000} onChange={(path) => change({ path })} />
      ) : null}
      {draft.kind !== 'none' && widths.length > 1 ? (
        <Picks<PaperWidth>
          legend="纸宽"
          name={`${title}-width`}
          inline
          value={draft.width}
          options={widths.map((width) => ({ value: width, label: WIDTH_WORDS[width] }))}
          onChange={(width) => change({ width })}
        />
      ) : null}
      {config ? <PrinterTest printer={config} name={title} /> : null}
      {draft.kind !== 'none' && !config ? <p className="quiet">填完后可以测试。</p> : null}
    </fieldset>
  );
}
