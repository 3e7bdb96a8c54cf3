import { Button, Input } from 'antd';
import { useState } from 'react';
import type { SettingsView } from '../../../domain/contract/views/station.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useAct } from '../queries.ts';
import { CentralUnits, CentralWindows } from './CentralPlaces.tsx';

type Unit = SettingsView['units'][number];
type Window = SettingsView['windows'][number];

/** Units that cases are assigned to, and the windows of the hall; both are offered while typing. */
export function UnitSection({ settings }: { settings: SettingsView }) {
  const save = useAct('settings.saveStation', ['settings.get']);
  const [units, setUnits] = useState<Unit[]>(settings.units);
  const [windows, setWindows] = useState<Window[]>(settings.windows);
  const { name, organisation, phone } = settings.station;
  const { central } = settings;
  const changed =
    (!central.units && JSON.stringify(units) !== JSON.stringify(settings.units)) ||
    (!central.windows && JSON.stringify(windows) !== JSON.stringify(settings.windows));
  const complete = units.every((unit) => unit.name.trim() !== '');

  return (
    <section className="panel" id="settings-units" aria-labelledby="units-title">
      <h2 id="units-title">单位和窗口</h2>
      <div className="units-body">
        <div>
          <h3>承办单位</h3>
          {central.units ? <CentralUnits units={settings.units} /> : <UnitRows units={units} onChange={setUnits} />}
        </div>
        <div>
          <h3>窗口</h3>
          {central.windows ? (
            <CentralWindows windows={settings.windows} />
          ) : (
            <WindowRows windows={windows} onChange={setWindows} />
          )}
        </div>
      </div>
      <ErrorNote error={save.error} />
      {central.units && central.windows ? null : (
        <div className="form-row">
          <Button
            type="primary"
            disabled={!changed || !complete}
            loading={save.isPending}
            onClick={() => save.mutate({ name, organisation, phone, units, windows })}
          >
            保存单位和窗口
          </Button>
          {changed && !complete ? <span className="form-warning">单位名称不能为空。</span> : null}
          {!changed && save.isSuccess ? (
            <span role="status" className="saved-words">
              已保存。
            </span>
          ) : null}
        </div>
      )}
    </section>
  );
}

function UnitRows({ units, onChange }: { units: Unit[]; onChange: (units: Unit[]) => void }) {
  return (
    <>
      <ul className="edit-rows">
        {units.map((unit, at) => (
          <li key={unit.id}>
            <Input
              value={unit.name}
              maxLength={200}
              aria-label={`承办单位 ${at + 1} 的名称`}
              placeholder="单位名称"
              onChange={(event) => onChange(replaced(units, at, { ...unit, name: event.target.value }))}
            />
            <Input
              value={unit.station ?? ''}
              maxLength={20}
              className="edit-code"
              aria-label={`承办单位 ${at + 1} 的站点代码`}
              placeholder="站点代码"
              onChange={(event) =>
                onChange(replaced(units, at, { ...unit, station: event.target.value.trim() || null }))
              }
            />
            <Button aria-label={`删去 ${unit.name || '此单位'}`} onClick={() => onChange(without(units, at))}>
              删去
            </Button>
          </li>
        ))}
      </ul>
      <Button onClick={() => onChange([...units, { id: crypto.randomUUID(), name: '', station: null }])}>
        添加单位
      </Button>
    </>
  );
}

function WindowRows({ windows, onChange }: { windows: Window[]; onChange: (windows: Window[]) => void }) {
  return (
    <>
      <ul className="edit-rows">
        {windows.map((window, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: windows have no identity of their own; rows are only edited in place
          <li key={at}>
            <Input
              value={window.no}
              maxLength={40}
              className="edit-code"
              aria-label={`窗口 ${at + 1} 的窗口号`}
              placeholder="窗口号"
              onChange={(event) => onChange(replaced(windows, at, { ...window, no: event.target.value }))}
            />
            <Input
              value={window.name}
              maxLength={200}
              aria-label={`窗口 ${at + 1} 的名称`}
              placeholder="窗口名称"
              onChange={(event) => onChange(replaced(windows, at, { ...window, name: event.target.value }))}
            />
            <Button aria-label={`删去 ${window.name || '此窗口'}`} onClick={() => onChange(without(windows, at))}>
              删去
            </Button>
          </li>
        ))}
      </ul>
      <Button onClick={() => onChange([...windows, { no: '', name: '', unit: '' }])}>添加窗口</Button>
    </>
  );
}

const replaced = <T,>(list: readonly T[], at: number, item: T): T[] => list.map((one, i) => (i === at ? item : one));
const without = <T,>(list: readonly T[], at: number): T[] => list.filter((_, i) => i !== at);
