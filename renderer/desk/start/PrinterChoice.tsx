import { SetupField, type SetupFieldProps } from './SetupField.tsx';
import type { SetupForm } from './setup-form.ts';

const KINDS: readonly [SetupForm['printer'], string][] = [
  ['screen', '在屏幕上显示'],
  ['tcp', '网络小票打印机'],
  ['folder', '存到文件夹'],
];
const WIDTHS = ['80', '58'] as const;

/** Where paper comes out: on the screen until there is a printer, a receipt printer in the network, or files. */
export function PrinterChoice({ form, errors, put }: Pick<SetupFieldProps, 'form' | 'errors' | 'put'>) {
  const shared = { form, errors, put };
  return (
    <fieldset className="start-card">
      <legend>打印</legend>
      <div className="setup-grid">
        <div className="field setup-wide" role="radiogroup" aria-labelledby="printer-kind">
          <span className="field-label" id="printer-kind">
            小票出到哪里
          </span>
          <span className="choices">
            {KINDS.map(([kind, words]) => (
              <label key={kind} className="choice">
                <input
                  type="radio"
                  name="printer"
                  checked={form.printer === kind}
                  onChange={() => put({ printer: kind })}
                />
                <span>{words}</span>
              </label>
            ))}
          </span>
        </div>
        <div className="field setup-wide" role="radiogroup" aria-labelledby="printer-width">
          <span className="field-label" id="printer-width">
            小票纸宽
          </span>
          <span className="choices">
            {WIDTHS.map((width) => (
              <label key={width} className="choice">
                <input type="radio" name="width" checked={form.width === width} onChange={() => put({ width })} />
                <span>{width} 毫米</span>
              </label>
            ))}
          </span>
        </div>
        {form.printer === 'tcp' ? (
          <>
            <SetupField {...shared} name="host" label="打印机地址" must max={255} hint="例如 192.168.1.60" />
            <SetupField {...shared} name="port" label="端口" must max={5} />
          </>
        ) : null}
        {form.printer === 'folder' ? (
          <SetupField {...shared} name="folder" label="文件夹" must max={1000} hint="完整路径，例如 D:\接诉台打印" />
        ) : null}
      </div>
    </fieldset>
  );
}
