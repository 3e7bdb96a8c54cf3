import { Button } from 'antd';
import { useState } from 'react';
import type { SettingsView } from '../../../domain/contract/views/station.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useAct, useCall } from '../queries.ts';
import { PrinterForm } from './PrinterForm.tsx';
import { type PrinterUse, toConfig, toDraft } from './printerDraft.ts';
import './printers.css';

const USES_IN_ORDER: readonly PrinterUse[] = ['slip', 'spare', 'a4'];

/** Where slips and A4 papers come out; the test names the fault before a citizen waits for paper. */
export function PrinterSection({ settings }: { settings: SettingsView }) {
  const { printers } = settings;
  const save = useAct('settings.savePrinters', ['settings.get', 'status']);
  const profiles = useCall('printer.profiles', {});
  const [drafts, setDrafts] = useState(() => ({
    slip: toDraft('slip', printers.slip),
    a4: toDraft('a4', printers.a4),
    spare: toDraft('spare', printers.spare),
  }));
  const configs = { slip: toConfig(drafts.slip), a4: toConfig(drafts.a4), spare: toConfig(drafts.spare) };
  const unready = USES_IN_ORDER.filter((use) => drafts[use].kind !== 'none' && configs[use] === null);
  return (
    <section className="panel" id="settings-printers" aria-labelledby="printers-title">
      <h2 id="printers-title">打印机</h2>
      <ErrorNote error={profiles.error} />
      <div className="printers-body">
        {USES_IN_ORDER.map((use) => (
          <PrinterForm
            key={use}
            draft={drafts[use]}
            config={configs[use]}
            profiles={profiles.data ?? []}
            onChange={(draft) => setDrafts((all) => ({ ...all, [use]: draft }))}
          />
        ))}
      </div>
      <ErrorNote error={save.error} />
      <div className="form-row">
        <Button
          type="primary"
          disabled={unready.length > 0}
          loading={save.isPending}
          onClick={() => save.mutate({ printers: configs })}
        >
          保存打印机
        </Button>
        <span role="status">
          {unready.length > 0 ? (
            <span className="quiet">还没有填完：{unready.map((use) => drafts[use].name).join('、')}</span>
          ) : save.isSuccess ? (
            <span className="saved-words">已保存，下一份起用新的设置。</span>
          ) : null}
        </span>
      </div>
    </section>
  );
}
