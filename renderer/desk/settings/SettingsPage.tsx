import { Button, Skeleton } from 'antd';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useCall } from '../queries.ts';
import { PageTitle } from '../work/parts/PageTitle.tsx';
import '../work/pages.css';
import { AlarmSection } from './AlarmSection.tsx';
import { BackupSection } from './BackupSection.tsx';
import { DisplaySection } from './DisplaySection.tsx';
import { OfficerSection } from './OfficerSection.tsx';
import { PinSection } from './PinSection.tsx';
import { PrinterSection } from './PrinterSection.tsx';
import './settings.css';
import { StationSection } from './StationSection.tsx';
import { UnitSection } from './UnitSection.tsx';

const PARTS: [string, string][] = [
  ['display', '显示'],
  ['alarm', '提醒声音'],
  ['station', '站点'],
  ['printers', '打印机'],
  ['officers', '工作人员'],
  ['units', '单位和窗口'],
  ['backup', '备份'],
  ['pin', '修改 PIN'],
  ['about', '本机'],
];

/** Everything that is set once and looked up sometimes. */
export default function SettingsPage() {
  const settings = useCall('settings.get', {});
  const regime = useCall('intake.regime', {});
  const error = settings.error ?? regime.error;
  if (!settings.data || !regime.data) {
    return error ? (
      <div className="page">
        <ErrorNote
          error={error}
          action={<Button onClick={() => void Promise.all([settings.refetch(), regime.refetch()])}>重试</Button>}
        />
      </div>
    ) : (
      <Skeleton active className="page" paragraph={{ rows: 12, width: '100%' }} />
    );
  }
  const { data } = settings;
  return (
    <div className="page settings">
      <PageTitle>设置</PageTitle>
      <nav className="settings-nav" aria-label="设置的各部分">
        {PARTS.map(([id, word]) => (
          <button
            key={id}
            type="button"
            className="link"
            onClick={() => document.getElementById(`settings-${id}`)?.scrollIntoView({ block: 'start' })}
          >
            {word}
          </button>
        ))}
      </nav>
      <div className="settings-parts">
        <DisplaySection />
        <AlarmSection />
        <StationSection settings={data} regime={regime.data} />
        <PrinterSection settings={data} />
        <OfficerSection settings={data} regime={regime.data} />
        <UnitSection settings={data} />
        <BackupSection />
        <PinSection />
        <section className="panel" id="settings-about" aria-labelledby="about-title">
          <h2 id="about-title">本机</h2>
          <dl className="facts facts-lines">
            <div className="fact wide">
              <dt>数据目录</dt>
              <dd className="verbatim">{data.dataDir}</dd>
            </div>
            <div className="fact wide">
              <dt>版本</dt>
              <dd>{data.version}</dd>
            </div>
            <div className="fact wide">
              <dt>中心</dt>
              <dd>
                {data.centre.address ?? '尚未设置'}
                {data.centre.enrolled ? '（已入网）' : ''}
              </dd>
            </div>
          </dl>
        </section>
      </div>
    </div>
  );
}
