import type { PaperWidth, PrinterConfig, PrinterProfileView } from '../../../domain/contract/printing.ts';
import { PrinterTest } from '../printing/PrinterTest.tsx';
import { hasModel, KIND_OF_PRINTER, USES, WIDTH_WORDS } from '../printing/printerWords.ts';
import { Picks } from '../work/parts/form.tsx';
import { FindPrinters } from './FindPrinters.tsx';
import { ModelField } from './ModelField.tsx';
import { PrinterPlace } from './PrinterPlace.tsx';
import { OFFERED, type PrinterDraft, type PrinterUse } from './printerDraft.ts';
import { Line } from './StationSection.tsx';
import { TestPage } from './TestPage.tsx';

/** What each printer is for, on one line. */
const PURPOSE: Record<PrinterUse, string> = {
  slip: '登记小票和各种凭条从这里出来，当面交给群众。',
  spare: '小票打印机出故障时顶上：在“打印”页或登记后按“改用”，等着的小票就从这里出来。纸宽要和小票打印机一样。',
  a4: '登记表、通知书等 A4 文书从这里出来。“显示在屏幕上”时用窗口的打印对话框打印。',
};

interface FormProps {
  draft: PrinterDraft;
  /** The printer as it would be saved; null while something is missing. */
  config: PrinterConfig | null;
  profiles: readonly PrinterProfileView[];
  onChange: (draft: PrinterDraft) => void;
}

/** One printer of the station: what it is, where it stands, what model, and whether it works. */
export function PrinterForm({ draft, config, profiles, onChange }: FormProps) {
  const { use, kind, width } = draft;
  const { title } = USES[use];
  const { kinds, widths } = OFFERED[use];
  const change = (part: Partial<PrinterDraft>) => onChange({ ...draft, ...part });
  return (
    <fieldset className="printer-form" data-use={use}>
      <legend>{title}</legend>
      <p className="printer-purpose">{PURPOSE[use]}</p>
      <Picks<PrinterDraft['kind']>
        legend={`${title}的去处`}
        name={`${use}-kind`}
        inline
        value={kind}
        options={[
          ...kinds.map((each) => ({ value: each, label: KIND_OF_PRINTER[each] })),
          { value: 'none' as const, label: '不用' },
        ]}
        onChange={(next) => change({ kind: next })}
      />
      <FindPrinters draft={draft} onChange={onChange} />
      {kind === 'none' ? null : (
        <>
          <div className="printer-lines">
            <PrinterPlace draft={draft} onChange={change} />
            <Line label="名称" value={draft.name} max={120} onChange={(name) => change({ name })} />
          </div>
          {widths.length > 1 ? (
            <Picks<PaperWidth>
              legend="纸宽"
              name={`${use}-width`}
              inline
              value={width}
              options={widths.map((each) => ({ value: each, label: WIDTH_WORDS[each] }))}
              onChange={(next) => change({ width: next })}
            />
          ) : null}
          {hasModel(kind, width) && width !== 'a4' ? (
            <ModelField draft={draft} width={width} profiles={profiles} onChange={(profile) => change({ profile })} />
          ) : null}
          {config ? (
            <div className="printer-tests">
              <PrinterTest printer={config} name={title} />
              {hasModel(kind, width) && width !== 'a4' ? (
                <TestPage
                  printer={config}
                  name={title}
                  width={width}
                  profiles={profiles}
                  onChoose={(profile) => change({ profile })}
                />
              ) : null}
            </div>
          ) : (
            <p className="quiet">填完后可以测试。</p>
          )}
        </>
      )}
    </fieldset>
  );
}
