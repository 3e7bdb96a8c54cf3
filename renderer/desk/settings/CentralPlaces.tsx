import type { SettingsView } from '../../../domain/contract/views/station.ts';

/** Units that the centre keeps: read here, changed there. */
export function CentralUnits({ units }: { units: SettingsView['units'] }) {
  return (
    <>
      <KeptByCentre />
      <ul className="central-rows">
        {units.map((unit) => (
          <li key={unit.id}>
            {unit.name}
            {unit.station ? <span className="number quiet">{unit.station}</span> : null}
          </li>
        ))}
      </ul>
    </>
  );
}

export function CentralWindows({ windows }: { windows: SettingsView['windows'] }) {
  return (
    <>
      <KeptByCentre />
      <ul className="central-rows">
        {windows.map((window) => (
          <li key={window.no}>
            <span className="number">{window.no}</span>
            {window.name}
          </li>
        ))}
      </ul>
    </>
  );
}

function KeptByCentre() {
  return <p className="quiet">由中心维护，本机不能更改。</p>;
}
