import { Button } from 'antd';
import { useRef, useState } from 'react';
import type { FoundPrinter } from '../../../domain/contract/printing.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { Icon } from '../pieces/Icon.tsx';
import { Progress } from '../pieces/Progress.tsx';
import { KIND_OF_PRINTER, USES } from '../printing/printerWords.ts';
import { useAct } from '../queries.ts';
import { fillFound, fitsUse, type PrinterDraft } from './printerDraft.ts';

/** 查找打印机: what the system offers for this use; choosing one fills in where it is. */
export function FindPrinters({ draft, onChange }: { draft: PrinterDraft; onChange: (draft: PrinterDraft) => void }) {
  const find = useAct('printer.discover');
  const [taken, setTaken] = useState<string | null>(null);
  const again = useRef<HTMLButtonElement>(null);
  const { title } = USES[draft.use];
  const found = find.data ? fitsUse(draft.use, find.data) : null;

  function take(printer: FoundPrinter): void {
    onChange(fillFound(draft, printer));
    setTaken(printer.name);
    find.reset();
    again.current?.focus();
  }

  return (
    <div className="find-printers">
      <span className="form-row">
        <Button
          ref={again}
          size="small"
          aria-label={`查找打印机 ${title}`}
          loading={find.isPending}
          onClick={() => {
            setTaken(null);
            find.mutate({});
          }}
        >
          查找打印机
        </Button>
        <span role="status">
          {find.isPending ? <Progress words="正在查找本机能用的打印机" /> : null}
          {taken === null ? null : (
            <span className="test-good">
              <Icon name="check" size={16} /> 已填入“{taken}”，测试后保存。
            </span>
          )}
          {found?.length === 0 ? (
            <span className="quiet">
              没有找到。USB 和串口打印机请先开机、插好线再找；网络打印机不用找，选“网络打印机”直接填地址。
            </span>
          ) : null}
        </span>
      </span>
      <ErrorNote error={find.error} />
      {found && found.length > 0 ? (
        <ul className="found-printers" aria-label={`找到的打印机（${title}）`}>
          {found.map((printer) => (
            <li key={JSON.stringify(printer)}>
              <button type="button" className="found-printer" onClick={() => take(printer)}>
                <Icon name="printer" size={18} />
                <span className="found-name">{printer.name}</span>
                <span className="quiet">
                  {KIND_OF_PRINTER[printer.kind]}
                  {printer.detail === '' ? '' : `，${printer.detail}`}
                </span>
                <span className="found-take">选用</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
