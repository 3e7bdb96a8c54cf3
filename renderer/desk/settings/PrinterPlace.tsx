import { Input } from 'antd';
import { useId } from 'react';
import { baudRates } from '../../../domain/contract/printing.ts';
import type { PrinterDraft } from './printerDraft.ts';
import { Line } from './StationSection.tsx';

interface PlaceProps {
  draft: PrinterDraft;
  onChange: (part: Partial<PrinterDraft>) => void;
}

/** Where the printer is: what its kind needs and nothing else. */
export function PrinterPlace({ draft, onChange }: PlaceProps) {
  switch (draft.kind) {
    case 'tcp':
      return <Network draft={draft} onChange={onChange} />;
    case 'usb':
      return (
        <Line
          label="设备（例如 /dev/usb/lp0）"
          value={draft.device}
          max={40}
          onChange={(device) => onChange({ device })}
        />
      );
    case 'serial':
      return <Serial draft={draft} onChange={onChange} />;
    case 'cups':
      return (
        <Line
          label="队列名（系统里的打印机名，例如 slip80）"
          value={draft.queue}
          max={255}
          onChange={(queue) => onChange({ queue })}
        />
      );
    case 'spooler':
      return (
        <Line label="Windows 里的打印机名" value={draft.queue} max={255} onChange={(queue) => onChange({ queue })} />
      );
    case 'folder':
      return (
        <Line label="文件夹（本机的完整路径）" value={draft.path} max={1_000} onChange={(path) => onChange({ path })} />
      );
    case 'screen':
    case 'none':
      return null;
  }
}

function Network({ draft, onChange }: PlaceProps) {
  const id = useId();
  return (
    <div className="printer-address">
      <Line label="地址" value={draft.host} max={255} onChange={(host) => onChange({ host })} />
      <div className="form-field">
        <label htmlFor={id}>端口</label>
        <Input
          id={id}
          value={draft.port}
          inputMode="numeric"
          maxLength={5}
          onChange={(event) => onChange({ port: event.target.value.replace(/\D/g, '') })}
        />
      </div>
    </div>
  );
}

function Serial({ draft, onChange }: PlaceProps) {
  const id = useId();
  return (
    <div className="printer-address">
      <Line
        label="串口（例如 COM3、/dev/ttyUSB0）"
        value={draft.serialPort}
        max={80}
        onChange={(serialPort) => onChange({ serialPort })}
      />
      <div className="form-field">
        <label htmlFor={id}>波特率</label>
        <select
          id={id}
          className="input"
          value={draft.baudRate}
          onChange={(event) => {
            const baudRate = baudRates.find((rate) => String(rate) === event.target.value);
            if (baudRate) onChange({ baudRate });
          }}
        >
          {baudRates.map((rate) => (
            <option key={rate} value={rate}>
              {rate}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}
